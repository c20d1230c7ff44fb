// npm oauth4webapi, which checks each answer of the provider against the standards: all algorithms of ID tokens, the
// age of a sign-in, hybrid flow, and the errors.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import * as oauth from 'oauth4webapi';

import { openBrowser, openPage } from '../support/browser.mjs';
import { addClient, agree, disagree, signInAtShop } from '../support/clients.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { startShop } from '../support/shop.mjs';
import { landing, page as answerPage, startWeb } from '../support/web.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const INSECURE = { [oauth.allowInsecureRequests]: true };
const proves = (...features) => shows('oauth4webapi', ...features);

let browser;
let shop;
let web;
let server;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
  web = await startWeb();
  page = await openPage(browser, { javaScriptEnabled: false });
});

after(async () => {
  await web?.stop();
  await shop?.close();
  await browser?.close();
});

/** An application at the shop, and what the library knows of it. */
async function application(settings) {
  const algorithm = settings.algorithm ?? 'RS256';
  const common = { redirectUri: `${web.url}/callback`, auth: 'client_secret_post' };
  const client = await addClient(shop.office, shop.url, { ...common, ...settings });
  const known = { client_id: client.clientId, id_token_signed_response_alg: algorithm, require_auth_time: true };
  return { ...client, known, authentication: oauth.ClientSecretPost(client.clientSecret) };
}

/** Sends the person off; gives what the answer is checked against. */
async function leave(app, further = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const query = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...further,
  });
  await page.goto(`${server.authorization_endpoint}?${query}`);
  return { verifier, state, nonce };
}

/** The answer with which the person came back; throws the error that it may be. */
async function answer(app, { state }) {
  return oauth.validateAuthResponse(server, app.known, await landing(page, app.redirectUri), state);
}

/** Brings a code to the token endpoint. */
function bring(app, parameters, verifier, authentication = app.authentication) {
  const uri = app.redirectUri;
  return oauth.authorizationCodeGrantRequest(server, app.known, authentication, parameters, uri, verifier, INSECURE);
}

