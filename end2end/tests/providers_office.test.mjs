// An administrator sets up a provider with all its settings, against a real one; what customers then see.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { ADMINISTRATOR, fillProvider, flipProvider, providerRow, signInStaff } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { startProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

/** One pixel, PNG. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser;
let shop;
let provider;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['northwind'] });
  provider = await startProvider({ shop: shop.url, slug: 'harbour-two', name: 'Harbour Two' });
});

after(async () => {
  await provider?.stop();
  await shop?.close();
  await browser?.close();
});

/** The buttons of the login page, from top to bottom. */
async function buttons(page) {
  await page.goto(`${shop.url}/login`);
  return (await page.locator('.provider-button').allInnerTexts()).map((text) => text.trim());
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'hydrated' : 'without JavaScript';
  const slug = javaScriptEnabled ? 'harbour-two' : 'harbour-three';
  const name = javaScriptEnabled ? 'Harbour Two' : 'Harbour Three';
  const domain = `${slug}.example`;
  const ready = async (on) => !javaScriptEnabled || hydrated(on);

  test(`an administrator sets up a provider with all settings, ${how}`, async () => {
    const office = await openPage(browser, { javaScriptEnabled });
    await signInStaff(office, shop.url, ADMINISTRATOR);
    await office.goto(`${shop.url}/office/providers/new`);
    await ready(office);
    await fillProvider(office, { ...provider, name, slug });
    await office.getByLabel('Button label: English').fill(`Sign in with ${name}`);
    await office.getByLabel('E-mail domains that lead here').fill(domain);
    await office.getByLabel('Secret expires on').fill('2099-01-31');
    await office.getByLabel('Further parameters of the sign-in request').fill('redirect_uri=https://evil.example');
    await office.getByRole('button', { name: 'Save' }).click();
    await office.getByText('Portico sets one of these parameters itself').waitFor();
    assert.equal(await office.getByLabel('E-mail domains that lead here').inputValue(), domain, 'what was typed stays');
    await office.getByLabel('Further parameters of the sign-in request').fill('acr_values=basic');
    await office.getByLabel(/^Client secret/).fill(provider.clientSecret);
    await office.getByRole('button', { name: 'Save' }).click();
    await office.getByText(`${name} is saved.`).waitFor();
    assert.equal(await office.getByLabel(/^Client secret/).inputValue(), '', 'write-only');
    assert.equal(await office.getByLabel('Secret expires on').inputValue(), '2099-01-31');

    await ready(office);
    await office.getByLabel('Picture').setInputFiles({ name: 'a.svg', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
    await office.getByRole('button', { name: 'Upload' }).click();
    await office.getByText('Please choose a picture in PNG or WebP format.').waitFor();
    await office.getByLabel('Picture').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: PIXEL });
    await office.getByRole('button', { name: 'Upload' }).click();
    await office.getByAltText('The logo as it is now').waitFor();

    await flipProvider(office, shop.url, name, 'Enable');
    await flipProvider(office, shop.url, name, 'Show on the sign-in page');
    const visitor = await openPage(browser, { javaScriptEnabled });
    const before = await buttons(visitor);
    assert.equal(before.at(-1), `Sign in with ${name}`);
    const logo = visitor.locator('.provider-button', { hasText: name }).locator('img');
    assert.equal(await logo.evaluate((image) => image.naturalWidth), 1, 'the logo is a picture');
    await office.goto(`${shop.url}/office/providers`);
    const place = async () => {
      const entries = await office.getByRole('listitem').allInnerTexts().catch(() => []);
      return entries.findIndex((text) => text.includes(name));
    };
    await ready(office);
    const from = await place();
    await providerRow(office, name).getByRole('button', { name: `Move ${name} up` }).click();
    await eventually(`${name} moves past the one before`, async () => {
      const now = await place();
      return now >= 0 && now < from;
    });
    const moved = await buttons(visitor);
    assert.equal(moved.at(-2), `Sign in with ${name}`);
    await visitor.context().close();
    await office.context().close();
  });

  test(`an address leads to its provider, ${how}`, async () => {
    const page = await openPage(browser, { javaScriptEnabled });
    await page.goto(`${shop.url}/login`);
    await ready(page);
    assert.equal(await page.getByLabel('Password', { exact: true }).count(), 0, 'the address comes first');
    await page.getByLabel('E-mail address').fill('nobody@elsewhere.example');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('E-mail address').inputValue(), 'nobody@elsewhere.example');
    await page.goto(`${shop.url}/login`);
    await ready(page);
    await page.getByLabel('E-mail address').fill(`alex@${domain}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.context().close();
  });
}
