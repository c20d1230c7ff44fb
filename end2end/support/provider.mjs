// A real OpenID provider for a test: the sample provider on a free port, and the clicks on its pages.

import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { eventually, startProcess } from './process.mjs';

const PROGRAM = fileURLToPath(new URL('../providers/provider.mjs', import.meta.url));

/**
 * Starts a sample provider for the shop at `shop` (its public URL) and waits until it is ready.
 *
 * `slug` decides its people (providers/people.json, unless `people` names a file), its cookies and the paths at the shop.
 */
export async function startProvider({ shop, slug = 'harbour', name = 'Harbour ID', port = 0, backChannel = false, people }) {
  const back = `${shop}/providers/${slug}`;
  const args = [PROGRAM, '--name', name, '--slug', slug, '--port', String(port)];
  args.push('--redirect', `${back}/callback`, '--post-logout', `${back}/logged-out`);
  if (people) args.push('--people', people);
  if (backChannel) args.push('--back-channel', `${back}/back-channel-logout`);
  const program = startProcess(process.execPath, args);
  const [, issuer] = await eventually(`${name} starts`, () => {
    if (program.ended()) throw new Error(`${name} ended:\n${program.output()}`);
    return program.output().match(/^ready (\S+)$/m);
  });
  return { issuer, slug, name, clientId: 'portico', clientSecret: 'portico-demo-secret', ...program };
}

/** On the provider's page: signs in and, where it is asked, allows the shop to learn the person's data. */
export async function signInAtProvider(page, issuer, login, password = 'tidewater') {
  await page.waitForURL((url) => url.origin === issuer);
  await page.getByLabel('Sign-in name').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await allowAtProvider(page, issuer);
}

/** Allows the shop to learn the person's data, if the provider asks. */
export async function allowAtProvider(page, issuer) {
  const allow = page.getByRole('button', { name: 'Allow' });
  if (new URL(page.url()).origin === issuer && (await allow.count()) > 0) await allow.click();
}

/** On the provider's page "Sign out of …?": confirms. */
export async function confirmSignOutAtProvider(page, issuer) {
  await page.waitForURL((url) => url.origin === issuer);
  await page.getByRole('button', { name: 'Sign out' }).click();
}

/**
 * Asks a provider without showing anything (`prompt=none`) whether this browser is signed in there: `signed in`, or
 * the error code of its answer, such as `login_required`.
 */
export async function askSilently(page, shop, { issuer, slug, clientId }) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${shop}/providers/${slug}/callback`,
    prompt: 'none',
    state: 'silent',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const answer = await page.context().request.get(`${issuer}/auth?${query}`, { maxRedirects: 0 });
  const back = new URL(answer.headers().location).searchParams;
  return back.has('code') ? 'signed in' : back.get('error');
}
