// The same journeys in a browser that runs no scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import {
  INES,
  activate,
  chooseSignOut,
  expectSignedIn,
  expectSignedOut,
  fillRegistration,
  mailTo,
  nameOf,
  register,
  saveAndGoOn,
  submitSignIn,
} from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, approve, openRequest, reject, saveSettings, signInStaff } from '../support/office.mjs';
import { askSilently, confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const OFFER = '/offers/lane-swimming';
const MARA = { name: 'Mara Lindqvist', email: 'mara@harbour.example' };
const THEO = { givenName: 'Theo', familyName: 'Marsh', email: 'theo@mail.example', password: 'the-pier-at-midnight' };

let browser;
let shop;
let harbour;
let page;
let office;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour'] });
  harbour = shop.providers.harbour;
  page = await openPage(browser, { javaScriptEnabled: false });
  office = await openPage(browser, { javaScriptEnabled: false });
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Presses a button and gives the answer to its post. */
async function post(name) {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name }).click();
  return answer;
}

test('staff sign in; a wrong password is told on the page', async () => {
  await office.goto(`${shop.url}/office/login`);
  await office.getByLabel('E-mail address').fill(ADMINISTRATOR.email);
  await office.getByLabel('Password', { exact: true }).fill('not-this-one');
  await office.getByRole('button', { name: 'Sign in' }).click();
  await office.getByRole('alert').getByText('E-mail address or password is not right.').waitFor();
  await signInStaff(office, shop.url, ADMINISTRATOR);
});

test('a form with faults comes back with 422 and what was typed, but no password', async () => {
  await page.goto(`${shop.url}/register`);
  await fillRegistration(page, { ...INES, email: 'ines' });
  const answer = await post('Register');
  assert.equal(answer.status(), 422);
  assert.equal(await page.getByLabel('Given name').inputValue(), INES.givenName);
  assert.equal(await page.getByLabel('E-mail address').inputValue(), 'ines');
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
  assert.ok(await page.getByLabel(/^I accept the terms/).isChecked());
  await page.locator('#fault-email').waitFor();
  assert.equal(await page.locator('#fault-given_name').count(), 0);
});

test('register and activate; operations approve; sign in', async () => {
  await activate(page, await register(page, shop, INES, OFFER));
  await page.getByText('Our team is looking at your registration.').waitFor();
  await approve(office, shop.url, nameOf(INES));
  await page.goto(linkIn(await mailTo(shop, INES.email, /^Welcome to/), '/login'));
  await submitSignIn(page, INES);
  await expectSignedIn(page, nameOf(INES));
});

test('My Profile is a page of its own', async () => {
  await page.goto(shop.url);
  await page.locator('.account-menu > summary').click();
  await page.getByRole('link', { name: 'My Profile' }).click();
  await page.waitForURL('**/account/profile');
  await page.getByLabel('Phone').fill('+30 210 555 0142');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your profile is saved.').waitFor();
  assert.equal(await page.getByLabel('Phone').inputValue(), '+30 210 555 0142');
});

test('whoever came with a password signs out at once', async () => {
  await chooseSignOut(page);
  await page.waitForURL('**/signed-out');
  await expectSignedOut(page);
});

test('a wrong password answers 422 and keeps the address', async () => {
  await page.goto(`${shop.url}/login?next=${encodeURIComponent(OFFER)}`);
  await page.getByLabel('E-mail address').fill(INES.email);
  await page.getByLabel('Password', { exact: true }).fill('not-this-one');
  const answer = await post('Sign in');
  assert.equal(answer.status(), 422);
  await page.getByRole('alert').getByText('E-mail address or password is not right.').waitFor();
  assert.equal(await page.getByLabel('E-mail address').inputValue(), INES.email);
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
  await submitSignIn(page, INES);
  await page.waitForURL(`**${OFFER}`);
});

