// The bot check: the browser brings a proof by itself, by work of its own or from reCAPTCHA, here a stand-in for it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import { fillRegistration } from '../support/customer.mjs';
import { startShop } from '../support/shop.mjs';

const PASSWORD = 'salt-on-the-railing';
const ADA = { givenName: 'Ada', familyName: 'Marsh', email: 'ada.marsh@mail.example', password: PASSWORD };
const BEN = { givenName: 'Ben', familyName: 'Marsh', email: 'ben.marsh@mail.example', password: PASSWORD };
const CAL = { givenName: 'Cal', familyName: 'Marsh', email: 'cal.marsh@mail.example', password: PASSWORD };
const DOT = { givenName: 'Dot', familyName: 'Marsh', email: 'dot.marsh@mail.example', password: PASSWORD };
const PROOF = 'input[name=proof]';

let browser;
let recaptcha;
let shop;
let page;

/** A stand-in for reCAPTCHA: its script gives tokens, its verifier answers with `score`. */
async function startRecaptcha() {
  const stand = { score: 0.9, asked: [] };
  const script = `window.grecaptcha = { execute: async (key, { action }) => key + '/' + action };`;
  const server = createServer((request, response) => {
    if (request.url.startsWith('/recaptcha/api.js')) {
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('cross-origin-resource-policy', 'cross-origin');
      response.end(script);
      return;
    }
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      stand.asked.push(new URLSearchParams(body));
      const answer = { success: true, score: stand.score, action: 'register', hostname: 'localhost' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  stand.origin = `http://127.0.0.1:${server.address().port}`;
  stand.stop = () => new Promise((resolve) => server.close(resolve));
  return stand;
}

/** Opens the register form and waits until the browser has found a proof. */
async function formWithProof(shape) {
  await page.goto(`${shop.url}/register`);
  await page.waitForFunction(
    ([selector, shape]) => new RegExp(shape).test(document.querySelector(selector)?.value ?? ''),
    [PROOF, shape],
  );
}

before(async () => {
  browser = await openBrowser();
  recaptcha = await startRecaptcha();
  shop = await startShop(browser, { env: { PORTICO_OUTGOING__RECAPTCHA: recaptcha.origin } });
  page = await openPage(browser);
});

after(async () => {
  await shop?.close();
  await recaptcha?.stop();
  await browser?.close();
});

test('the browser works for its proof while the form is filled in', async () => {
  await formWithProof(String.raw`^register\.16\.\d+\..+\.\d+$`);
  await fillRegistration(page, ADA);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
});

test('a form that is sent before the proof is found waits for it', async () => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route('**/ui/bot-task*', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${shop.url}/register`);
  await fillRegistration(page, DOT);
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.locator('button[aria-busy=true]').waitFor();
  assert.equal(await page.locator(PROOF).inputValue(), '');
  release();
  assert.match(new URLSearchParams((await sent).postData()).get('proof'), /^register\.16\./);
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.unroute('**/ui/bot-task*');
});

test('with reCAPTCHA a token stands for it, and a low score is told beside the form', async () => {
  const { office } = shop;
  await office.goto(`${shop.url}/office/settings/bot-check`);
  await office.getByLabel('Who finds out').selectOption('recaptcha');
  await office.getByLabel('Site key').fill('site-1');
  await office.getByLabel('Secret key').fill('secret-1');
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('The settings are saved').waitFor();

  await formWithProof('^site-1/register$');
  await page.getByText('reCAPTCHA by Google checks').waitFor();
  await fillRegistration(page, BEN);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  assert.equal(recaptcha.asked.at(-1).get('response'), 'site-1/register');
  assert.equal(recaptcha.asked.at(-1).get('secret'), 'secret-1');

  recaptcha.score = 0.1;
  await formWithProof('^site-1/register$');
  await fillRegistration(page, CAL);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('alert').getByText('We could not make sure that you are a person').waitFor();
  assert.equal(await page.getByLabel('E-mail address').inputValue(), CAL.email);

  recaptcha.score = 0.9;
  await page.waitForFunction((selector) => document.querySelector(selector)?.value !== '', PROOF);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
});
