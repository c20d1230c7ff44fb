// Two servers on one PostgreSQL behind nginx, with a mail server, an administrator and real providers.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openPage } from './browser.mjs';
import { startMailServer } from './mail.mjs';
import { ADMINISTRATOR, acceptInvitation, addProvider } from './office.mjs';
import { startPortico } from './portico.mjs';
import { createDatabase } from './postgres.mjs';
import { freePort } from './process.mjs';
import { startProvider } from './provider.mjs';
import { startProxy } from './proxy.mjs';

/** Pages of one request each, so that turns can be counted: without scripts, styles and pictures. */
export async function openPlainPage(browser) {
  const page = await openPage(browser, { javaScriptEnabled: false, ignoreHTTPSErrors: true });
  await page.route('**/assets/**', (route) => route.abort());
  return page;
}

/**
 * Starts both servers at once on an empty database, with one file for their keys, and the sample provider `harbour`
 * (with the people of a file, if one is named).
 *
 * `url` is where browsers go; `servers` what `startPortico` gives, `ask(index, path, …)` asks one of them past the
 * proxy, as the proxy would; `proxy` is nginx, `office` the administrator's page, `close()` ends it all.
 */
export async function startReplicas(browser, { people } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'portico-replicas-'));
  const mail = await startMailServer();
  const database = createDatabase();
  const running = [];
  const close = async () => {
    for (const end of running.reverse()) await end();
    await mail.stop();
    database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const publicPort = await freePort();
    const url = `https://localhost:${publicPort}`;
    const servers = await Promise.all([0, 1].map(() => startServer({ url, folder, mail, database })));
    for (const server of servers) running.push(server.close);
    const ports = servers.map((server) => server.port);
    const proxy = await startProxy(ports, publicPort);
    running.push(proxy.stop);
    const office = await openPlainPage(browser);
    running.push(() => office.context().close());
    await becomeAdministrator(office, servers[0]);
    const harbour = await startProvider({ shop: url, people });
    running.push(harbour.stop);
    await addProvider(office, url, harbour);
    const ask = (index, path, request) => askServer(url, servers[index], path, request);
    return { url, servers, proxy, mail, database, office, harbour, ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServer({ url, folder, mail, database }) {
  const metrics = await freePort();
  const env = {
    PORTICO_SERVER__PUBLIC_URL: url,
    PORTICO_SERVER__TRUSTED_PROXIES: '127.0.0.1',
    PORTICO_SERVER__METRICS_LISTEN: `127.0.0.1:${metrics}`,
    PORTICO_SECRETS__KEY_FILE: join(folder, 'portico.key'),
    PORTICO_MAIL__SMTP_URL: mail.url,
  };
  const server = await startPortico({ env, database: database.url });
  return Object.assign(server, { metrics: `http://127.0.0.1:${metrics}/metrics` });
}

async function becomeAdministrator(office, server) {
  const roles = ['--role', 'administrator', '--role', 'operations'];
  const link = server.run(['staff', 'create', '--email', ADMINISTRATOR.email, ...roles]).trim();
  await acceptInvitation(office, link, ADMINISTRATOR);
}

/** `form` makes it a post. `from` is the address of the person who asks. */
function askServer(url, server, path, { cookie = '', form, from = '198.51.100.7' } = {}) {
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: form ? 'POST' : 'GET',
    body: form && new URLSearchParams(form),
    redirect: 'manual',
    headers: { accept: 'text/html', cookie, origin: url, 'x-forwarded-for': from },
  });
}
