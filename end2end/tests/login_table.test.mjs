// What the Login button does: every row of the table of spec 01 section 1, with JavaScript and without.
// L = sign-in with a password, n = number of providers that are enabled and visible.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { chooseSignOut, expectSignedIn, submitSignIn } from '../support/customer.mjs';
import { ADMINISTRATOR, saveSettings, showProviders, signInStaff, submitSettings } from '../support/office.mjs';
import { signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const HARBOUR = 'Harbour ID';
const NORTHWIND = 'Northwind Works';
const BOTH = [HARBOUR, NORTHWIND];
const OFFER = '/offers/gym-induction';

let browser;
let shop;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour', 'northwind'] });
  await saveSettings(shop.office, shop.url, { approval: false });
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Switches passwords and the visible providers, in an order that never leaves the shop without a way in. */
async function set({ local, visible }) {
  await saveSettings(shop.office, shop.url, { local: true });
  await showProviders(shop.office, shop.url, { visible, of: BOTH });
  if (!local) await saveSettings(shop.office, shop.url, { local: false });
}

/** Presses Login on an offer's page. */
async function pressLogin(page) {
  await page.goto(`${shop.url}${OFFER}`);
  if (page.runsScripts) await hydrated(page);
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
}

/** What the login page offers: whether the local form is there, and the names of the buttons. */
async function offered(page) {
  await page.waitForURL('**/login**');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const buttons = await page.locator('.provider-button').allInnerTexts();
  return { form: (await page.getByLabel('E-mail address').count()) > 0, buttons: buttons.map((text) => text.trim()) };
}

/** Each way its own person at a provider, who reads English. */
const WAYS = [
  {
    way: 'with JavaScript',
    options: {},
    provider: HARBOUR,
    slug: 'harbour',
    person: 'mara@harbour.example',
    name: 'Mara Lindqvist',
  },
  {
    way: 'without JavaScript',
    options: { javaScriptEnabled: false },
    provider: NORTHWIND,
    slug: 'northwind',
    person: 'nadia@northwind.example',
    name: 'Nadia Okafor',
  },
];

const PAGES = [
  { row: 'L on, n = 0: page with the local form', local: true, visible: [], form: true },
  { row: 'L on, n = 1: page with the local form and one button', local: true, visible: [HARBOUR], form: true },
  { row: 'L on, n = 2: page with the local form and one button for each provider', local: true, visible: BOTH, form: true },
  { row: 'L off, n = 2: page with provider buttons only', local: false, visible: BOTH, form: false },
];

for (const { way, options, provider, slug, person, name } of WAYS) {
  describe(way, () => {
    let page;

    before(async () => {
      page = await openPage(browser, options);
    });

    after(async () => {
      await page.context().close();
    });

    for (const { row, local, visible, form } of PAGES) {
      test(row, async () => {
        await set({ local, visible });
        await pressLogin(page);
        assert.deepEqual(await offered(page), { form, buttons: visible });
        assert.match(page.url(), /next=/, 'the way back is kept');
      });
    }

    test('the local form signs in, and goes back to where the person was', async () => {
      await set({ local: true, visible: BOTH });
      await pressLogin(page);
      await page.waitForURL('**/login**');
      if (page.runsScripts) await hydrated(page);
      await submitSignIn(page, MIA);
      await page.waitForURL(`**${OFFER}`);
      await expectSignedIn(page, MIA.name);
      await page.context().clearCookies();
    });

    test('L off, n = 1: no page, straight to that provider, and back to where the person was', async () => {
      await set({ local: false, visible: [provider] });
      await pressLogin(page);
      await signInAtProvider(page, shop.providers[slug].issuer, person);
      await page.waitForURL('**/account/profile**');
      if (page.runsScripts) await hydrated(page);
      await page.locator('#field-accept_terms').check();
      await page.locator('.dialog-form button[type=submit]').click();
      await page.waitForURL(`**${OFFER}`);
      await expectSignedIn(page, name);
    });

    test('L off, n = 1, just signed out locally: "you are signed out" first', async () => {
      if (page.runsScripts) await hydrated(page);
      await chooseSignOut(page);
      await page.getByRole('button', { name: /^Only here/ }).click();
      await page.waitForURL('**/signed-out');
      await pressLogin(page);
      await page.waitForURL(/\/signed-out\?next=/);
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await page.getByRole('link', { name: 'Sign in again' }).click();
      await page.waitForURL((url) => url.origin === shop.providers[slug].issuer);
    });

    test('L off, n = 0: refused, and says what would happen and to whom', async () => {
      await set({ local: true, visible: [] });
      const office = await openPage(browser, options);
      await signInStaff(office, shop.url, ADMINISTRATOR);
      await submitSettings(office, shop.url, { local: false });
      await office.getByText('Not saved: nobody could sign in any more').waitFor();
      await office.getByText(/no customer has a way in\. Customers affected: [1-9]/).waitFor();
      await page.goto(`${shop.url}/login`);
      assert.deepEqual(await offered(page), { form: true, buttons: [] });
      await office.context().close();
    });

    test('nothing was refused by the browser on the way', () => {
      assert.deepEqual(page.faults, []);
    });
  });
}
