// Lighthouse on the pages that people meet first, as a phone on a slow line meets them.
// Usage: node lighthouse/index.mjs --out FOLDER, with PORTICO_TEST_PROGRAM and PORTICO_TEST_CHROMIUM. Writes a report for
// each page, prints the scores, and ends with 1 when one is below what is asked.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

import { startPortico } from '../support/portico.mjs';
import { freePort } from '../support/process.mjs';

const LEAST = 95;
const EVERYWHERE = ['performance', 'accessibility', 'best-practices'];
/** `/login` is kept from search engines, so that nothing is asked of it there. */
const PAGES = [
  { name: 'Home', path: '/', categories: [...EVERYWHERE, 'seo'] },
  { name: 'Offer', path: '/offers/climbing-session', categories: [...EVERYWHERE, 'seo'] },
  { name: 'Sign in', path: '/login', categories: EVERYWHERE },
];

/** Scores of a page by category, 0 to 100, and what kept it from more. */
async function measure(url, port, categories) {
  const { lhr, report } = await lighthouse(url, { port, onlyCategories: categories, output: 'html', logLevel: 'error' });
  const scores = categories.map((category) => Math.round(lhr.categories[category].score * 100));
  const lost = categories.flatMap((category) => lhr.categories[category].auditRefs)
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
    .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim());
  return { scores, lost: [...new Set(lost)], report };
}

const { values } = parseArgs({ options: { out: { type: 'string' } } });
mkdirSync(values.out, { recursive: true });
const port = await freePort();
const args = ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`];
const browser = await chromium.launch({ executablePath: process.env.PORTICO_TEST_CHROMIUM, args });
const shop = await startPortico({ args: ['--demo'] });
try {
  for (const { name, path, categories } of PAGES) {
    const { scores, lost, report } = await measure(`${shop.url}${path}`, port, categories);
    writeFileSync(join(values.out, `${name.toLowerCase().replace(' ', '-')}.html`), report);
    const line = categories.map((category, index) => `${category} ${scores[index]}`).join(', ');
    console.log(`  ${name.padEnd(10)}${line}${lost.length ? `\n            ${lost.join('; ')}` : ''}`);
    if (scores.some((score) => score < LEAST)) process.exitCode = 1;
  }
} finally {
  await shop.close();
  await browser.close();
}
