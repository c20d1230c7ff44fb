// What visitors and customers do in the shop, through its pages. Works with and without JavaScript.

import assert from 'node:assert/strict';

import { ready } from './browser.mjs';
import { linkIn } from './mail.mjs';

/** Somebody who registers with a password. */
export const INES = {
  givenName: 'Ines',
  familyName: 'Brandão',
  email: 'ines@mail.example',
  password: 'seven-grey-herons',
};

/** The whole name. */
export const nameOf = ({ givenName, familyName }) => `${givenName} ${familyName}`;

/** Fills the register form. */
export async function fillRegistration(page, { givenName, familyName, email, password }) {
  await ready(page);
  await page.getByLabel('Given name').fill(givenName);
  await page.getByLabel('Family name').fill(familyName);
  await page.getByLabel('E-mail address').fill(email);
  if (password) await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel(/^I accept the terms/).check();
}

/** Registers and gives the link of the activation mail. `next` is where the person wants to go. */
export async function register(page, shop, person, next = '') {
  await page.goto(`${shop.url}/register${next && `?next=${encodeURIComponent(next)}`}`);
  await fillRegistration(page, person);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  return linkIn(await mailTo(shop, person.email, /^Confirm your address/), '/activate');
}

/** Opens an activation link and presses its button. */
export async function activate(page, link) {
  await page.goto(link);
  await ready(page);
  await page.getByRole('button', { name: 'Confirm my address' }).click();
}

/** Fills the form of the login page that is open, and sends it. */
export async function submitSignIn(page, { email, password }) {
  await ready(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The newest mail to an address whose subject fits, waited for. */
export function mailTo(shop, address, subject) {
  const fits = (mail) => mail.to.text === address && subject.test(mail.subject);
  return shop.mail.waitFor(fits, `a mail ${subject} to ${address} arrives`);
}

/**
 * The one mail that tells operations of this applicant, waited for: with their name, their address, and the way to their
 * request.
 */
export async function operationsTold(shop, { name, email }) {
  const names = (mail) => mail.text.includes(`${name} asks for access.`) && mail.text.includes(`Address: ${email}`);
  const fits = (mail) => mail.to.text === 'operations@localhost' && names(mail);
  const mail = await shop.mail.waitFor(fits, `operations are told of ${name}, ${email}`);
  assert.match(mail.subject, /^New registration request for /);
  assert.equal(shop.mail.mails.filter(fits).length, 1, `operations are told of ${email} once`);
  return linkIn(mail, '/office/requests/');
}

/** The account menu of a person who is signed in. */
export const accountMenu = (page) => page.locator('.account-menu > summary');

/** Sends My Profile as a page, by the button of this name, and waits for the page that comes next. */
export async function saveAndGoOn(page, name = 'Save and go on') {
  const next = page.waitForEvent('load');
  await page.getByRole('button', { name }).click();
  await next;
}

/** Whether the header says that this person is signed in. */
export async function expectSignedIn(page, name) {
  await page.locator('.account-menu > summary', { hasText: name }).waitFor();
}

/** Whether the header offers to sign in. */
export async function expectSignedOut(page) {
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
}

/** Chooses Sign out in the account menu. Whoever came through a provider is then asked where. */
export async function chooseSignOut(page) {
  await accountMenu(page).click();
  await page.locator('.account-menu .menu-item', { hasText: 'Sign out' }).click();
}
