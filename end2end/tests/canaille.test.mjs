// A provider of other hands and other abilities: signing in, and signing out here, here and there, and in vain.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { VERA, isSignedInAtCanaille, signInAtCanaille, startCanaille } from '../support/canaille.mjs';
import { chooseSignOut, expectSignedIn, expectSignedOut, mailTo, saveAndGoOn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { addProvider, approve } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { startShop } from '../support/shop.mjs';

let browser;
let shop;
let canaille;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
  canaille = await startCanaille({ shop: shop.url });
  await addProvider(shop.office, shop.url, canaille);
  page = await openPage(browser);
});

after(async () => {
  await canaille?.stop();
  await shop?.close();
  await browser?.close();
});

/** Presses the provider's button; gives what the shop asks of it. */
async function leaveForCanaille(next = '/') {
  await page.goto(`${shop.url}/login?next=${encodeURIComponent(next)}`);
  const request = page.waitForRequest((request) => request.url().startsWith(`${canaille.issuer}/oauth/authorize`));
  await page.getByRole('link', { name: 'Canaille' }).click();
  return new URL((await request).url()).searchParams;
}

/** What the receipt says of the provider. */
async function receipt() {
  await page.waitForURL('**/signed-out');
  const rows = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  assert.match(await rows.nth(0).innerText(), /Tidewater\s+Signed out/);
  return rows.nth(1).innerText();
}

test('an unknown person, whose address it does not vouch for, proves it, waits, and is approved', async () => {
  const asked = await leaveForCanaille();
  assert.equal(asked.get('code_challenge_method'), 'S256');
  await signInAtCanaille(page, canaille.issuer);
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.goto(linkIn(await mailTo(shop, VERA.email, /^Confirm your address/), '/confirm-address'));
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await page.getByText('Our team is looking at your registration.').waitFor();
  await approve(shop.office, shop.url, VERA.name);
  await page.goto(linkIn(await mailTo(shop, VERA.email, /^Welcome to/), '/login'));
  await page.getByRole('link', { name: 'Canaille' }).click();
  await page.waitForURL('**/account/profile**');
  await hydrated(page);
  await page.getByLabel('I accept the terms of use').check();
  await saveAndGoOn(page);
  await expectSignedIn(page, VERA.name);
});

test('signing out here alone leaves the session there, and the next sign-in asks for the password again', async () => {
  await hydrated(page);
  await chooseSignOut(page);
  await page.getByRole('dialog').getByRole('button', { name: /^Only here/ }).click();
  assert.match(await receipt(), /Canaille\s+You are still signed in there/);
  await expectSignedOut(page);
  assert.equal(await isSignedInAtCanaille(page, canaille.issuer), true);

  assert.equal((await leaveForCanaille()).get('prompt'), 'login');
  await signInAtCanaille(page, canaille.issuer);
  await expectSignedIn(page, VERA.name);
});

test('signing out here and there ends both', async () => {
  await hydrated(page);
  await chooseSignOut(page);
  await page.getByRole('dialog').getByRole('button', { name: /^Here and at Canaille/ }).click();
  assert.match(await receipt(), /You came back from Canaille\./);
  await expectSignedOut(page);
  assert.equal(await isSignedInAtCanaille(page, canaille.issuer), false);
});

test('while it is away, signing out there fails and here it does not', async () => {
  await leaveForCanaille();
  await signInAtCanaille(page, canaille.issuer);
  await expectSignedIn(page, VERA.name);
  // What its own pages lack is not ours.
  const ours = page.faults.filter((fault) => !fault.startsWith(canaille.issuer));
  assert.deepEqual(ours, []);
  await hydrated(page);
  await canaille.stop('SIGKILL');
  await chooseSignOut(page);
  await page.getByRole('dialog').getByRole('button', { name: /^Here and at Canaille/ }).click();
  await eventually('the browser gives up', () => page.url().startsWith('chrome-error:'));
  await page.goto(`${shop.url}/signed-out`);
  assert.doesNotMatch(await receipt(), /came back/);
  await expectSignedOut(page);
});
