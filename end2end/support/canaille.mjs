// Canaille, a real OpenID provider of other hands than npm's, and the clicks on its pages. It has sign-in and
// RP-initiated logout, and no back-channel logout.

import { fileURLToPath } from 'node:url';

import { eventually, freePort, startProcess } from './process.mjs';

const PROGRAM = fileURLToPath(new URL('../providers/canaille/serve.py', import.meta.url));

/** The person whom it knows. */
export const VERA = { name: 'Vera Castell', login: 'vera', password: 'low-tide-at-dawn', email: 'vera@canaille.example' };

/** Starts it for the shop at `shop` (its public URL), by the Python that `cargo xtask` prepared. */
export async function startCanaille({ shop }) {
  const back = `${shop}/providers/canaille`;
  const args = [PROGRAM, '--port', String(await freePort())];
  args.push('--redirect', `${back}/callback`, '--post-logout', `${back}/logged-out`);
  const program = startProcess(process.env.PORTICO_TEST_CANAILLE, args);
  const [, issuer] = await eventually('Canaille starts', () => {
    if (program.ended()) throw new Error(`Canaille ended:\n${program.output()}`);
    return program.output().match(/^ready (\S+)$/m);
  }, 60);
  const client = { clientId: 'portico', clientSecret: 'portico-demo-secret' };
  return { issuer, slug: 'canaille', name: 'Canaille', ...client, ...program };
}

/**
 * On its pages: signs in, name and password one after the other (the password alone, if it knows the name already), and
 * allows what the shop asks for, where it is asked.
 */
export async function signInAtCanaille(page, issuer) {
  await page.waitForURL((url) => url.origin === issuer);
  const [name, password] = ['login', 'password'].map((field) => page.locator(`input[name=${field}]`));
  await name.or(password).first().waitFor();
  if (await name.count()) {
    await name.fill(VERA.login);
    await page.locator('button[type=submit]').first().click();
  }
  await password.fill(VERA.password);
  await page.locator('button[type=submit]').first().click();
  await page.waitForLoadState();
  const accept = page.getByRole('button', { name: 'Accept' });
  if (new URL(page.url()).origin === issuer && (await accept.count()) > 0) await accept.click();
}

/** Whether this browser is signed in there: its first page leads to the person's profile, else to the sign-in. */
export async function isSignedInAtCanaille(page, issuer) {
  const answer = await page.context().request.get(issuer, { maxRedirects: 0 });
  return answer.headers().location.startsWith(`/profile/${VERA.login}`);
}
