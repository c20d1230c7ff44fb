// Apache with mod_auth_openidc, which signs people in for the application behind it.

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { answers, startProcess } from './process.mjs';

const CONFIGURATION = fileURLToPath(new URL('../clients/apache/apache.conf', import.meta.url));
const MODULES = '/usr/lib/apache2/modules';

/** Starts it on `port`, before the application at `application`, as the `client` of the shop at `issuer`. */
export async function startApache({ port, application, issuer, client }) {
  const folder = mkdtempSync(join(tmpdir(), 'portico-apache-'));
  // Its workers run as somebody else when root starts it.
  chmodSync(folder, 0o755);
  const env = {
    HARBOUR_FOLDER: folder,
    HARBOUR_PORT: String(port),
    HARBOUR_MODULES: MODULES,
    HARBOUR_ISSUER: issuer,
    HARBOUR_CLIENT_ID: client.clientId,
    HARBOUR_CLIENT_SECRET: client.clientSecret,
    HARBOUR_PASSPHRASE: randomBytes(32).toString('hex'),
    HARBOUR_APPLICATION: application,
  };
  // It can't open the pipe that takes what other programs write.
  const log = join(folder, 'error.log');
  writeFileSync(log, '');
  const apache = process.env.PORTICO_TEST_APACHE ?? '/usr/sbin/apache2';
  const program = startProcess(apache, ['-DFOREGROUND', '-f', CONFIGURATION], { env, cwd: folder });
  const output = () => program.output() + readFileSync(log, 'utf8');
  await answers(`http://127.0.0.1:${port}/`, { ...program, output });
  return {
    output,
    async stop() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
