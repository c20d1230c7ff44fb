// What customers change about their own sign-in, and the rules for passwords, with and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible, open, openBrowser, openPage } from '../support/browser.mjs';
import { mailTo, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { startShop } from '../support/shop.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const FIRST = 'seven-herons-at-noon';
const SECOND = 'a-lantern-on-the-quay';
const NEW_ADDRESS = 'mia@mail.example';

let browser;
let shop;
let page;
let still;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
  page = await openPage(browser);
  still = await openPage(browser, { javaScriptEnabled: false });
  for (const each of [page, still]) {
    await each.goto(`${shop.url}/login?next=%2Faccount%2Fsecurity`);
    await submitSignIn(each, MIA);
    await each.getByRole('heading', { name: 'Sign-in and security' }).waitFor();
  }
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Fills in the form for a new password and sends it. */
async function changePassword(on, current, next) {
  await on.getByLabel('Current password').fill(current);
  await on.getByLabel('New password').fill(next);
  await on.getByRole('button', { name: 'Change the password' }).click();
}

test('the strength of a new password is told while it is typed', async () => {
  await open(page, `${shop.url}/account/security`);
  const field = page.getByLabel('New password');
  const told = page.locator('.strength');
  assert.equal(await told.getAttribute('aria-live'), 'polite');
  for (const [typed, strength] of [
    ['password1', 'Weak'],
    ['rope-knot-9-X', 'Good'],
    ['three small boats at dawn', 'Strong'],
  ]) {
    await field.fill(typed);
    await told.getByText(strength, { exact: true }).waitFor();
  }
  await assertAccessible(page);
});

test('a common password is refused beside its field, hydrated', async () => {
  await open(page, `${shop.url}/account/security`);
  await changePassword(page, MIA.password, 'password1234');
  await page.getByText('Many people use this password').waitFor();
  assert.equal(await page.getByLabel('New password').evaluate((field) => field === document.activeElement), true);
});

test('a new password, hydrated: this browser stays signed in, the other one is out', async () => {
  await open(page, `${shop.url}/account/security`);
  await changePassword(page, MIA.password, FIRST);
  await page.getByText('Your password is changed.').waitFor();
  await mailTo(shop, MIA.email, /was changed$/);
  await still.goto(`${shop.url}/account/security`);
  await still.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a new password, with JavaScript off', async () => {
  await submitSignIn(still, { ...MIA, password: FIRST });
  await still.getByRole('heading', { name: 'Sign-in and security' }).waitFor();
  await changePassword(still, 'not-this-one', SECOND);
  await still.getByText('This is not your current password.').waitFor();
  assert.equal(await still.getByLabel('New password').inputValue(), '', 'nothing secret comes back');
  await changePassword(still, FIRST, SECOND);
  await still.getByText('Your password is changed.').waitFor();
});

test('a new address: its link needs the customer, then the old one is told', async () => {
  await still.getByLabel('New e-mail address').fill(NEW_ADDRESS);
  await still.getByRole('button', { name: 'Send the link' }).click();
  await still.getByText('A link is on its way to the new address.').waitFor();
  const link = linkIn(await mailTo(shop, NEW_ADDRESS, /^Confirm your new address/), '/confirm-address');

  const stranger = await openPage(browser);
  await open(stranger, link);
  await stranger.getByText('Please sign in to your account in this browser.').waitFor();
  await stranger.context().close();

  await still.goto(link);
  await still.getByText(NEW_ADDRESS).first().waitFor();
  await still.getByRole('button', { name: 'Confirm my address' }).click();
  await still.getByText('Your address is changed.').waitFor();
  const told = await mailTo(shop, MIA.email, /^Your address/);
  assert.ok(told.text.includes(NEW_ADDRESS));

  await open(page, `${shop.url}/login`);
  await submitSignIn(page, { email: NEW_ADDRESS, password: SECOND });
  await page.waitForURL(`${shop.url}/`);
  assert.deepEqual(page.faults, []);
});

test('password managers find the page', async () => {
  const response = await page.request.get(`${shop.url}/.well-known/change-password`, { maxRedirects: 0 });
  assert.equal(response.status(), 303);
  assert.equal(response.headers().location, '/account/security');
});

test('an administrator chooses the rules, and the register form tells them', async () => {
  const { office } = shop;
  await open(office, `${shop.url}/office/settings/passwords`);
  await office.getByLabel('Rules', { exact: true }).selectOption('classic');
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('The settings are saved').waitFor();
  await still.context().clearCookies();
  await still.goto(`${shop.url}/register`);
  await still.getByText('With an upper-case letter, a lower-case letter, a digit, a special character.').waitFor();
});
