// What applications answer to browsers, on 127.0.0.1: another site than the shop, which is on localhost.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers with a page of one line, and with nothing to the question for an icon. */
export function page(response, text) {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,"><p>${text}</p></html>`);
}

/**
 * Listens on a free port. `url` is the origin, `serve(listener)` says who answers, from now on: it often has to know the
 * origin first. Until then, and for whoever says nothing, every address answers with a page.
 */
export async function startWeb() {
  let listener = (_, response) => page(response, 'back');
  const server = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    serve(chosen) {
      listener = chosen;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where a person lands who comes back to an address of an application: the whole URL, with what was answered. */
export async function landing(page, address) {
  await page.waitForURL((url) => url.href.startsWith(`${address}?`) || url.href === address);
  return new URL(page.url());
}
