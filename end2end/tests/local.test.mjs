// Local accounts: registering, activating, signing in, and a forgotten password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hydrated, open, openBrowser, openPage } from '../support/browser.mjs';
import {
  INES,
  accountMenu,
  activate,
  chooseSignOut,
  expectSignedIn,
  expectSignedOut,
  fillRegistration,
  mailTo,
  nameOf,
  register,
  submitSignIn,
} from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { approve, reject, saveSettings } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { startShop } from '../support/shop.mjs';

const OFFER = '/offers/yoga-course';
const THEO = { givenName: 'Theo', familyName: 'Marsh', email: 'theo@mail.example', password: 'the-pier-at-midnight' };
const UMA = { givenName: 'Uma', familyName: 'Reyes', email: 'uma@mail.example', password: 'salt-on-the-railing' };

let browser;
let shop;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
  page = await openPage(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** The session cookie that the browser holds. */
async function sessionCookie() {
  const cookies = await page.context().cookies(shop.url);
  return cookies.find(({ name }) => name === '__Host-portico');
}

test('without approval: register, activate, signed in, back at what was wanted', async () => {
  await saveSettings(shop.office, shop.url, { approval: false });
  const link = await register(page, shop, INES, OFFER);
  await activate(page, link);
  await expectSignedIn(page, nameOf(INES));
  await page.waitForURL('**/account/profile**');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(`**${OFFER}`);

  await page.goto(link);
  await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
});

test('the session cookie is out of reach and ends with the browser', async () => {
  const cookie = await sessionCookie();
  assert.deepEqual(
    { httpOnly: cookie.httpOnly, secure: cookie.secure, sameSite: cookie.sameSite, path: cookie.path, expires: cookie.expires },
    { httpOnly: true, secure: true, sameSite: 'Lax', path: '/', expires: -1 },
  );
  assert.equal(await page.evaluate(() => document.cookie.includes('__Host-portico')), false);
});

test('whoever came with a password signs out at once', async () => {
  await chooseSignOut(page);
  await page.waitForURL('**/signed-out');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await expectSignedOut(page);
});

test('a wrong password says so beside nothing that tells which part was wrong', async () => {
  await open(page, `${shop.url}/login`);
  await submitSignIn(page, { ...INES, password: 'not-this-one' });
  const told = page.getByRole('alert').getByText('E-mail address or password is not right.');
  await told.waitFor();
  assert.equal(await page.getByLabel('E-mail address').inputValue(), INES.email);

  await open(page, `${shop.url}/login`);
  await submitSignIn(page, { ...INES, email: 'nobody@mail.example' });
  await told.waitFor();
});

test('a password can be looked at', async () => {
  await open(page, `${shop.url}/login`);
  const field = page.getByLabel('Password', { exact: true });
  await field.fill(INES.password);
  await page.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await field.getAttribute('type'), 'text');
  assert.equal(await field.inputValue(), INES.password);
  await page.locator('button.reveal').click();
  assert.equal(await field.getAttribute('type'), 'password');
});

test('a person signs in, and stays signed in when they ask for it', async () => {
  await open(page, `${shop.url}/login?next=${encodeURIComponent(OFFER)}`);
  await page.getByLabel('Keep me signed in').check();
  await submitSignIn(page, INES);
  await page.waitForURL(`**${OFFER}`);
  await expectSignedIn(page, nameOf(INES));
  const days = ((await sessionCookie()).expires - Date.now() / 1000) / 86_400;
  assert.ok(days > 29 && days < 31, `the cookie lives for ${days} days`);
});

