// Front-channel logout (OpenID Connect Front-Channel Logout 1.0): the browser opens the applications' own pages, out of
// sight, when a person signs out at the shop.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree, signInAtShop } from '../support/clients.mjs';
import { chooseSignOut } from '../support/customer.mjs';
import { arrive, discover, leave } from '../support/openid_client.mjs';
import { startShop } from '../support/shop.mjs';
import { page as answer, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };

let browser;
let shop;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => frontChannel(javaScriptEnabled));
}

function frontChannel(javaScriptEnabled) {
  const names = ['Magazine', 'Ledger'].map((name) => `${javaScriptEnabled ? 'Harbour' : 'Upland'} ${name}`);
  const opened = [];
  let webs;
  let apps;
  let page;

  before(async () => {
    webs = [];
    apps = [];
    page = await openPage(browser, { javaScriptEnabled });
    for (const name of names) {
      const web = await startWeb();
      web.serve((request, response) => {
        const url = new URL(request.url, web.url);
        if (url.pathname === '/out') opened.push({ name, site: request.headers['sec-fetch-dest'], query: url.searchParams });
        answer(response, 'out');
      });
      webs.push(web);
      const settings = { name, redirectUri: `${web.url}/callback`, frontChannel: `${web.url}/out?own=1` };
      apps.push(await discover(shop.url, await addClient(shop.office, shop.url, settings)));
    }
  });

  after(async () => {
    for (const web of webs ?? []) await web.stop();
  });

  test('signing out at the shop opens the page of each application, with issuer and session', async () => {
    const sessions = [];
    for (const [number, app] of apps.entries()) {
      const checks = await leave(page, app);
      if (number === 0) await signInAtShop(page, shop.url, MIA);
      await agree(page, app.client.name);
      sessions.push((await arrive(page, app, checks)).claims().sid);
    }
    assert.equal(sessions[0], sessions[1], 'it is one session');

    await page.goto(shop.url);
    await ready(page);
    await chooseSignOut(page);
    await page.waitForURL(`${shop.url}/signed-out**`);
    await Promise.all(names.map((name) => page.locator('.receipt', { hasText: name }).waitFor()));
    await page.waitForLoadState('load');
    assert.deepEqual(opened.map(({ name }) => name).sort(), [...names].sort());
    for (const { site, query } of opened) {
      assert.equal(site, 'iframe');
      assert.deepEqual(
        [...query.entries()].sort(),
        [['iss', shop.url], ['own', '1'], ['sid', sessions[0]]],
      );
    }
    if (javaScriptEnabled) await assertAccessible(page);
    assert.deepEqual(page.faults, [], 'the policy of the page lets the frames in');
  });
}
