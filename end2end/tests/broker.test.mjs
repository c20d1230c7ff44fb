// Portico between a provider and a client, with no passwords of its own: signing in through both, and every way to sign
// out of all three.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as openid from 'openid-client';

import { openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree } from '../support/clients.mjs';
import { chooseSignOut, expectSignedIn, expectSignedOut, saveAndGoOn } from '../support/customer.mjs';
import { saveSettings } from '../support/office.mjs';
import { arrive, discover, leave } from '../support/openid_client.mjs';
import { eventually } from '../support/process.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { askSilently, confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';
import { page as answer, landing, startWeb } from '../support/web.mjs';

const MARA = { name: 'Mara Lindqvist', login: 'mara@harbour.example' };
const NAME = 'Harbour Magazine';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const proves = (...features) => shows('openid-client', ...features);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => broker(javaScriptEnabled));
}

/** Answers the application's people with a page, and the shop by keeping its logout tokens. */
function listening(logoutTokens) {
  return async (request, response) => {
    if (request.method !== 'POST') return answer(response, 'back');
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    logoutTokens.push(new URLSearchParams(body).get('logout_token'));
    return response.writeHead(204).end();
  };
}

function broker(javaScriptEnabled) {
  const logoutTokens = [];
  let browser;
  let shop;
  let harbour;
  let web;
  let client;
  let app;
  let config;
  let page;
  let tokens;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser, { providers: ['harbour'], backChannel: true });
    harbour = shop.providers.harbour;
    await saveSettings(shop.office, shop.url, { approval: false });
    await saveSettings(shop.office, shop.url, { local: false });
    web = await startWeb();
    web.serve(listening(logoutTokens));
    client = await addClient(shop.office, shop.url, {
      name: NAME,
      redirectUri: `${web.url}/callback`,
      postLogout: `${web.url}/bye`,
      backChannel: `${web.url}/logout`,
    });
    app = await discover(shop.url, client);
    ({ config } = app);
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(async () => {
    await web?.stop();
    await shop?.close();
    await browser?.close();
  });

  /** Signs in through the shop at the provider, which asks for the password. */
  async function enter() {
    const checks = await leave(page, app);
    await signInAtProvider(page, harbour.issuer, MARA.login);
    tokens = await arrive(page, app, checks);
  }

  /** Whether nobody is signed in any more, at the provider, at the shop and at the client. */
  async function expectAllOver() {
    const { sub, sid } = tokens.claims();
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
    const whole = { issuer: shop.url, audience: client.clientId, typ: 'logout+jwt', maxTokenAge: 120 };
    const told = await eventually('the client is told', async () => {
      const read = await Promise.all(logoutTokens.map((token) => jwtVerify(token, keys, whole)));
      return read.map(({ payload }) => payload).find((payload) => payload.sid === sid);
    }, 30);
    assert.deepEqual([told.sub, told.events, told.nonce], [sub, { [EVENT]: {} }, undefined]);
    assert.equal(await askSilently(page, shop.url, harbour), 'login_required');
    const asked = await leave(page, app, { prompt: 'none' });
    await assert.rejects(arrive(page, app, asked), { error: 'login_required' });
    const userinfo = openid.fetchUserInfo(config, tokens.access_token, sub);
    await assert.rejects(userinfo, { name: 'WWWAuthenticateChallengeError', status: 401 });
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
  }

  test('a person whom nobody knows signs in at the provider, accepts the terms, agrees, and is known', async () => {
    const checks = await leave(page, app);
    await signInAtProvider(page, harbour.issuer, MARA.login);
    await page.waitForURL(`${shop.url}/account/profile**`);
    await ready(page);
    await page.getByLabel('I accept the terms of use').check();
    await saveAndGoOn(page);
    await agree(page, NAME);
    tokens = await arrive(page, app, checks);
    const told = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.deepEqual([told.name, told.email, told.email_verified], [MARA.name, MARA.login, true]);
    proves('broker');
  });

  test('signed out at the shop, here and there', async () => {
    await page.goto(`${shop.url}/`);
    await expectSignedIn(page, MARA.name);
    await ready(page);
    await chooseSignOut(page);
    await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
    await confirmSignOutAtProvider(page, harbour.issuer);
    await page.waitForURL('**/signed-out');
    await expectAllOver();
  });

  test('signed out by the client: the person says where, and comes back to it', async () => {
    await enter();
    const parameters = { post_logout_redirect_uri: client.postLogout, state: 'over' };
    await page.goto(openid.buildEndSessionUrl(config, parameters).href);
    await page.getByText(`${NAME} would like to sign you out here.`).waitFor();
    await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
    await confirmSignOutAtProvider(page, harbour.issuer);
    assert.equal((await landing(page, client.postLogout)).search, '?state=over');
    await expectAllOver();
    proves('logout');
  });

  test('signed out at the provider: it tells the shop, and the shop tells the client', async () => {
    await enter();
    await page.goto(`${harbour.issuer}/session/end`);
    await confirmSignOutAtProvider(page, harbour.issuer);
    await expectAllOver();
    assert.deepEqual(page.faults.filter((fault) => fault.startsWith(shop.url)), []);
  });
}
