// Chromium as the tests drive it.

import assert from 'node:assert/strict';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser that `cargo xtask` found. Each test opens a context of its own. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.PORTICO_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
}

/**
 * A page in a context of its own, in English and without motion unless told otherwise; `options` as for Playwright's `newContext`
 * (`javaScriptEnabled`, `colorScheme`, `viewport`). `page.faults` collects script errors and every error and warning
 * on the console; that a document answers 4xx is none of them.
 * `page.runsScripts` tells whether scripts run.
 */
export async function openPage(browser, options = {}) {
  const still = { locale: 'en', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' };
  const context = await browser.newContext({ ...still, ...options });
  context.setDefaultTimeout(15_000);
  await context.addInitScript(markHydration);
  const page = await context.newPage();
  page.faults = [];
  page.runsScripts = options.javaScriptEnabled !== false;
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (message) => {
    const ofDocument = /^Failed to load resource/.test(message.text()) && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !ofDocument) {
      page.faults.push(`${page.url()}: ${message.text()} ${message.location().url}`);
    }
  });
  return page;
}

/** Runs before each page's own scripts: notes when the bundle has taken over the page, which it does as it starts. */
function markHydration() {
  const original = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const bundle = await original.apply(WebAssembly, args);
    setTimeout(() => requestAnimationFrame(() => (window.hydrated = true)));
    return bundle;
  };
}

/** Waits until the bundle has taken over the page. */
export async function hydrated(page) {
  await page.waitForFunction(() => window.hydrated === true);
}

/** Before a form is filled: waits until the bundle has taken over, where scripts run. */
export async function ready(page) {
  if (page.runsScripts) await hydrated(page);
}

/** Opens an address and waits until the bundle has taken over. */
export async function open(page, url) {
  const response = await page.goto(url);
  await hydrated(page);
  return response;
}

/** Fails with a readable list when axe finds a fault on the page as it stands. */
export async function assertAccessible(page) {
  const seen = page.runsScripts === false ? await likenessOf(page) : page;
  const { violations } = await new AxeBuilder({ page: seen }).analyze();
  if (seen !== page) await seen.context().close();
  const list = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(' ')}`).join('\n')}`,
  );
  assert.deepEqual(list, [], `${page.url()}\n${list.join('\n')}`);
}

/** The document of a page that runs no scripts, where axe can run its own; without scripts, axe would never end. */
async function likenessOf(page) {
  const url = page.url();
  const body = (await page.content()).replace(/<script\b[\s\S]*?<\/script>/g, '').replace(/<\/?noscript>/g, '');
  const options = { locale: 'en', viewport: page.viewportSize(), reducedMotion: 'reduce', ignoreHTTPSErrors: true };
  const likeness = await (await page.context().browser().newContext(options)).newPage();
  const html = { contentType: 'text/html; charset=utf-8', body };
  await likeness.route(({ href }) => href === url, (route) => route.fulfill(html));
  await likeness.goto(url);
  return likeness;
}
