// npm openid-client as a web application, and as one that shows who it is by a key: all that it can do here.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as openid from 'openid-client';

import { openBrowser, openPage } from '../support/browser.mjs';
import { addClient, agree, disagree, signInAtShop } from '../support/clients.mjs';
import { expectSignedOut } from '../support/customer.mjs';
import { arrive, discover, leave, request } from '../support/openid_client.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { startShop } from '../support/shop.mjs';
import { landing, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const SCOPE = 'openid profile email offline_access';
const proves = (...features) => shows('openid-client', ...features);

let browser;
let shop;
let web;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
  web = await startWeb();
});

after(async () => {
  await web?.stop();
  await shop?.close();
  await browser?.close();
});

/** A fault that the token endpoint answers with. */
const fault = (error, status) => ({ name: 'ResponseBodyError', error, status });

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => {
    webApplication(javaScriptEnabled);
  });
}

function webApplication(javaScriptEnabled) {
  let client;
  let app;
  let config;
  let page;
  let tokens;

  before(async () => {
    client = await addClient(shop.office, shop.url, {
      name: javaScriptEnabled ? 'Harbour Magazine' : 'Harbour Gazette',
      redirectUri: `${web.url}/callback`,
      postLogout: `${web.url}/bye`,
      also: ['refresh_token', 'offline_access', 'client_credentials'],
    });
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(() => page?.context().close());

  test('discovery', async () => {
    app = await discover(shop.url, client);
    ({ config } = app);
    assert.equal(config.serverMetadata().issuer, shop.url);
    assert.ok(config.serverMetadata().supportsPKCE());
    proves('discovery');
  });

  test('a person signs in, agrees, and is known', async () => {
    const checks = await leave(page, app, { scope: SCOPE });
    await signInAtShop(page, shop.url, MIA);
    await agree(page, client.name);
    tokens = await arrive(page, app, checks);
    const claims = tokens.claims();
    assert.equal(claims.aud, client.clientId);
    assert.deepEqual(claims.amr, ['pwd']);
    assert.equal(tokens.scope, SCOPE);
    assert.ok(tokens.refresh_token);
    proves('code', 'consent', 'iss', 'rs256', 'basic', ...(javaScriptEnabled ? [] : ['noScript']));
  });

  test('userinfo tells what the scopes open', async () => {
    const { sub } = tokens.claims();
    const told = await openid.fetchUserInfo(config, tokens.access_token, sub);
    assert.deepEqual(
      { name: told.name, email: told.email, email_verified: told.email_verified },
      { name: MIA.name, email: MIA.email, email_verified: true },
    );
    proves('userinfo');
  });

  test('introspection', async () => {
    const { sub } = tokens.claims();
    const told = await openid.tokenIntrospection(config, tokens.access_token);
    assert.deepEqual(
      { active: told.active, scope: told.scope, sub: told.sub, client_id: told.client_id },
      { active: true, scope: SCOPE, sub, client_id: client.clientId },
    );
    assert.deepEqual(await openid.tokenIntrospection(config, 'invented'), { active: false });
    proves('introspection');
  });

  test('a refresh token is good once, and a second time ends its family', async () => {
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token);
    assert.notEqual(next.refresh_token, tokens.refresh_token);
    assert.equal(next.claims().sub, tokens.claims().sub);
    assert.equal(next.claims().auth_time, tokens.claims().auth_time);
    const last = await openid.refreshTokenGrant(config, next.refresh_token);
    proves('refresh');
    await assert.rejects(openid.refreshTokenGrant(config, tokens.refresh_token), fault('invalid_grant', 400));
    await assert.rejects(openid.refreshTokenGrant(config, last.refresh_token), fault('invalid_grant', 400));
    assert.deepEqual(await openid.tokenIntrospection(config, last.access_token), { active: false });
    proves('reuse');
  });

  test('pushed request: the person agreed before, and comes straight back', async () => {
    const { parameters, checks } = await request(app, { scope: SCOPE });
    const address = await openid.buildAuthorizationUrlWithPAR(config, parameters);
    assert.deepEqual([...address.searchParams.keys()].sort(), ['client_id', 'request_uri']);
    await page.goto(address.href);
    tokens = await arrive(page, app, checks);
    await page.goto(address.href);
    await page.getByRole('heading', { name: 'This application can\'t sign you in here' }).waitFor();
    proves('par');
  });

  test('revocation ends the refresh token with all that it gave', async () => {
    await openid.tokenRevocation(config, tokens.refresh_token);
    await assert.rejects(openid.refreshTokenGrant(config, tokens.refresh_token), fault('invalid_grant', 400));
    assert.deepEqual(await openid.tokenIntrospection(config, tokens.access_token), { active: false });
    const asked = openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    await assert.rejects(asked, { name: 'WWWAuthenticateChallengeError', status: 401 });
    proves('revocation');
  });

  test('client_credentials: a token for itself, that tells of nobody', async () => {
    const own = await openid.clientCredentialsGrant(config);
    const { active, sub, scope } = await openid.tokenIntrospection(config, own.access_token);
    assert.deepEqual([active, sub, scope], [true, undefined, undefined]);
    assert.equal(own.refresh_token, undefined);
    const asked = openid.fetchUserInfo(config, own.access_token, openid.skipSubjectCheck);
    await assert.rejects(asked, { name: 'WWWAuthenticateChallengeError', status: 401 });
    proves('own');
  });

  test('the person is asked again, and does not agree', async () => {
    const checks = await leave(page, app, { prompt: 'consent' });
    await disagree(page, client.name);
    await assert.rejects(arrive(page, app, checks), { name: 'AuthorizationResponseError', error: 'access_denied' });
    proves('refused');
  });

  test('logout that the client begins: at once by a hint of this session, else after a question', async () => {
    const parameters = { post_logout_redirect_uri: client.postLogout, state: 'over' };
    await page.goto(openid.buildEndSessionUrl(config, parameters).href);
    await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
    await page.getByText(`${client.name} would like to sign you out here.`).waitFor();

    const hint = { ...parameters, id_token_hint: tokens.id_token };
    await page.goto(openid.buildEndSessionUrl(config, hint).href);
    assert.equal((await landing(page, client.postLogout)).search, '?state=over');
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
    proves('logout');
  });

  test('the question signs out, and leads to the client', async () => {
    await leave(page, app);
    await signInAtShop(page, shop.url, MIA);
    await landing(page, client.redirectUri);
    const way = { post_logout_redirect_uri: client.postLogout, state: 'asked' };
    await page.goto(openid.buildEndSessionUrl(config, way).href);
    await page.locator('.dialog-body').getByRole('button', { name: 'Sign out' }).click();
    assert.equal((await landing(page, client.postLogout)).search, '?state=asked');
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
    assert.deepEqual(page.faults, []);
  });
}

describe('with a key of its own', () => {
  for (const algorithm of ['ES256', 'EdDSA', 'PS256']) {
    test(`private_key_jwt by ${algorithm}`, async () => {
      const pair = await generateKeyPair(algorithm);
      const jwk = { ...(await exportJWK(pair.publicKey)), alg: algorithm, use: 'sig' };
      const kid = await calculateJwkThumbprint(jwk);
      const client = await addClient(shop.office, shop.url, {
        name: `Harbour Ledger ${algorithm}`,
        redirectUri: `${web.url}/callback`,
        auth: 'private_key_jwt',
        keys: { keys: [{ ...jwk, kid }] },
      });
      assert.equal(client.clientSecret, undefined);
      const app = await discover(shop.url, client, openid.PrivateKeyJwt({ key: pair.privateKey, kid }));
      const page = await openPage(browser, { javaScriptEnabled: false });
      const { parameters, checks } = await request(app, { scope: 'openid' });
      await page.goto((await openid.buildAuthorizationUrlWithPAR(app.config, parameters)).href);
      await signInAtShop(page, shop.url, MIA);
      await agree(page, client.name);
      const tokens = await arrive(page, app, checks);
      assert.equal((await openid.tokenIntrospection(app.config, tokens.access_token)).active, true);

      const other = await generateKeyPair(algorithm);
      const stranger = await discover(shop.url, client, openid.PrivateKeyJwt({ key: other.privateKey, kid }));
      const asked = openid.tokenIntrospection(stranger.config, tokens.access_token);
      await assert.rejects(asked, { name: 'WWWAuthenticateChallengeError', status: 401 });
      await page.context().close();
      proves('key');
    });
  }
});
