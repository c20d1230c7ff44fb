// An administrator adds an application, notes its secret, replaces it, and switches the application off. Hydrated and
// without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, authorize, giveLogo, newSecret } from '../support/clients.mjs';
import { ADMINISTRATOR, signInStaff } from '../support/office.mjs';
import { startShop } from '../support/shop.mjs';

const REDIRECT = 'https://magazine.harbour.example/callback';

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => applications(javaScriptEnabled));
}

function applications(javaScriptEnabled) {
  let browser;
  let shop;
  let page;
  let client;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser, { providers: [] });
    page = await openPage(browser, { javaScriptEnabled });
    await signInStaff(page, shop.url, ADMINISTRATOR);
  });

  after(async () => {
    await shop?.close();
    await browser?.close();
  });

  test('a new application shows its secret until it is noted', async () => {
    client = await addClient(page, shop.url, { name: 'Harbour Magazine', redirectUri: REDIRECT });
    assert.equal(client.clientSecret.length, 43);
    await page.getByText(client.clientId, { exact: true }).waitFor();
    await page.getByText(`${shop.url}/.well-known/openid-configuration`, { exact: true }).waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'I have noted it' }).click();
    await page.getByRole('region', { name: 'The new secret' }).waitFor({ state: 'detached' });
    await page.goto(client.url);
    assert.equal(await newSecret(page), undefined);
  });

  test('what is wrong stands beside its field', async () => {
    await ready(page);
    await page.getByLabel(/^Redirect URIs(?! after)/).fill('http://magazine.harbour.example/');
    await page.getByRole('button', { name: 'Save' }).click();
    const field = page.getByLabel(/^Redirect URIs(?! after)/);
    await page.getByText(/^Use an https address/).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.inputValue(), 'http://magazine.harbour.example/');
  });

  test('its colour stands out on light and dark pages, or is refused beside its field', async () => {
    await page.goto(client.url);
    for (const [colour, fault] of [
      ['blue', /^Write the colour as #/],
      ['#ffd400', /^This colour is too light/],
      ['#202060', /^This colour is too dark/],
    ]) {
      await ready(page);
      await page.getByLabel(/^Colour/).fill(colour);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(fault).waitFor();
      assert.equal(await page.getByLabel(/^Colour/).inputValue(), colour, 'what was typed stays');
    }
    await ready(page);
    await page.getByLabel(/^Colour/).fill('#C2410C');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Harbour Magazine is saved.').waitFor();
  });

  test('people see its logo and its colour where they sign in to it, and nowhere else', async () => {
    await giveLogo(page, client);
    const visitor = await openPage(browser, { javaScriptEnabled });
    const button = visitor.getByRole('button', { name: 'Sign in', exact: true });
    const ground = () => button.evaluate((element) => getComputedStyle(element).backgroundColor);
    const logo = visitor.locator('.beside-logo img');
    await visitor.goto(`${shop.url}${authorize(client)}`);
    await ready(visitor);
    await visitor.getByText('Harbour Magazine').waitFor();
    assert.equal(await logo.evaluate((image) => image.naturalWidth), 256, 'the logo is a picture');
    assert.equal(await ground(), 'rgb(194, 65, 12)');
    await assertAccessible(visitor);
    await visitor.goto(`${shop.url}/login`);
    await ready(visitor);
    assert.notEqual(await ground(), 'rgb(194, 65, 12)');
    assert.equal(await logo.count(), 0);
    await visitor.context().close();
    await page.getByRole('button', { name: 'Remove the logo' }).click();
    await page.getByText(/^No logo yet/).waitFor();
  });

  test('a new secret works beside the old one', async () => {
    await page.goto(client.url);
    await ready(page);
    await page.getByLabel('Earlier secrets').selectOption('day');
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByText(/Works until/).waitFor();
    assert.notEqual(await newSecret(page), client.clientSecret);
  });

  test('switching off asks first', async () => {
    await page.goto(client.url);
    await ready(page);
    await page.locator('summary', { hasText: 'Switch off' }).click();
    await page.getByRole('button', { name: 'Switch off now' }).click();
    await page.getByText('Harbour Magazine is switched off.').waitFor();
    await page.goto(`${shop.url}/office/clients`);
    await page.getByText('Switched off', { exact: true }).waitFor();
  });
}
