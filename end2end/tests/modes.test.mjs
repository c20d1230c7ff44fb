// Switching the ways in: what changes on the very next request. The rows of the table are in login_table.test.mjs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import { expectSignedIn, submitSignIn } from '../support/customer.mjs';
import { flipProvider, pressProvider, providerRow, saveSettings } from '../support/office.mjs';
import { signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const HIDE = 'Hide from the sign-in page';
const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };

let browser;
let shop;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour', 'northwind'] });
  page = await openPage(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** What the login page holds now: whether the local form is there, and the names of the buttons. */
async function offered() {
  await page.goto(`${shop.url}/login`);
  const buttons = await page.locator('.provider-button').allInnerTexts();
  return { form: (await page.getByLabel('E-mail address').count()) > 0, buttons: buttons.map((text) => text.trim()) };
}

test('a password is refused although the form was open before', async () => {
  await saveSettings(shop.office, shop.url, { local: true });
  await page.goto(`${shop.url}/login`);
  await saveSettings(shop.office, shop.url, { local: false });
  await submitSignIn(page, MIA);
  await page.getByRole('alert').getByText('Signing in with a password is switched off.').waitFor();
});

test('a hidden provider still signs in through a direct link', async () => {
  await flipProvider(shop.office, shop.url, 'Northwind Works', HIDE);
  await saveSettings(shop.office, shop.url, { approval: false });
  await page.goto(`${shop.url}/login?provider=northwind&next=/offers/gym-induction`);
  await signInAtProvider(page, shop.providers.northwind.issuer, 'nadia@northwind.example');
  await page.waitForURL('**/account/profile**');
  await expectSignedIn(page, 'Nadia Okafor');
});

test('a provider that is disabled ends the sessions that began through it, at once', async () => {
  await flipProvider(shop.office, shop.url, 'Northwind Works', 'Disable');
  await page.goto(`${shop.url}/account/profile`);
  await page.waitForURL((url) => url.origin === shop.providers.harbour.issuer);
});

test('the last way in can neither be hidden nor disabled', async () => {
  for (const button of [HIDE, 'Disable']) {
    await pressProvider(shop.office, shop.url, 'Harbour ID', button);
    const row = providerRow(shop.office, 'Harbour ID');
    await row.getByRole('alert').getByText('With this change nobody could sign in any more.').waitFor();
  }
  await shop.office.goto(`${shop.url}/office/providers`);
  const row = providerRow(shop.office, 'Harbour ID');
  await row.getByText('Enabled', { exact: true }).waitFor();
  await row.getByText('Visible', { exact: true }).waitFor();
});

test('L on again: the form is back', async () => {
  await saveSettings(shop.office, shop.url, { local: true });
  assert.deepEqual(await offered(), { form: true, buttons: ['Harbour ID'] });
});

test('customer accounts off: nobody signs in, the shop stays open', async () => {
  await saveSettings(shop.office, shop.url, { accounts: false });
  for (const path of ['/login', '/register', '/account/profile', '/forgot']) {
    assert.equal((await page.request.get(`${shop.url}${path}`)).status(), 404, path);
  }
  await page.goto(shop.url);
  assert.equal(await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).count(), 0);
  await page.getByRole('link', { name: 'Climbing session' }).waitFor();
  await saveSettings(shop.office, shop.url, { accounts: true });
});

test('the history tells who switched what', async () => {
  await shop.office.goto(`${shop.url}/office/history`);
  const rows = shop.office.getByRole('row');
  await rows.filter({ hasText: 'Settings changed' }).filter({ hasText: 'Petra Lang' }).first().waitFor();
  await rows.filter({ hasText: 'Provider disabled' }).filter({ hasText: 'Petra Lang' }).first().waitFor();
});
