// The second step of a sign-in: set up with a real code, asked for, and what nothing gets around.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible, openBrowser, openPage, ready } from '../support/browser.mjs';
import { INES, activate, chooseSignOut, mailTo, register, submitSignIn } from '../support/customer.mjs';
import { saveSettings } from '../support/office.mjs';
import { setUpApp, typeCode, typeRecoveryCode } from '../support/second_factor.mjs';
import { startShop } from '../support/shop.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const STEP = '**/login/second-factor';

let browser;
let shop;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Signs Mia in with her password; what comes next is the test's. */
async function signIn(page, next = '/') {
  await page.goto(`${shop.url}/login?next=${encodeURIComponent(next)}`);
  await submitSignIn(page, MIA);
}

async function signOut(page) {
  await page.goto(shop.url);
  await chooseSignOut(page);
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor();
}

/** The whole way of a customer, who has turned it off again at the end. */
async function wholeWay(options) {
  const page = await openPage(browser, options);
  const accessible = () => assertAccessible(page);
  await signIn(page, '/account/security');
  await page.waitForURL('**/account/security');
  const { phone, codes } = await setUpApp(page, { noted: accessible });
  assert.equal(codes.length, 10);
  await mailTo(shop, MIA.email, /second step/);
  await page.getByText('Codes that still work: 10').waitFor();
  await accessible();

  // Sign in with a code; a second tab is not signed in meanwhile.
  await signOut(page);
  await signIn(page, '/offers/yoga-course');
  await page.waitForURL(STEP);
  await accessible();
  const tab = await page.context().newPage();
  await tab.goto(`${shop.url}/account/profile`);
  await tab.waitForURL('**/login?next=**');
  await tab.close();
  await ready(page);
  await page.getByLabel('Code from your app').fill('abc');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This code is not right, or it was used before.').waitFor();
  await typeCode(page, phone, { remember: true });
  await page.waitForURL('**/offers/yoga-course');

  // This browser is remembered, another one is asked: there a recovery code helps, once.
  await signOut(page);
  await signIn(page);
  await page.waitForURL(`${shop.url}/`);
  const other = await openPage(browser, options);
  await signIn(other);
  await other.waitForURL(STEP);
  await typeRecoveryCode(other, codes[0].toUpperCase());
  await other.waitForURL(`${shop.url}/`);
  await mailTo(shop, MIA.email, /recovery code/);
  await signOut(other);
  await signIn(other);
  await typeRecoveryCode(other, codes[0]);
  await other.getByText('This code is not right, or it was used before.').waitFor();
  await other.context().close();

  // Forgotten, the browser is asked again.
  await page.goto(`${shop.url}/account/security`);
  await page.getByRole('button', { name: 'Forget' }).click();
  await page.getByRole('heading', { name: 'Remembered browsers' }).waitFor({ state: 'detached' });
  await signOut(page);
  await signIn(page, '/account/security');
  await page.waitForURL(STEP);
  await typeCode(page, phone);
  await page.waitForURL('**/account/security');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('So far, your password alone signs you in.').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

test('set up, sign in, recovery code, remembered browser, turn off', () => wholeWay({}));

test('the same without JavaScript', () => wholeWay({ javaScriptEnabled: false }));

test('where it is required, it is set up before the session begins: by an app', async () => {
  await shop.office.goto(`${shop.url}/office/settings/second-factor`);
  await shop.office.getByLabel('Second step for customers').selectOption('Required');
  await shop.office.getByRole('button', { name: 'Save' }).click();
  await shop.office.getByText('The settings are saved and apply from now on.').waitFor();
  const page = await openPage(browser);
  await signIn(page, '/offers/yoga-course');
  await page.waitForURL(STEP);
  await page.getByRole('heading', { level: 1, name: 'Set up a second step' }).waitFor();
  await assertAccessible(page);
  await setUpApp(page);
  await page.waitForURL('**/offers/yoga-course');
  await page.context().close();
});

test('after an activation, by mail, without JavaScript', async () => {
  await saveSettings(shop.office, shop.url, { approval: false });
  const page = await openPage(browser, { javaScriptEnabled: false });
  await activate(page, await register(page, shop, INES));
  await page.waitForURL(STEP);
  await page.getByRole('button', { name: 'Use codes by mail' }).click();
  const { subject } = await mailTo(shop, INES.email, /^\d{6} is your code/);
  await page.getByLabel('Code from the mail').fill(subject.slice(0, 6));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'I have noted them' }).click();
  await page.waitForURL('**/account/profile');
  await page.context().close();
});
