// The table of logging out (spec 01 section 6): each row hydrated and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { accountMenu, chooseSignOut, expectSignedOut, submitSignIn } from '../support/customer.mjs';
import { flipProvider, saveSettings } from '../support/office.mjs';
import { allowAtProvider, askSilently, confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const LOGIN = 'mara@harbour.example';

let browser;
let shop;
let harbour;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour'] });
  harbour = shop.providers.harbour;
  await saveSettings(shop.office, shop.url, { approval: false });
  const first = await enterThroughHarbour({});
  await first.goto(`${shop.url}/account/profile`);
  await first.getByLabel('I accept the terms of use').check();
  await first.getByRole('button', { name: 'Save and go on' }).click();
  await first.waitForURL(`${shop.url}/`);
  await first.context().close();
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** A browser that is signed in through the provider. */
async function enterThroughHarbour(options) {
  const page = await openPage(browser, options);
  await page.goto(`${shop.url}/login`);
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  await signInAtProvider(page, harbour.issuer, LOGIN);
  await page.waitForURL((url) => url.origin === shop.url);
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}

/** A browser that is signed in with a password. */
async function enterWithPassword(options) {
  const page = await openPage(browser, options);
  await page.goto(`${shop.url}/login`);
  await submitSignIn(page, MIA);
  await accountMenu(page).waitFor();
  if (options.javaScriptEnabled !== false) await hydrated(page);
  return page;
}

/** What the receipt says, one text for each place. */
async function receipt(page) {
  await page.waitForURL('**/signed-out');
  const lines = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  return (await lines.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
}

for (const javaScriptEnabled of [true, false]) {
  const options = { javaScriptEnabled };
  const row = (name) => `${name} · ${javaScriptEnabled ? 'hydrated' : 'without JavaScript'}`;

  test(row('began with a password: local at once'), async () => {
    const page = await enterWithPassword(options);
    await chooseSignOut(page);
    await page.waitForURL('**/signed-out');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await expectSignedOut(page);
    await page.context().close();
  });

  test(row('locally: the session here ends, the one at the provider stays, and it is asked again'), async () => {
    const page = await enterThroughHarbour(options);
    await chooseSignOut(page);
    await page.getByRole('button', { name: /^Only here/ }).click();
    const [here, there] = await receipt(page);
    assert.match(here, /^Tidewater Signed out/);
    assert.match(there, /^Harbour ID You are still signed in there/);
    assert.equal(await askSilently(page, shop.url, harbour), 'signed in');
    await page.goto(`${shop.url}/login`);
    await page.getByRole('link', { name: 'Harbour ID' }).click();
    await page.getByLabel('Sign-in name').waitFor();
    await page.context().close();
  });

  test(row('globally: here, at the provider, and back to a receipt'), async () => {
    const page = await enterThroughHarbour(options);
    await chooseSignOut(page);
    await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
    await confirmSignOutAtProvider(page, harbour.issuer);
    const [here, there] = await receipt(page);
    assert.match(here, /^Tidewater Signed out/);
    assert.match(there, /^Harbour ID You came back from Harbour ID\./);
    assert.equal(await askSilently(page, shop.url, harbour), 'login_required');
    await page.context().close();
  });

  test(row('globally, and the person never comes back: nobody knows'), async () => {
    const page = await enterThroughHarbour(options);
    await chooseSignOut(page);
    await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
    await page.waitForURL((url) => url.origin === harbour.issuer);
    await page.goto(`${shop.url}/signed-out`);
    const [here, there] = await receipt(page);
    assert.match(here, /^Tidewater Signed out/, 'over here all the same');
    assert.match(there, /^Harbour ID You have not come back from Harbour ID yet/);
    await expectSignedOut(page);
    await page.context().close();
  });

  test(row('globally, and the session at the provider is gone already: over here all the same'), async () => {
    const page = await enterThroughHarbour(options);
    await page.context().clearCookies({ name: /^_harbour/ });
    await chooseSignOut(page);
    await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
    await page.waitForURL((url) => url.origin === harbour.issuer || url.pathname === '/signed-out');
    // A provider without a session may ask all the same, or lead straight back.
    const asks = page.getByRole('button', { name: /^(Sign out|Continue)$/ });
    await asks.or(page.getByRole('region', { name: 'What happened' })).first().waitFor();
    if (new URL(page.url()).origin === harbour.issuer) await asks.click();
    const [here, there] = await receipt(page);
    assert.match(here, /^Tidewater Signed out/);
    assert.match(there, /^Harbour ID You came back from Harbour ID\./);
    await page.context().close();
  });

  test(row('the provider is hidden meanwhile: local at once'), async () => {
    const page = await enterThroughHarbour(options);
    await flipProvider(shop.office, shop.url, 'Harbour ID', 'Hide from the sign-in page');
    await page.goto(`${shop.url}/`);
    if (javaScriptEnabled) await hydrated(page);
    await chooseSignOut(page);
    const [, there] = await receipt(page);
    assert.match(there, /^Harbour ID You are still signed in there/);
    await flipProvider(shop.office, shop.url, 'Harbour ID', 'Show on the sign-in page');
    await page.context().close();
  });

  test(row('the provider is disabled meanwhile: the session ends at once'), async () => {
    const page = await enterThroughHarbour(options);
    await flipProvider(shop.office, shop.url, 'Harbour ID', 'Disable');
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
    await flipProvider(shop.office, shop.url, 'Harbour ID', 'Enable');
    await page.context().close();
  });
}

test('after a global logout nobody is signed straight back in', async () => {
  const page = await enterThroughHarbour({});
  await chooseSignOut(page);
  await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
  await confirmSignOutAtProvider(page, harbour.issuer);
  await page.waitForURL('**/signed-out');
  await page.goto(`${shop.url}/login`);
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  await page.getByLabel('Sign-in name').waitFor();
  await signInAtProvider(page, harbour.issuer, LOGIN);
  await allowAtProvider(page, harbour.issuer);
  await page.waitForURL((url) => url.origin === shop.url);
  await accountMenu(page).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
