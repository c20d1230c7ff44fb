// What must hold on every page: accessible in light and dark, wide and narrow; nothing refused, shifted or cut off;
// the right language and title; small enough.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible, hydrated, open, openBrowser, openPage } from '../support/browser.mjs';
import { everyPage } from '../support/pages.mjs';
import { startShop } from '../support/shop.mjs';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Sum of the shifts' scores (Layout Instability API) while a page loads and is taken over. */
const STILL = 0.01;
/** Spec 08: everything that a shopper's first page loads, without pictures. */
const FIRST_PAGE = 250_000;

let browser;
let shop;
let pages;
let people;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour', 'northwind'] });
  people = { visitor: await watchedPage(), customer: await watchedPage(), staff: shop.office };
  await watch(shop.office);
  pages = await everyPage(browser, shop, people.customer);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

async function watchedPage(options) {
  const page = await openPage(browser, options);
  await watch(page);
  return page;
}

/** Adds up the layout shifts of each document. */
async function watch(page) {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        window.shifts.push({ value, nodes: sources.map(({ node }) => node?.outerHTML?.slice(0, 120)) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

async function assertStill(page) {
  await page.waitForTimeout(150);
  const shifts = await page.evaluate(() => window.shifts);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.ok(sum < STILL, `${page.url()} moves while it loads: ${JSON.stringify(shifts, null, 1)}`);
}

async function assertFits(page) {
  const wider = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    const all = [...document.querySelectorAll('body *')];
    return all.filter((e) => e.getBoundingClientRect().right > limit + 1).map((e) => e.outerHTML.slice(0, 120));
  });
  assert.deepEqual(wider, [], `${page.url()} scrolls sideways at ${NARROW.width}`);
}

/** The page at both widths, in both colour schemes. */
async function look(page, { path, status }) {
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    const response = await open(page, `${shop.url}${path}`);
    assert.equal(response.status(), status, path);
    await assertStill(page);
    if (viewport === NARROW) await assertFits(page);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await assertAccessible(page);
    }
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  assert.deepEqual(page.faults.splice(0), []);
}

for (const who of ['visitor', 'customer', 'staff']) {
  test(`every page of a ${who}`, async (t) => {
    for (const one of pages[who]) {
      await t.test(`${one.name} (${one.path.replace(/[\w-]{30,}/, '…')})`, () => look(people[who], one));
    }
  });
}

test('open menus and dialogs', async (t) => {
  const page = people.customer;
  const cases = {
    'account menu': async () => page.locator('.account-menu > summary').click(),
    'language menu': async () => page.locator('.language-menu > summary').click(),
    'My Profile': async () => {
      await page.locator('.account-menu > summary').click();
      await page.getByRole('link', { name: 'My Profile' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
    },
    'sign out': async () => {
      await page.locator('.account-menu > summary').click();
      await page.locator('.account-menu .menu-item', { hasText: 'Sign out' }).click();
      await page.getByRole('dialog').waitFor();
    },
  };
  for (const [name, openIt] of Object.entries(cases)) {
    await t.test(name, async () => {
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        await open(page, shop.url);
        await openIt();
        if (viewport === NARROW) await assertFits(page);
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await assertAccessible(page);
        }
      }
      assert.deepEqual(page.faults.splice(0), []);
    });
  }
});

test('forms with faults', async (t) => {
  for (const path of ['/login', '/register', '/forgot']) {
    await t.test(path, async () => {
      const page = people.visitor;
      await open(page, `${shop.url}${path}`);
      await page.locator('main button[type=submit]').click();
      await page.locator('.field-error').first().waitFor();
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await assertAccessible(page);
      }
      assert.deepEqual(page.faults.splice(0), []);
    });
  }
});

test('language and title of every page, in three languages', async () => {
  const titles = {};
  for (const language of ['en', 'de', 'el']) {
    const page = await openPage(browser, { locale: language, javaScriptEnabled: false });
    for (const { path } of pages.visitor) {
      await page.goto(`${shop.url}${path}`);
      assert.equal(await page.locator('html').getAttribute('lang'), language, path);
      const title = await page.title();
      assert.match(title, /^.+ · Tidewater$/, path);
      (titles[path] ??= new Set()).add(title);
    }
    await page.context().close();
  }
  for (const [path, all] of Object.entries(titles)) {
    assert.equal(all.size, 3, `${path} has the same title in two languages: ${[...all].join(' | ')}`);
  }
});

test('in German and in Greek nothing is cut off on a phone', async () => {
  for (const locale of ['de', 'el']) {
    const page = await openPage(browser, { locale, viewport: NARROW });
    for (const { path } of pages.visitor) {
      await page.goto(`${shop.url}${path}`);
      await assertFits(page);
    }
    await page.context().close();
  }
});

test('between pages the shop stays loaded', async () => {
  const page = await openPage(browser);
  await open(page, shop.url);
  await page.evaluate(() => (window.sameDocument = true));
  await page.getByRole('link', { name: 'Kayak tour' }).click();
  await page.waitForURL('**/offers/kayak-tour');
  await page.getByRole('heading', { level: 1, name: 'Kayak tour' }).waitFor();
  assert.match(await page.title(), /^Kayak tour/);
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Welcome to Tidewater' }).waitFor();
  assert.match(await page.title(), /^Welcome · Tidewater/);
  await page.goForward();
  await page.getByRole('heading', { level: 1, name: 'Kayak tour' }).waitFor();
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('what was typed before the page is taken over stays', async () => {
  const page = await openPage(browser);
  await page.route('**/*.wasm', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  await page.goto(`${shop.url}/login`);
  await page.getByLabel('E-mail address').fill('mia@tidewater.example');
  await page.getByLabel('Password', { exact: true }).fill('boats-and-ropes');
  await hydrated(page);
  assert.equal(await page.getByLabel('E-mail address').inputValue(), 'mia@tidewater.example');
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), 'boats-and-ropes');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a shopper loads the shop alone, and no more than fits the budget', async () => {
  const page = await openPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const loaded = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    loaded.set(requestId, { url: new URL(response.url), bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (loaded.has(requestId)) loaded.get(requestId).bytes = encodedDataLength;
  });
  await open(page, shop.url);
  await page.waitForLoadState('networkidle');

  const all = [...loaded.values()];
  for (const { url } of all) {
    assert.equal(url.origin, shop.url, `${url} is not ours`);
    assert.doesNotMatch(url.pathname, /office|account/);
  }
  const weighed = all.filter(({ url }) => !url.pathname.endsWith('.svg'));
  const wasm = weighed.some(({ url }) => /^\/assets\/shop-.*\.wasm$/.test(url.pathname));
  assert.ok(wasm, 'the bundle is among what was weighed');
  const list = weighed.map(({ url, bytes }) => `${url.pathname} ${bytes}`);
  const sum = weighed.reduce((total, { bytes }) => total + bytes, 0);
  console.log(`first page of the shop: ${sum} bytes`);
  assert.ok(sum <= FIRST_PAGE, `the first page weighs ${sum} bytes:\n${list.join('\n')}`);
  await page.context().close();
});

for (const [where, hidden] of [
  ['in the background', true],
  ['in a browser that tells of no paint', false],
]) {
  test(`a page comes to life ${where}`, async () => {
    const page = await openPage(browser);
    await page.addInitScript((hidden) => {
      PerformanceObserver.prototype.observe = () => {};
      Object.defineProperty(document, 'hidden', { value: hidden });
    }, hidden);
    await open(page, `${shop.url}/login`);
    await page.context().close();
  });
}
