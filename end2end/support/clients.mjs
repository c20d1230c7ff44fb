// Client applications: adding one in the back office, and what its person does on the shop's pages. Works with and
// without JavaScript.

import { fileURLToPath } from 'node:url';

import { ready } from './browser.mjs';
import { submitSignIn } from './customer.mjs';

/** The labels of an application's addresses, which are told apart by their beginnings. */
const ADDRESSES = {
  redirectUri: /^Redirect URIs(?! after)/,
  postLogout: 'Redirect URIs after a logout',
  backChannel: /^Back-channel logout URI/,
  frontChannel: /^Front-channel logout URI/,
};

/**
 * Adds an application with codes and a secret. Answers the address of its page, its `client_id`, its secret if it has
 * one, and the settings.
 *
 * `settings` has its `name` and `redirectUri`, and may have `postLogout`, `backChannel`, `frontChannel`, `colour`, `auth`
 * (as `client_secret_post`), `keys` (a JWK set), `algorithm`, and `also` (boxes to tick, as `offline_access`).
 */
export async function addClient(page, shop, settings) {
  const { name, auth, keys, algorithm, also = [] } = settings;
  await page.goto(`${shop}/office/clients/new`);
  await ready(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  for (const [kind, label] of Object.entries(ADDRESSES)) {
    if (settings[kind]) await page.getByLabel(label).fill(settings[kind]);
  }
  if (settings.colour) await page.getByLabel(/^Colour/).fill(settings.colour);
  if (auth) await page.getByLabel('Client authentication').selectOption(auth);
  if (keys) await page.getByLabel('Its public keys').fill(JSON.stringify(keys));
  if (algorithm) await page.getByLabel('Signature of ID tokens').selectOption(algorithm);
  for (const box of also) await page.getByLabel(box, { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${name} is saved.`).waitFor();
  await ready(page);
  const url = page.url().replace(/\?.*$/, '');
  return { ...settings, url, clientId: url.split('/').at(-1), clientSecret: await newSecret(page) };
}

/** A picture with 256 pixels in each direction. */
export const LOGO = fileURLToPath(new URL('../../server/samples/logos/partner.png', import.meta.url));

/** Gives an application a logo, on its page, which stays open. */
export async function giveLogo(page, { url }) {
  await page.goto(url);
  await ready(page);
  await page.getByLabel('Picture').setInputFiles(LOGO);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByAltText('The logo as it is now').waitFor();
  await ready(page);
}

/** The new secret that an application's page shows; none when there is none. */
export async function newSecret(page) {
  const secret = page.getByRole('region', { name: 'The new secret' }).locator('code');
  return (await secret.count()) > 0 ? secret.textContent() : undefined;
}

/** Where an application sends a person, with further parameters. Nobody knows the verifier of its challenge. */
export function authorize({ clientId, redirectUri }, further = {}) {
  const parameters = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    code_challenge: 'A'.repeat(43),
    code_challenge_method: 'S256',
    ...further,
  });
  return `/oauth2/v1/authorize?${parameters}`;
}

/** Signs in on the shop's login page, where an application has sent the person. */
export async function signInAtShop(page, shop, person) {
  await page.waitForURL(`${shop}/login**`);
  await submitSignIn(page, person);
}

/** Lets an application know what it asks for. */
export async function agree(page, name) {
  await page.getByRole('heading', { name: `${name} would like to know who you are` }).waitFor();
  await ready(page);
  await page.getByRole('button', { name: 'Allow' }).click();
}

/** Goes back to an application without letting it know anything. */
export async function disagree(page, name) {
  await page.getByRole('heading', { name: `${name} would like to know who you are` }).waitFor();
  await page.getByRole('link', { name: 'Cancel' }).click();
}
