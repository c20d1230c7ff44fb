// Debian's Apache with mod_auth_openidc, before an application that reads who is there from headers.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { startApache } from '../support/apache.mjs';
import { openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree, signInAtShop } from '../support/clients.mjs';
import { chooseSignOut, expectSignedIn, expectSignedOut } from '../support/customer.mjs';
import { eventually, freePort } from '../support/process.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { startShop } from '../support/shop.mjs';
import { landing, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const NAME = 'Harbour Archive';
const proves = (...features) => shows('mod_auth_openidc', ...features);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => archive(javaScriptEnabled));
}

/** The application: tells the headers that it got. */
function application(request, response) {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(request.headers));
}

function archive(javaScriptEnabled) {
  let browser;
  let shop;
  let web;
  let apache;
  let page;
  let url;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser);
    web = await startWeb();
    web.serve(application);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const client = await addClient(shop.office, shop.url, {
      name: NAME,
      redirectUri: `${url}/mine/openid`,
      postLogout: `${url}/bye`,
      backChannel: `${url}/mine/openid?logout=backchannel`,
      also: ['refresh_token', 'offline_access'],
    });
    apache = await startApache({ port, application: web.url, issuer: shop.url, client });
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(async () => {
    await apache?.stop();
    await web?.stop();
    await shop?.close();
    await browser?.close();
  });

  /** Asks for the protected page without following where it leads. */
  const ask = () => page.context().request.get(`${url}/mine`, { maxRedirects: 0 });

  /** What the module knows of this session. */
  const session = async () => (await page.context().request.get(`${url}/mine/openid?info=json`)).json();

  test('whoever opens a protected page signs in, agrees, and the application knows them', async () => {
    await page.goto(`${url}/mine`);
    await signInAtShop(page, shop.url, MIA);
    await agree(page, NAME);
    await landing(page, `${url}/mine`);
    const headers = await (await ask()).json();
    assert.equal(headers.oidc_claim_iss, shop.url);
    assert.deepEqual([headers.oidc_claim_name, headers.oidc_claim_email], [MIA.name, MIA.email]);
    const features = ['discovery', 'code', 'consent', 'rs256', 'basic', 'userinfo'];
    proves(...features, ...(javaScriptEnabled ? [] : ['noScript']));
  });

  test('its tokens are renewed', async () => {
    const before = (await session()).access_token;
    await page.goto(`${url}/mine/openid?${new URLSearchParams({ refresh: `${url}/mine`, access_token: before })}`);
    await landing(page, `${url}/mine`);
    assert.notEqual((await session()).access_token, before);
    proves('refresh');
  });

  test('a sign-out at the shop ends the session', async () => {
    assert.equal((await ask()).status(), 200);
    await page.goto(`${shop.url}/`);
    await expectSignedIn(page, MIA.name);
    await ready(page);
    await chooseSignOut(page);
    await page.waitForURL('**/signed-out');
    await eventually('the application has heard of it', async () => (await ask()).status() === 302, 30);
    proves('backChannel');
  });

  test('a sign-out at the application ends the session at the shop', async () => {
    await page.goto(`${url}/mine`);
    await signInAtShop(page, shop.url, MIA);
    await landing(page, `${url}/mine`);
    await page.goto(`${url}/mine/openid?${new URLSearchParams({ logout: `${url}/bye` })}`);
    await landing(page, `${url}/bye`);
    assert.equal((await ask()).status(), 302);
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
    assert.deepEqual(page.faults.filter((fault) => fault.startsWith(shop.url)), []);
    proves('logout');
  });
}