/** Reads what the token endpoint answers, with the claims of the ID token, its signature verified. */
async function read(app, response, { nonce }, maxAge = oauth.skipAuthTimeCheck) {
  const checks = { expectedNonce: nonce, maxAge, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(server, app.known, response, checks);
  await oauth.validateApplicationLevelSignature(server, response, INSECURE);
  return { ...tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
}

/** An error of the token endpoint. */
const fault = (error) => ({ name: 'ResponseBodyError', status: 400, error });

test('discovery, as OpenID Connect and as OAuth 2.0 find it', async () => {
  const issuer = new URL(shop.url);
  for (const algorithm of ['oidc', 'oauth2']) {
    const response = await oauth.discoveryRequest(issuer, { algorithm, ...INSECURE });
    server = await oauth.processDiscoveryResponse(issuer, response);
  }
  assert.equal(server.authorization_response_iss_parameter_supported, true);
  proves('discovery');
});

describe('ID tokens', () => {
  for (const algorithm of ['RS256', 'ES256', 'EdDSA']) {
    test(algorithm, async () => {
      const app = await application({ name: `Harbour ${algorithm}`, algorithm });
      await page.context().clearCookies();
      const asked = await leave(app, { max_age: '600' });
      await signInAtShop(page, shop.url, MIA);
      await agree(page, app.name);
      const parameters = await answer(app, asked);
      const tokens = await read(app, await bring(app, parameters, asked.verifier), asked, 600);
      assert.ok(Date.now() / 1000 - tokens.claims.auth_time < 120);
      const { name } = await userinfo(app, tokens);
      assert.equal(name, 'Mia Sommer');
      proves('code', 'iss', 'consent', 'noScript', 'post', 'userinfo', algorithm.toLowerCase());
    });
  }
});

async function userinfo(app, tokens) {
  const response = await oauth.userInfoRequest(server, app.known, tokens.access_token, INSECURE);
  return oauth.processUserInfoResponse(server, app.known, tokens.claims.sub, response);
}

describe('an application', () => {
  let app;

  before(async () => {
    app = await application({
      name: 'Harbour Strict',
      also: ['client_credentials', 'refresh_token', 'offline_access', 'code id_token'],
    });
    await page.context().clearCookies();
  });

  test('nobody is signed in: without a page, the client hears so', async () => {
    const asked = await leave(app, { prompt: 'none' });
    await assert.rejects(answer(app, asked), { name: 'AuthorizationResponseError', error: 'login_required' });
  });

  test('the person signs in, and does not agree', async () => {
    const asked = await leave(app);
    await signInAtShop(page, shop.url, MIA);
    await disagree(page, app.name);
    await assert.rejects(answer(app, asked), { name: 'AuthorizationResponseError', error: 'access_denied' });
    proves('refused');
  });

  test('signed in and not asked yet: without a page, the client hears so; afterwards it gets a code', async () => {
    await assert.rejects(answer(app, await leave(app, { prompt: 'none' })), { error: 'consent_required' });
    await leave(app);
    await agree(page, app.name);
    await landing(page, app.redirectUri);
    const asked = await leave(app, { prompt: 'none' });
    await read(app, await bring(app, await answer(app, asked), asked.verifier), asked);
    proves('silent');
  });

  test('a sign-in that is too old is done again', async () => {
    const first = await leave(app);
    const before = await read(app, await bring(app, await answer(app, first), first.verifier), first);
    await assert.rejects(answer(app, await leave(app, { max_age: '0', prompt: 'none' })), { error: 'login_required' });
    const asked = await leave(app, { max_age: '0' });
    await signInAtShop(page, shop.url, MIA);
    const { claims } = await read(app, await bring(app, await answer(app, asked), asked.verifier), asked, 60);
    assert.ok(claims.auth_time >= before.claims.auth_time);
    assert.equal(claims.sid, before.claims.sid, 'no other application loses the person by it');
    proves('maxAge');
  });

  test('a code that comes twice ends what it gave', async () => {
    const asked = await leave(app);
    const parameters = await answer(app, asked);
    const tokens = await read(app, await bring(app, parameters, asked.verifier), asked);
    await userinfo(app, tokens);
    const again = oauth.processAuthorizationCodeResponse(server, app.known, await bring(app, parameters, asked.verifier));
    await assert.rejects(again, fault('invalid_grant'));
    await assert.rejects(userinfo(app, tokens), { name: 'WWWAuthenticateChallengeError', status: 401 });
    proves('reuse');
  });

  test('a code with a wrong verifier is lost', async () => {
    const asked = await leave(app);
    const parameters = await answer(app, asked);
    for (const verifier of [oauth.generateRandomCodeVerifier(), asked.verifier]) {
      const response = await bring(app, parameters, verifier);
      await assert.rejects(oauth.processAuthorizationCodeResponse(server, app.known, response), fault('invalid_grant'));
    }
  });

  test('a wrong secret is told by status, challenge and error', async () => {
    const asked = await leave(app);
    const parameters = await answer(app, asked);
    for (const authentication of [oauth.ClientSecretBasic('wrong'), oauth.ClientSecretPost('wrong')]) {
      const response = await bring(app, parameters, asked.verifier, authentication);
      const told = await response.clone().json();
      assert.equal(told.error, 'invalid_client');
      const read = oauth.processAuthorizationCodeResponse(server, app.known, response);
      await assert.rejects(read, ({ status, cause }) => status === 401 && cause[0].scheme === 'basic');
    }
  });

  test('refresh, with fewer scopes and not with more', async () => {
    const asked = await leave(app, { scope: 'openid profile offline_access' });
    await agree(page, app.name);
    const tokens = await read(app, await bring(app, await answer(app, asked), asked.verifier), asked);
    const renew = async (token, scope) => {
      const options = { additionalParameters: { scope }, ...INSECURE };
      const { known, authentication } = app;
      const response = await oauth.refreshTokenGrantRequest(server, known, authentication, token, options);
      return oauth.processRefreshTokenResponse(server, known, response);
    };
    await assert.rejects(renew(tokens.refresh_token, 'openid phone offline_access'), fault('invalid_scope'));
    const less = await renew(tokens.refresh_token, 'openid');
    assert.equal(less.scope, 'openid');
    assert.equal(oauth.getValidatedIdTokenClaims(less).sub, tokens.claims.sub);
    assert.notEqual(less.refresh_token, tokens.refresh_token);
    proves('refresh');
  });

  test('client_credentials', async () => {
    const ask = (parameters) =>
      oauth.clientCredentialsGrantRequest(server, app.known, app.authentication, parameters, INSECURE);
    const own = await oauth.processClientCredentialsResponse(server, app.known, await ask({}));
    assert.equal(own.token_type, 'bearer');
    const more = oauth.processClientCredentialsResponse(server, app.known, await ask({ scope: 'email' }));
    await assert.rejects(more, fault('invalid_scope'));
    proves('own');
  });

  test('what a token is good for, before it is revoked and after', async () => {
    const asked = await leave(app);
    const tokens = await read(app, await bring(app, await answer(app, asked), asked.verifier), asked);
    const { known, authentication } = app;
    const introspect = async () => {
      const response = await oauth.introspectionRequest(server, known, authentication, tokens.access_token, INSECURE);
      return oauth.processIntrospectionResponse(server, known, response);
    };
    const before = await introspect();
    assert.deepEqual([before.active, before.scope, before.sub], [true, tokens.scope, tokens.claims.sub]);
    const response = await oauth.revocationRequest(server, known, authentication, tokens.access_token, INSECURE);
    await oauth.processRevocationResponse(response);
    assert.deepEqual(await introspect(), { active: false });
    proves('introspection', 'revocation');
  });

  test('pushed request', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const parameters = new URLSearchParams({
      redirect_uri: app.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const push = async () => {
      const { known, authentication } = app;
      const response = await oauth.pushedAuthorizationRequest(server, known, authentication, parameters, INSECURE);
      return oauth.processPushedAuthorizationResponse(server, known, response);
    };
    const { request_uri } = await push();
    await page.goto(`${server.authorization_endpoint}?${new URLSearchParams({ client_id: app.clientId, request_uri })}`);
    await read(app, await bring(app, await answer(app, { state }), verifier), { nonce: oauth.expectNoNonce });
    parameters.set('redirect_uri', 'https://evil.example/callback');
    await assert.rejects(push(), { name: 'ResponseBodyError', status: 400 });
    proves('par');
  });

  for (const javaScriptEnabled of [true, false]) {
    const way = javaScriptEnabled ? '' : ', without JavaScript';
    test(`hybrid: a code and an ID token that is bound to it, by a form${way}`, async () => {
      const own = await openPage(browser, { javaScriptEnabled });
      const posted = new Promise((resolve) => {
        web.serve((request, response) => resolve({ request, response }));
      });
      const verifier = oauth.generateRandomCodeVerifier();
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
      const query = new URLSearchParams({
        client_id: app.clientId,
        redirect_uri: app.redirectUri,
        response_type: 'code id_token',
        response_mode: 'form_post',
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      await own.goto(`${server.authorization_endpoint}?${query}`);
      await signInAtShop(own, shop.url, MIA);
      if (!javaScriptEnabled) await own.locator(`form[action^="${web.url}"] button`).click({ noWaitAfter: true });
      const { request, response } = await posted;
      const body = await text(request);
      answerPage(response, 'back');
      const arrived = new Request(app.redirectUri, { method: request.method, headers: request.headers, body });
      const parameters = await oauth.validateCodeIdTokenResponse(server, app.known, arrived, nonce, state, 600, INSECURE);
      await read(app, await bring(app, parameters, verifier), { nonce });
      await own.getByText('back').waitFor();
      assert.deepEqual(own.faults, []);
      await own.context().close();
      proves('hybrid');
    });
  }
});

async function text(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
