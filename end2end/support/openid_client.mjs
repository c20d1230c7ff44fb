// npm openid-client as the application of a test: what each sign-in needs, and the checks of its answer.

import * as openid from 'openid-client';

import { landing } from './web.mjs';

/**
 * What the library knows of the shop, for a client that `addClient` made. Signatures are verified, too. Without
 * `authentication` it shows its secret in the header.
 */
export async function discover(shop, client, authentication = openid.ClientSecretBasic(client.clientSecret)) {
  const execute = [openid.allowInsecureRequests, openid.enableNonRepudiationChecks];
  const config = await openid.discovery(new URL(shop), client.clientId, {}, authentication, { execute });
  return { client, config };
}

/** The parameters of a request, the usual ones and `further`, and what its answer is checked against. */
export async function request({ client }, further = {}) {
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
    idTokenExpected: true,
  };
  const parameters = {
    redirect_uri: client.redirectUri,
    scope: 'openid profile email',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...further,
  };
  return { parameters, checks };
}

/** Sends the person of a page to the shop. Gives the checks for `arrive`. */
export async function leave(page, app, further) {
  const { parameters, checks } = await request(app, further);
  await page.goto(openid.buildAuthorizationUrl(app.config, parameters).href);
  return checks;
}

/** The tokens with which the person comes back; throws the error that it may be. */
export async function arrive(page, { client, config }, checks) {
  return openid.authorizationCodeGrant(config, await landing(page, client.redirectUri), checks);
}