test('forgot and reset', async () => {
  await page.context().clearCookies();
  await page.goto(`${shop.url}/forgot`);
  await page.getByLabel('E-mail address').fill(INES.email);
  assert.equal((await post('Send the link')).status(), 303);
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.goto(linkIn(await mailTo(shop, INES.email, /password/i), '/reset'));
  await page.getByLabel('New password', { exact: true }).fill('eight-white-herons');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  await submitSignIn(page, { ...INES, password: 'eight-white-herons' });
  await expectSignedIn(page, nameOf(INES));
});

test('the language is switched by a form', async () => {
  await page.goto(`${shop.url}${OFFER}`);
  await page.locator('.language-menu > summary').click();
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByText('So buchen Sie').or(page.locator('html[lang=de]')).first().waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  assert.equal(new URL(page.url()).pathname, OFFER);
  await page.locator('.language-menu > summary').click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('html[lang=en]').waitFor();
});

test('through the provider: wait, be approved, accept the terms', async () => {
  await page.context().clearCookies();
  await page.goto(`${shop.url}/login?next=${encodeURIComponent(OFFER)}`);
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  await signInAtProvider(page, harbour.issuer, MARA.email);
  await page.getByRole('heading', { name: 'Thank you. Your registration is waiting for approval.' }).waitFor();
  await approve(office, shop.url, MARA.name);
  await page.goto(`${shop.url}/login`);
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  await page.waitForURL('**/account/profile**');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  await page.getByText('Please tick this box to go on.').waitFor();
  await page.getByLabel('I accept the terms of use').check();
  await saveAndGoOn(page);
  await expectSignedIn(page, MARA.name);
});

test('logout locally, by a page that asks where', async () => {
  await chooseSignOut(page);
  await page.getByRole('heading', { name: 'Where do you want to sign out?' }).waitFor();
  await page.getByRole('button', { name: /^Only here/ }).click();
  await page.waitForURL('**/signed-out');
  await page.getByText('You are still signed in there.').waitFor();
  assert.equal(await askSilently(page, shop.url, harbour), 'signed in');
});

test('logout globally, by a page that goes on by itself', async () => {
  await page.goto(`${shop.url}/login`);
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  await signInAtProvider(page, harbour.issuer, MARA.email);
  await expectSignedIn(page, MARA.name);
  await chooseSignOut(page);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
  assert.equal((await answer).status(), 200);
  await confirmSignOutAtProvider(page, harbour.issuer);
  await page.waitForURL('**/signed-out');
  await page.getByText('You came back from Harbour ID.').waitFor();
  assert.equal(await askSilently(page, shop.url, harbour), 'login_required');
});

test('a reason must be given to reject, and the second decision is told who was first', async () => {
  await activate(page, await register(page, shop, THEO));
  await openRequest(office, shop.url, nameOf(THEO));
  const late = await openPage(browser, { javaScriptEnabled: false });
  await signInStaff(late, shop.url, ADMINISTRATOR);
  await openRequest(late, shop.url, nameOf(THEO));

  await office.locator('summary', { hasText: 'Reject' }).click();
  await office.getByRole('button', { name: 'Reject and send' }).click();
  await office.locator('#fault-reason').waitFor();
  await reject(office, shop.url, nameOf(THEO), 'We are full this season.');

  await late.getByRole('button', { name: 'Approve' }).click();
  const told = late.getByRole('alert').getByText('This request has been decided already.');
  await told.waitFor();
  assert.match(await told.innerText(), new RegExp(ADMINISTRATOR.name));
  await late.context().close();
});

test('settings are saved by a form; stale ones are refused', async () => {
  const late = await openPage(browser, { javaScriptEnabled: false });
  await signInStaff(late, shop.url, ADMINISTRATOR);
  await late.goto(`${shop.url}/office/settings`);
  await saveSettings(office, shop.url, { registration: false });
  assert.equal((await page.request.get(`${shop.url}/register`)).status(), 404);
  await late.getByRole('button', { name: 'Save' }).click();
  await late.getByRole('alert').getByText('This was changed in the meantime.').waitFor();
  await late.context().close();
});
