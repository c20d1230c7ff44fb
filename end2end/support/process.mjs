// Child processes of the tests: a free port, waiting for an answer, and a certain end.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port on 127.0.0.1 that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a program. `pid` is its id, `output()` all that it wrote so far; `stop(signal)` ends it and waits until it is
 * gone.
 */
export function startProcess(program, args, { env = {}, cwd } = {}) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      written += text;
    });
  }
  let ended = false;
  const gone = once(child, 'close').finally(() => {
    ended = true;
  });
  gone.catch(() => {});
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  return {
    pid: child.pid,
    output: () => written,
    ended: () => ended,
    async stop(signal = 'SIGTERM') {
      if (!ended) child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone.catch(() => {});
      clearTimeout(patience);
      process.removeListener('exit', endWithUs);
    },
  };
}

/** Asks `check` until it gives something true, and returns that; fails with `what` after `seconds`. */
export async function eventually(what, check, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`in vain for ${seconds} s: ${what}`);
    await sleep(50);
  }
}

/** Waits until an address answers with success, as long as the program lives. */
export async function answers(url, program) {
  await eventually(`${url} answers`, async () => {
    if (program.ended()) throw new Error(`the program ended:\n${program.output()}`);
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok;
  }, 30);
}
