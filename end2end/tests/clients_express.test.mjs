// npm express-openid-connect: an application whose session ends when the shop tells it so, and that signs out here.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import express from 'express';
import auth from 'express-openid-connect';

import { openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree, signInAtShop } from '../support/clients.mjs';
import { chooseSignOut, expectSignedIn, expectSignedOut } from '../support/customer.mjs';
import { eventually } from '../support/process.mjs';
import { proves as shows } from '../support/proofs.mjs';
import { startShop } from '../support/shop.mjs';
import { landing, page as answer, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const NAME = 'Harbour Magazine';
const proves = (...features) => shows('express-openid-connect', ...features);

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => magazine(javaScriptEnabled));
}

/** What the library keeps in memory: sessions, and those that are over. */
class Memory {
  entries = new Map();

  get(id, done) {
    done(null, this.entries.get(id));
  }

  set(id, value, done) {
    this.entries.set(id, value);
    done(null);
  }

  destroy(id, done) {
    this.entries.delete(id);
    done(null);
  }
}

/** The application: `/` is for everybody, `/mine` for who is signed in. */
function application(shop, web, client) {
  const app = express();
  app.use(
    auth.auth({
      issuerBaseURL: shop.url,
      baseURL: web.url,
      clientID: client.clientId,
      clientSecret: client.clientSecret,
      clientAuthMethod: 'client_secret_basic',
      secret: randomBytes(32).toString('hex'),
      authRequired: false,
      idpLogout: true,
      authorizationParams: { response_type: 'code', scope: 'openid profile email' },
      routes: { postLogoutRedirect: '/bye' },
      backchannelLogout: { store: new Memory() },
    }),
  );
  app.get('/mine', auth.requiresAuth(), async (request, response) => {
    const { name, email } = await request.oidc.fetchUserInfo();
    answer(response, `${name}, ${email}`);
  });
  app.use((request, response) => answer(response, request.oidc.isAuthenticated() ? 'signed in' : 'signed out'));
  return app;
}

function magazine(javaScriptEnabled) {
  let browser;
  let shop;
  let web;
  let page;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser);
    web = await startWeb();
    const client = await addClient(shop.office, shop.url, {
      name: NAME,
      redirectUri: `${web.url}/callback`,
      postLogout: `${web.url}/bye`,
      backChannel: `${web.url}/backchannel-logout`,
    });
    web.serve(application(shop, web, client));
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(async () => {
    await web?.stop();
    await shop?.close();
    await browser?.close();
  });

  /** What the application says of this browser. */
  const state = async () => (await page.context().request.get(`${web.url}/`)).text();

  test('whoever opens a protected page signs in, agrees, and sees it', async () => {
    await page.goto(`${web.url}/mine`);
    await signInAtShop(page, shop.url, MIA);
    await agree(page, NAME);
    await landing(page, `${web.url}/mine`);
    await page.getByText(`${MIA.name}, ${MIA.email}`).waitFor();
    const features = ['discovery', 'code', 'consent', 'rs256', 'basic', 'userinfo'];
    proves(...features, ...(javaScriptEnabled ? [] : ['noScript']));
  });

  test('a sign-out at the shop ends the session of the application', async () => {
    assert.match(await state(), /signed in/);
    await page.goto(`${shop.url}/`);
    await expectSignedIn(page, MIA.name);
    await ready(page);
    await chooseSignOut(page);
    await page.waitForURL('**/signed-out');
    await eventually('the application has heard of it', async () => /signed out/.test(await state()), 30);
    proves('backChannel');
  });

  test('and the person is asked to sign in again, but not to agree', async () => {
    await page.goto(`${web.url}/mine`);
    await signInAtShop(page, shop.url, MIA);
    await landing(page, `${web.url}/mine`);
    assert.match(await state(), /signed in/);
  });

  test('a sign-out at the application ends the session at the shop', async () => {
    await page.goto(`${web.url}/logout`);
    await landing(page, `${web.url}/bye`);
    assert.match(await state(), /signed out/);
    await page.goto(`${shop.url}/`);
    await expectSignedOut(page);
    assert.deepEqual(page.faults, []);
    proves('logout');
  });
}
