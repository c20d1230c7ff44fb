// npm oidc-client-ts: an application of nothing but scripts, at another origin than the shop.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree, signInAtShop } from '../support/clients.mjs';
import { expectSignedOut } from '../support/customer.mjs';
import { publishTerms } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { startShop } from '../support/shop.mjs';
import { landing, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const NAME = 'Harbour Board';
const proves = (...features) => shows('oidc-client-ts', ...features);

let browser;
let shop;
let web;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
  web = await startWeb();
  const client = await addClient(shop.office, shop.url, {
    name: NAME,
    auth: 'none',
    redirectUri: `${web.url}/callback\n${web.url}/popup`,
    postLogout: `${web.url}/bye`,
    also: ['refresh_token', 'offline_access'],
  });
  assert.equal(client.clientSecret, undefined);
  web.serve(board(JSON.stringify({ authority: shop.url, client_id: client.clientId })));
});

after(async () => {
  await web?.stop();
  await shop?.close();
  await browser?.close();
});

/** Answers with the application's files; every other address is a page of it. */
function board(settings) {
  const file = (path) => readFileSync(new URL(path, import.meta.url));
  const files = {
    '/app.js': ['text/javascript', file('../clients/browser/app.js')],
    '/oidc-client-ts.js': ['text/javascript', file('../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js')],
    '/settings.json': ['application/json', settings],
  };
  const index = ['text/html', file('../clients/browser/index.html')];
  return (request, response) => {
    const [type, body] = files[new URL(request.url, web.url).pathname] ?? index;
    response.writeHead(200, { 'Content-Type': type }).end(body);
  };
}

/** A browser of its own with the application. */
async function openBoard() {
  page = await openPage(browser);
  await page.goto(web.url);
  assert.deepEqual(await shown(), {});
}

/** What the application knows, once it has told. */
async function shown(fits = () => true) {
  return eventually('the application knows', async () => {
    const text = await page.locator('output').innerText();
    const told = text === '…' ? undefined : JSON.parse(text);
    return told && fits(told) && told;
  });
}

const press = (name) => page.getByRole('button', { name, exact: true }).click();

/** Has the shop opened in a pop-up; `closes` is when that has closed itself. */
async function openPopup() {
  const opens = page.waitForEvent('popup');
  await press('Sign in in a pop-up');
  const popup = await opens;
  popup.runsScripts = true;
  return { popup, closes: popup.waitForEvent('close') };
}

test('in a pop-up: the person signs in, agrees, and the application knows them', async () => {
  await openBoard();
  const { popup, closes } = await openPopup();
  await signInAtShop(popup, shop.url, MIA);
  await agree(popup, NAME);
  await closes;
  const { profile } = await shown(({ profile }) => profile);
  assert.deepEqual([profile.name, profile.email], [MIA.name, MIA.email]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  proves('popup', 'consent');
});

test('by a redirect', async () => {
  await openBoard();
  await press('Sign in');
  await signInAtShop(page, shop.url, MIA);
  await landing(page, `${web.url}/callback`);
  const { profile } = await shown(({ profile }) => profile);
  assert.deepEqual([profile.name, profile.email, profile.email_verified], [MIA.name, MIA.email, true]);
  proves('discovery', 'code', 'public', 'userinfo', 'cors', 'rs256');
});

test('it renews its tokens without a page', async () => {
  const before = await shown();
  await press('Renew');
  const after = await shown(({ access_token }) => access_token && access_token !== before.access_token);
  assert.equal(after.profile.sub, before.profile.sub);
  assert.notEqual(after.refresh_token, before.refresh_token);
  proves('refresh');
});

test('it gives its tokens back', async () => {
  const before = await shown();
  const told = page.waitForResponse((response) => response.url() === `${shop.url}/oauth2/v1/revoke`);
  await press('Disconnect');
  assert.equal((await told).status(), 200);
  await shown(({ refresh_token }) => !refresh_token);
  const headers = { Authorization: `Bearer ${before.access_token}` };
  assert.equal((await fetch(`${shop.url}/oauth2/v1/userinfo`, { headers })).status, 401);
  proves('revocation');
});

test('it signs out', async () => {
  await press('Sign out');
  await landing(page, `${web.url}/bye`);
  assert.deepEqual(await shown(), {});
  await page.goto(`${shop.url}/`);
  await expectSignedOut(page);
  assert.deepEqual(page.faults, []);
  proves('logout');
});

test('in a pop-up: terms that are to be accepted on the way do not cut it off', async () => {
  await publishTerms(shop.office, shop.url);
  await page.context().close();
  await openBoard();
  const { popup, closes } = await openPopup();
  await signInAtShop(popup, shop.url, MIA);
  await popup.waitForURL(`${shop.url}/account/profile?**`);
  await ready(popup);
  await popup.getByLabel('I accept the terms of use').check();
  await popup.getByRole('button', { name: 'Save and go on' }).click();
  await closes;
  const { profile } = await shown(({ profile }) => profile);
  assert.equal(profile.email, MIA.email);
  assert.deepEqual(page.faults, []);
});
