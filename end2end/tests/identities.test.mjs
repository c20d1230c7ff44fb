// Identities: login options, proving an old account, and rehearsing a provider; hydrated and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import { accountMenu, activate, expectSignedIn, mailTo, nameOf, register, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { saveSettings } from '../support/office.mjs';
import { signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const NORA = { givenName: 'Nora', familyName: 'Quist', email: 'nora@mail.example', password: 'four-slow-tugboats' };
const JONAS = { givenName: 'Jonas', familyName: 'Wenzel', email: 'jonas@harbour.example', password: 'ropes-and-cleats-9' };
const MARA = { givenName: 'Mara', familyName: 'Lindqvist', email: 'mara@harbour.example', password: 'a-lamp-in-the-fog' };
const ELENI = { givenName: 'Eleni', familyName: 'P', email: 'eleni@harbour.example', password: 'nine-small-sails' };

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => identities(javaScriptEnabled));
}

function identities(javaScriptEnabled) {
  let browser;
  let shop;
  let page;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser, { providers: ['harbour'] });
    await saveSettings(shop.office, shop.url, { approval: false });
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(async () => {
    await shop?.close();
    await browser?.close();
  });

  /** Registers somebody, signed in, the terms accepted, in a browser that begins empty. */
  async function member(person) {
    await page.context().clearCookies();
    await activate(page, await register(page, shop, person));
    await expectSignedIn(page, nameOf(person));
    await page.goto(`${shop.url}/account/profile`);
    const accept = page.getByLabel('I accept the terms of use');
    if ((await accept.count()) > 0) {
      await accept.check();
      await page.getByRole('button', { name: 'Save and go on' }).click();
      await page.waitForURL((url) => !url.searchParams.has('next'));
    }
  }

  const way = (name) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

  test('connect, disconnect, and the last way in stays', async () => {
    await member(NORA);
    await page.goto(`${shop.url}/account/logins`);
    await page.getByText('Your last way in. It stays.').waitFor();
    await page.getByRole('button', { name: 'Connect Harbour ID' }).click();
    await signInAtProvider(page, shop.providers.harbour.issuer, 'mara@harbour.example');
    await page.getByText('It is connected. You can sign in with it from now on.').waitFor();
    await mailTo(shop, NORA.email, /Harbour ID/);
    assert.equal(await page.getByText('Your last way in. It stays.').count(), 0);

    await way('Password').getByText('Remove …').click();
    await page.getByRole('button', { name: 'Remove the password' }).click();
    await page.waitForURL('**/signed-out');
    await page.goto(`${shop.url}/providers/harbour/start?next=%2Faccount%2Flogins`);
    await page.waitForURL('**/account/logins');
    await way('Harbour ID').getByText('Your last way in. It stays.').waitFor();
    await way('Harbour ID').getByText('You are signed in with it').waitFor();

    await page.getByRole('button', { name: 'Choose a password' }).click();
    await page.getByText('We sent you a link to choose a password.').waitFor();
    await page.goto(linkIn(await mailTo(shop, NORA.email, /^Set a new password/), '/reset'));
    await page.getByLabel('New password', { exact: true }).fill('eleven-quiet-herons');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await submitSignIn(page, { ...NORA, password: 'eleven-quiet-herons' });
    await expectSignedIn(page, nameOf(NORA));
    await page.goto(`${shop.url}/account/logins`);
    await way('Harbour ID').getByText('Disconnect …').click();
    await page.getByRole('button', { name: 'Disconnect Harbour ID' }).click();
    await page.getByText('It is disconnected.').waitFor();
    await way('Harbour ID').getByText('Not connected').waitFor();
  });

  test('the password proves the old account', async () => {
    await member(JONAS);
    await page.context().clearCookies();
    await page.goto(`${shop.url}/providers/harbour/start`);
    await signInAtProvider(page, shop.providers.harbour.issuer, JONAS.email);
    await page.waitForURL('**/register/check-mail');
    await page.getByRole('button', { name: /my account$|meinem Konto/ }).click();
    await page.waitForURL('**/login?next=**');
    await page.locator('input[name="email"]').fill(JONAS.email);
    await page.locator('input[name="password"]').fill(JONAS.password);
    await page.locator('main form button[type="submit"]').last().click();
    await page.waitForURL('**/account/logins/proof');
    await page.locator('main form button[type="submit"]').click();
    await page.waitForURL(`${shop.url}/`);
    await mailTo(shop, JONAS.email, /Harbour ID/);
    await page.context().clearCookies();
    await page.goto(`${shop.url}/providers/harbour/start`);
    await signInAtProvider(page, shop.providers.harbour.issuer, JONAS.email);
    await expectSignedIn(page, nameOf(JONAS));
  });

  test('an administrator rehearses a provider, and nothing is created', async () => {
    const { office } = shop;
    await office.goto(`${shop.url}/office/providers`);
    await office.getByRole('link', { name: 'Harbour ID' }).click();
    const own = await openPage(browser, { javaScriptEnabled });
    await own.context().addCookies(await office.context().cookies());
    await own.goto(`${office.url()}/rehearsal`);
    await own.getByRole('button', { name: 'Rehearse with Harbour ID' }).click();
    await signInAtProvider(own, shop.providers.harbour.issuer, ELENI.email);
    await own.waitForURL('**/rehearsal');
    await own.getByRole('heading', { name: 'Checks' }).waitFor();
    await own.getByText('New customer, signed in at once, then My Profile').waitFor();
    assert.equal(await own.getByText('Failed: the sign-in ends here').count(), 0);
    await own.goto(shop.url);
    assert.equal(await accountMenu(own).count(), 0, 'nobody is signed in');
    await own.context().close();
  });

  test('a login of somebody else is refused', async () => {
    await member(MARA);
    await page.goto(`${shop.url}/account/logins`);
    await page.getByRole('button', { name: 'Connect Harbour ID' }).click();
    await signInAtProvider(page, shop.providers.harbour.issuer, JONAS.email);
    await page.getByRole('heading', { name: 'This login belongs to somebody else here' }).waitFor();
    await expectSignedIn(page, nameOf(MARA));
  });
}
