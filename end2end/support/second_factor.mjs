// An authenticator app in the test's hands, and the pages of the second step. Works with and without JavaScript.

import { createHmac } from 'node:crypto';

import { ready } from './browser.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30_000;

/** Shows the codes of a key (RFC 6238), each only once: a code that was used is followed by that of the next step. */
export class Phone {
  #key;
  #last = 0;

  constructor(key) {
    const bits = [...key.replaceAll(' ', '')].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
    this.#key = Buffer.from(bits.match(/.{8}/g).map((octet) => parseInt(octet, 2)));
  }

  /** A code that works and was not used before. The shop takes one that comes a step early, so it waits seldom. */
  async code() {
    const next = this.#last + 1;
    const early = (next - 1) * STEP - Date.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    this.#last = Math.max(next, Math.floor(Date.now() / STEP));
    return this.#at(this.#last);
  }

  #at(step) {
    const counter = Buffer.alloc(8);
    counter.writeBigInt64BE(BigInt(step));
    const tag = createHmac('sha1', this.#key).update(counter).digest();
    const number = tag.readUInt32BE(tag.at(-1) & 0xf) & 0x7fff_ffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}

/** Sets an app up on a page that offers it, notes the recovery codes and goes on. Gives both. */
export async function setUpApp(page, { noted = async () => {} } = {}) {
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await page.getByRole('heading', { level: 1, name: 'Set up your app' }).waitFor();
  await ready(page);
  const phone = new Phone(await page.locator('code.app-key').innerText());
  await page.getByLabel('Code from your app').fill(await phone.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { level: 1, name: 'Note your recovery codes' }).waitFor();
  const codes = await page.locator('.recovery-codes code').allInnerTexts();
  await noted();
  await page.getByRole('button', { name: 'I have noted them' }).click();
  await page.getByRole('heading', { level: 1, name: 'Note your recovery codes' }).waitFor({ state: 'detached' });
  return { phone, codes };
}

/** Does the second step with a code of the app. */
export async function typeCode(page, phone, { remember = false } = {}) {
  await ready(page);
  const form = page.locator('form').filter({ has: page.getByLabel('Code from your app') });
  await form.getByLabel('Code from your app').fill(await phone.code());
  if (remember) await form.getByLabel(/^Remember this browser/).check();
  await form.getByRole('button', { name: 'Continue' }).click();
}

/** Does the second step with a recovery code. */
export async function typeRecoveryCode(page, code) {
  await ready(page);
  await page.locator('summary', { hasText: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Sign in with it' }).click();
}

/**
 * An administrator who had to set an app up lets all staff be without one, and is without one again: what a test does
 * not ask about does not stand in its way.
 */
export async function spareStaff(page) {
  const shop = new URL(page.url()).origin;
  await page.goto(`${shop}/office/settings/second-factor`);
  await ready(page);
  await page.getByLabel('Administrator').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings are saved and apply from now on.').waitFor();
  await page.goto(`${shop}/office/security`);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('So far, your password alone signs you in.').waitFor();
  await page.goto(`${shop}/office/requests`);
}