test('a forgotten password: the link sets a new one and ends all sessions', async () => {
  const other = await openPage(browser);
  await other.goto(`${shop.url}/login`);
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await other.getByLabel('E-mail address').fill(INES.email);
  await other.getByRole('button', { name: 'Send the link' }).click();
  await other.getByRole('heading', { name: 'Check your mail' }).waitFor();
  const link = linkIn(await mailTo(shop, INES.email, /^Set a new password|new password/i), '/reset');

  await open(other, link);
  await other.getByLabel('New password', { exact: true }).fill('password1234');
  await other.getByText('Weak', { exact: true }).waitFor();
  await other.getByRole('button', { name: 'Set the password' }).click();
  await other.locator('.field-error').waitFor();
  await other.getByLabel('New password', { exact: true }).fill('eight-white-herons');
  await other.getByRole('button', { name: 'Set the password' }).click();
  await other.getByText('Your password is changed. You can sign in with it now.').waitFor();
  await mailTo(shop, INES.email, /was changed$/);

  await page.reload();
  await expectSignedOut(page);
  await submitSignIn(other, INES);
  await other.getByRole('alert').getByText('E-mail address or password is not right.').waitFor();
  await submitSignIn(other, { ...INES, password: 'eight-white-herons' });
  await expectSignedIn(other, nameOf(INES));
  assert.deepEqual(other.faults, []);
  await other.context().close();
});

test('an address that nobody has gets the same answer, and no mail', async () => {
  await open(page, `${shop.url}/forgot`);
  await page.getByLabel('E-mail address').fill('nobody@mail.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  // Mails leave in the order in which they were written: once a later one has arrived, there is none to wait for.
  const toInes = () => shop.mail.mails.filter((mail) => mail.to.text === INES.email && /^Set a new password/.test(mail.subject));
  const known = toInes().length;
  await page.goto(`${shop.url}/forgot`);
  await page.getByLabel('E-mail address').fill(INES.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await eventually('the later mail arrives', () => toInes().length > known);
  assert.ok(!shop.mail.mails.some((mail) => mail.to.text === 'nobody@mail.example'));
});

test('faults stand beside their fields, and the first gets the cursor', async () => {
  await open(page, `${shop.url}/register`);
  await fillRegistration(page, { ...THEO, givenName: '', email: 'theo' });
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('alert').getByText('Please check the fields marked below.').waitFor();
  const given = page.getByLabel('Given name');
  assert.equal(await given.getAttribute('aria-invalid'), 'true');
  assert.ok(await given.evaluate((field) => field === document.activeElement));
  for (const field of ['given_name', 'email', 'new_password']) {
    const fault = page.locator(`#fault-${field}`);
    assert.ok((await fault.innerText()).length > 0);
    const described = await page.locator(`#field-${field}`).getAttribute('aria-describedby');
    assert.ok(described.split(' ').includes(`fault-${field}`));
  }
});

test('with approval: register, prove the address, wait, approved, sign in', async () => {
  await saveSettings(shop.office, shop.url, { approval: true });
  await activate(page, await register(page, shop, THEO, OFFER));
  await page.getByText('Our team is looking at your registration.').waitFor();
  await expectSignedOut(page);

  await open(page, `${shop.url}/login`);
  await submitSignIn(page, THEO);
  await page.getByRole('alert').getByText('Your registration is still waiting for a decision.').waitFor();

  await approve(shop.office, shop.url, nameOf(THEO));
  await page.goto(linkIn(await mailTo(shop, THEO.email, /^Welcome to/), '/login'));
  await submitSignIn(page, THEO);
  await page.waitForURL('**/account/profile**');
  await expectSignedIn(page, nameOf(THEO));
  await hydrated(page);
  await accountMenu(page).click();
  await page.locator('.account-menu .menu-item', { hasText: 'Sign out' }).click();
  await page.waitForURL('**/signed-out');
});

test('rejected: the reason reaches the person, who does not get in', async () => {
  await activate(page, await register(page, shop, UMA));
  await page.getByText('Our team is looking at your registration.').waitFor();
  await reject(shop.office, shop.url, nameOf(UMA), 'We are full this season.');
  const mail = await mailTo(shop, UMA.email, /^Your registration with Tidewater$/);
  assert.match(mail.text, /We are full this season\./);
  await page.goto(linkIn(mail, '/register/status/'));
  await page.getByText('We are full this season.').waitFor();
  await open(page, `${shop.url}/login`);
  await submitSignIn(page, UMA);
  await page.getByRole('alert').getByText('Your registration was declined.').waitFor();
});

test('nothing was refused by the browser on the way', () => {
  assert.deepEqual(page.faults, []);
  assert.deepEqual(shop.office.faults, []);
});
