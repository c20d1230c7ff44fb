// The main job, from an unknown person to a global logout, against a real OpenID provider.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { accountMenu, chooseSignOut, expectSignedIn, expectSignedOut, mailTo, operationsTold } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { acceptInvitation, approve } from '../support/office.mjs';
import { askSilently, confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const MARA = { name: 'Mara Lindqvist', email: 'mara@harbour.example' };
const OPERATIONS = { name: 'Ole Berg', email: 'ole@tidewater.example', password: 'low-water-at-seven' };
const OFFER = '/offers/kayak-tour';

let browser;
let shop;
let harbour;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour'] });
  harbour = shop.providers.harbour;
  page = await openPage(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Presses the provider's button on the login page; gives the address that the browser is sent to there. */
async function leaveForProvider() {
  const request = page.waitForRequest((request) => request.url().startsWith(`${harbour.issuer}/auth`));
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  return new URL((await request).url()).searchParams;
}

test('an unknown person comes through the provider and waits for approval', async () => {
  await page.goto(`${shop.url}${OFFER}`);
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  const asked = await leaveForProvider();
  assert.equal(asked.get('prompt'), null);
  assert.equal(asked.get('code_challenge_method'), 'S256');
  await signInAtProvider(page, harbour.issuer, MARA.email);
  await page.getByRole('heading', { name: 'Thank you. Your registration is waiting for approval.' }).waitFor();
  await expectSignedOut(page);

  await page.getByRole('link', { name: 'See where it stands' }).click();
  await page.getByText(MARA.email).waitFor();
  assert.match(page.url(), /\/register\/status\//);
});

test('operations are told, and approve', async () => {
  await operationsTold(shop, MARA);
  const received = await mailTo(shop, MARA.email, /is waiting for approval$/);
  assert.match(linkIn(received, '/register/status/'), /^http/);

  const invitation = shop.run(['staff', 'create', '--email', OPERATIONS.email, '--role', 'operations']);
  const office = await openPage(browser);
  await acceptInvitation(office, invitation.trim(), OPERATIONS);
  assert.equal(await office.getByRole('link', { name: 'Settings' }).count(), 0, 'operations see no settings');
  await approve(office, shop.url, MARA.name);
  await office.getByText(`Decided by ${OPERATIONS.name}`).waitFor();
  assert.deepEqual(office.faults, []);
  await office.context().close();
});

test('the person signs in, and My Profile asks for the terms', async () => {
  const approved = await mailTo(shop, MARA.email, /^Welcome to/);
  await page.goto(linkIn(approved, '/login'));
  await leaveForProvider();
  await page.waitForURL('**/account/profile**');
  await page.getByRole('heading', { name: 'Welcome, Mara' }).waitFor();

  await page.goto(shop.url);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Welcome, Mara' }).waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await dialog.isVisible(), 'the dialog stays until the terms are accepted');
  await dialog.getByRole('button', { name: 'Save and go on' }).click();
  await dialog.getByText('Please tick this box to go on.').waitFor();
  await dialog.getByLabel('I accept the terms of use').check();
  await dialog.getByRole('button', { name: 'Save and go on' }).click();
  await dialog.waitFor({ state: 'detached' });
  await expectSignedIn(page, MARA.name);

  await page.goto(`${shop.url}${OFFER}`);
  await page.getByText('You are signed in, so the member price is yours.').waitFor();
});

test('My Profile opens from the menu, and closes', async () => {
  await hydrated(page);
  await accountMenu(page).click();
  await page.getByRole('link', { name: 'My Profile' }).click();
  const dialog = page.getByRole('dialog', { name: 'My Profile' });
  await dialog.getByText('You sign in with').waitFor();
  await dialog.getByText(/accepted on/).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).pathname, OFFER);
});

test('a local logout leaves the session at the provider', async () => {
  await chooseSignOut(page);
  const dialog = page.getByRole('dialog', { name: 'Where do you want to sign out?' });
  await dialog.getByRole('button', { name: /^Only here/ }).click();
  await page.waitForURL('**/signed-out');
  const receipt = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  assert.equal(await receipt.count(), 2);
  assert.match(await receipt.nth(0).innerText(), /Tidewater\s+Signed out/);
  assert.match(await receipt.nth(1).innerText(), /Harbour ID\s+You are still signed in there/);
  await expectSignedOut(page);
  assert.equal(await askSilently(page, shop.url, harbour), 'signed in');
});

test('the next sign-in asks the provider with prompt=login, once', async () => {
  await page.goto(`${shop.url}/login`);
  assert.equal((await leaveForProvider()).get('prompt'), 'login');
  await signInAtProvider(page, harbour.issuer, MARA.email);
  await page.waitForURL(`${shop.url}/`);
  await expectSignedIn(page, MARA.name);

  await page.context().clearCookies({ name: '__Host-portico' });
  await page.goto(`${shop.url}/login?next=${encodeURIComponent(OFFER)}`);
  assert.equal((await leaveForProvider()).get('prompt'), null);
  await page.waitForURL(`**${OFFER}`);
  await expectSignedIn(page, MARA.name);
});

test('a global logout ends the session at the provider', async () => {
  await hydrated(page);
  await chooseSignOut(page);
  await page.getByRole('dialog').getByRole('button', { name: /^Here and at Harbour ID/ }).click();
  await confirmSignOutAtProvider(page, harbour.issuer);
  await page.waitForURL('**/signed-out');
  const receipt = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  assert.match(await receipt.nth(0).innerText(), /Tidewater\s+Signed out/);
  assert.match(await receipt.nth(1).innerText(), /You came back from Harbour ID\./);
  assert.doesNotMatch(await receipt.nth(1).innerText(), /ended/);
  await expectSignedOut(page);
  assert.equal(await askSilently(page, shop.url, harbour), 'login_required');
});

test('nothing was refused by the browser on the way', () => {
  assert.deepEqual(page.faults, []);
});
