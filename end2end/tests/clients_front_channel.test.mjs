// Front-channel logout (OpenID Connect Front-Channel Logout 1.0): the browser opens the applications' own pages, out of
// sight, when a person signs out at the shop, and lets them finish, though the receipt waits for another application and
// loads itself again to see what it has answered.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree, signInAtShop } from '../support/clients.mjs';
import { chooseSignOut } from '../support/customer.mjs';
import { arrive, discover, leave } from '../support/openid_client.mjs';
import { eventually } from '../support/process.mjs';
import { startShop } from '../support/shop.mjs';
import { page as answer, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };

/** How long, in milliseconds, an application takes that has to wake up: longer than the receipt waits elsewhere. */
const COLD = 3500;

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
  const town = javaScriptEnabled ? 'Harbour' : 'Upland';
  const names = ['Magazine', 'Ledger'].map((name) => `${town} ${name}`);
  const silent = `${town} Radio`;
  const opened = [];
  /** What was asked of the pages, and whether the browser waited for the answer. */
  const answered = [];
  let webs;
  let apps;
  let page;

  before(async () => {
    webs = [];
    apps = [];
    page = await openPage(browser, { javaScriptEnabled });
    for (const name of [...names, silent]) {
      const web = await startWeb();
      web.serve((request, response) => {
        const url = new URL(request.url, web.url);
        if (url.pathname === '/out') opened.push({ name, site: request.headers['sec-fetch-dest'], query: url.searchParams });
        if (url.pathname === '/callback') answer(response, 'back');
        if (['/out', '/session'].includes(url.pathname)) wake(name, url.pathname, response);
        // What the shop tells is never answered.
      });
      webs.push(web);
      const way = name === silent ? { backChannel: `${web.url}/told` } : { frontChannel: `${web.url}/out?own=1` };
      const client = await addClient(shop.office, shop.url, { name, redirectUri: `${web.url}/callback`, ...way });
      apps.push(await discover(shop.url, client));
    }
  });

  /** Answers late: a page whose script then ends the session of the application. */
  function wake(name, path, response) {
    response.on('close', () => answered.push({ name, path, whole: response.writableFinished }));
    setTimeout(() => answer(response, '<script>fetch("/session")</script>'), COLD);
  }

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
    assert.equal(new Set(sessions).size, 1, 'it is one session');

    await page.goto(shop.url);
    await ready(page);
    await chooseSignOut(page);
    await page.waitForURL(`${shop.url}/signed-out**`);
    await Promise.all([...names, silent].map((name) => page.locator('.receipt', { hasText: name }).waitFor()));
    await page.getByText('Is being told that you signed out.').waitFor();
    await page.waitForLoadState('load');
    assert.deepEqual(opened.map(({ name }) => name).sort(), [...names].sort());
    for (const { site, query } of opened) {
      assert.equal(site, 'iframe');
      assert.deepEqual(
        [...query.entries()].sort(),
        [['iss', shop.url], ['own', '1'], ['sid', sessions[0]]],
      );
    }
    const paths = javaScriptEnabled ? ['/out', '/session'] : ['/out'];
    await eventually('each page has had its time', () => answered.length === names.length * paths.length);
    assert.deepEqual(
      answered.map(({ name, path, whole }) => `${name} ${path} ${whole}`).sort(),
      names.flatMap((name) => paths.map((path) => `${name} ${path} true`)).sort(),
    );
    if (javaScriptEnabled) await assertAccessible(page);
    assert.deepEqual(page.faults, [], 'the policy of the page lets the frames in');
  });
}
