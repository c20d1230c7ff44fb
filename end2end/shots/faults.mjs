// Requests that get no answer, and why.

import { createServer, connect } from 'node:net';
import { once } from 'node:events';

import { hydrated } from '../support/browser.mjs';
import { startPortico } from '../support/portico.mjs';

/** Takes the refusals of a request as such. */
export async function faults({ camera, shop, page, still }) {
  camera.section('Refused');
  await page.setContent(`<form method="post" action="${shop.url}/login"><button>Send</button></form>`);
  await page.getByRole('button').click();
  await hydrated(page);
  await camera.take(page, 'From another site');
  await submitChanged(page, `${shop.url}/register`, { message: 'x'.repeat(100_000) });
  await camera.take(page, 'Too large');
  await submitChanged(page, `${shop.url}/register`, { enctype: 'text/plain' });
  await camera.take(page, 'Not understood');
  await camera.visit({ page, still }, `${shop.url}/nothing`, 'Not found');
}

/** Sends a page's form as a browser without scripts does, after a change that no person can make. */
async function submitChanged(page, url, { message, enctype }) {
  await page.goto(url);
  await hydrated(page);
  if (message) await page.locator('#field-message').fill(message);
  await page.locator('main form').evaluate((form, enctype) => {
    if (enctype) form.enctype = enctype;
    form.submit();
  }, enctype);
  await page.getByRole('link', { name: 'To the home page' }).waitFor();
  await hydrated(page);
}

/** Takes what a visitor sees while the database is away; on PostgreSQL, through a line that is cut. */
export async function databaseAway({ camera, page, still }) {
  const line = await cuttable(new URL(process.env.PORTICO_TEST_POSTGRES));
  const shop = await startPortico({ args: ['--demo'], database: line.url });
  try {
    camera.section('The database is away');
    await page.goto(`${shop.url}/login`);
    await hydrated(page);
    line.cut();
    await page.getByLabel('E-mail address').fill('mia@tidewater.example');
    await page.getByLabel('Password', { exact: true }).fill('boats-and-ropes');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').locator('p').waitFor();
    await camera.take(page, 'A form');
    await camera.visit({ page, still }, shop.url, 'A page');
    await camera.visit({ page, still }, `${shop.url}/office/login`, 'The back office');
  } finally {
    await shop.close();
    line.cut();
  }
}

/** A line to a server that can be cut: connections end, and new ones are refused. */
async function cuttable(target) {
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String(server.address().port);
  return {
    url: String(url),
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
