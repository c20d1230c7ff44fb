// The program under test: the release build, with a database of its own in a temporary folder.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { answers, freePort, startProcess } from './process.mjs';

/**
 * Starts Portico and waits until it is ready.
 *
 * `args` follow `portico serve` (`['--demo']`; without its partner, unless `--partner` names a port), `env` holds further
 * PORTICO_… variables, `port` and `database` are chosen when not given. `restart(args)` starts it again on the same data after `stop()`; `run(args)` gives what
 * another command prints; `close()` ends it and removes the data.
 */
export async function startPortico({ args = [], env = {}, port, database } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'portico-test-'));
  const chosen = port ?? (await freePort());
  const url = `http://localhost:${chosen}`;
  const variables = {
    PORTICO_SERVER__LISTEN: `127.0.0.1:${chosen}`,
    PORTICO_SERVER__PUBLIC_URL: url,
    PORTICO_SERVER__METRICS_LISTEN: 'off',
    PORTICO_DATABASE__URL: database ?? `sqlite://${join(folder, 'portico.db')}`,
    PORTICO_SECRETS__KEY_FILE: join(folder, 'portico.key'),
    ...env,
  };
  const portico = { url, port: chosen, folder, variables };
  const start = async (args) => {
    const alone = args.includes('--demo') && !args.includes('--partner') ? ['--partner', 'off'] : [];
    const serve = ['serve', ...args, ...alone];
    const program = startProcess(process.env.PORTICO_TEST_PROGRAM, serve, { env: variables, cwd: folder });
    portico.output = program.output;
    portico.stop = program.stop;
    portico.pid = program.pid;
    await answers(`http://127.0.0.1:${chosen}/readyz`, program).catch(async (error) => {
      await program.stop();
      throw new Error(`${error.message}\n${program.output()}`);
    });
  };
  portico.restart = start;
  portico.run = (args) =>
    execFileSync(process.env.PORTICO_TEST_PROGRAM, args, {
      env: { ...process.env, ...variables },
      cwd: folder,
      encoding: 'utf8',
    });
  portico.close = async () => {
    await portico.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await start(args);
  return portico;
}
