// PyPI's Authlib, in a Flask application.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import { addClient, agree, disagree, signInAtShop } from '../support/clients.mjs';
import { expectSignedOut } from '../support/customer.mjs';
import { eventually, freePort, startProcess } from '../support/process.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { startShop } from '../support/shop.mjs';
import { landing } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const NAME = 'Harbour Logbook';
const PROGRAM = fileURLToPath(new URL('../clients/authlib/app.py', import.meta.url));
const proves = (...features) => shows('authlib', ...features);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => logbook(javaScriptEnabled));
}

function logbook(javaScriptEnabled) {
  let browser;
  let shop;
  let app;
  let page;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser);
    app = await startLogbook(shop);
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(async () => {
    await app?.stop();
    await shop?.close();
    await browser?.close();
  });

  /** What the application knows of this browser. */
  const known = async () => (await page.context().request.get(`${app.url}/`)).json();

  test('who does not agree is not known', async () => {
    await page.goto(`${app.url}/login`);
    await signInAtShop(page, shop.url, MIA);
    await disagree(page, NAME);
    await landing(page, `${app.url}/callback`);
    assert.deepEqual(JSON.parse(await page.locator('body').innerText()), { error: 'access_denied' });
    assert.deepEqual(await known(), {});
    proves('refused');
  });

  test('who agrees is', async () => {
    await page.goto(`${app.url}/login`);
    await agree(page, NAME);
    await landing(page, `${app.url}/`);
    const { claims, userinfo } = await known();
    assert.equal(claims.iss, shop.url);
    assert.equal(claims.sub, userinfo.sub);
    assert.deepEqual([userinfo.name, userinfo.email], [MIA.name, MIA.email]);
    const features = ['discovery', 'code', 'consent', 'es256', 'basic', 'userinfo'];
    proves(...features, ...(javaScriptEnabled ? [] : ['noScript']));
  });

  test('its tokens are renewed', async () => {
    const before = await known();
    await page.goto(`${app.url}/refresh`);
    const after = await known();
    assert.notEqual(after.access_token, before.access_token);
    assert.notEqual(after.refresh_token, before.refresh_token);
    assert.equal(after.userinfo.sub, before.userinfo.sub);
    proves('refresh');
  });

  test('it signs out here and there', async () => {
    await page.goto(`${app.url}/logout`);
    await landing(page, `${app.url}/`);
    assert.deepEqual(await known(), {});
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
    assert.deepEqual(page.faults.filter((fault) => fault.startsWith(shop.url)), []);
    proves('logout');
  });
}

/** Starts the application, by the Python that `cargo xtask` prepared, as one of the shop's. */
async function startLogbook(shop) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const client = await addClient(shop.office, shop.url, {
    name: NAME,
    redirectUri: `${url}/callback`,
    postLogout: `${url}/bye`,
    algorithm: 'ES256',
    also: ['refresh_token', 'offline_access'],
  });
  const args = [PROGRAM, '--port', String(port), '--issuer', shop.url];
  args.push('--client-id', client.clientId, `--client-secret=${client.clientSecret}`);
  const program = startProcess(process.env.PORTICO_TEST_AUTHLIB, args);
  await eventually('the application starts', () => {
    if (program.ended()) throw new Error(`the application ended:\n${program.output()}`);
    return program.output().includes(`ready ${url}`);
  }, 60);
  return { url, ...program };
}
