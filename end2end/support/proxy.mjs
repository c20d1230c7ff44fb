// nginx before several servers, with the file that is deployed.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, freePort, startProcess } from './process.mjs';

const CONFIGURATION = new URL('../../deploy/nginx.conf', import.meta.url);

/**
 * Starts nginx on `port` with `deploy/nginx.conf`, at the addresses of a test: the two `ports` are those of the
 * servers.
 *
 * `url` is where browsers go (https, by a certificate that nobody signed), `turns()` tells which of the servers, 0 or
 * 1, each request went to so far, in the order in which they were answered; `statuses()` what was answered.
 */
export async function startProxy(ports, port) {
  const own = mkdtempSync(join(tmpdir(), 'portico-proxy-'));
  // Its workers run as somebody else when root starts it.
  chmodSync(own, 0o755);
  const log = join(own, 'access.log');
  writeFileSync(log, '');
  const { certificate, key } = selfSigned(own);
  const replacements = {
    ' /tmp/': ` ${own}/`,
    'portico-1:3000': `127.0.0.1:${ports[0]}`,
    'portico-2:3000': `127.0.0.1:${ports[1]}`,
    'listen 80;': `listen 127.0.0.1:${await freePort()};`,
    'listen 443 ssl http2;': `listen 127.0.0.1:${port} ssl http2;`,
    '/run/secrets/certificate.pem': certificate,
    '/run/secrets/certificate.key': key,
    '/dev/stdout': log,
  };
  let text = readFileSync(CONFIGURATION, 'utf8');
  for (const [deployed, here] of Object.entries(replacements)) {
    if (!text.includes(deployed)) throw new Error(`deploy/nginx.conf does not say ${deployed}`);
    text = text.replaceAll(deployed, here);
  }
  const file = join(own, 'nginx.conf');
  writeFileSync(file, text);
  const nginx = process.env.PORTICO_TEST_NGINX ?? '/usr/sbin/nginx';
  const program = startProcess(nginx, ['-p', own, '-c', file, '-g', 'daemon off;']);
  await eventually('nginx listens', async () => {
    if (program.ended()) throw new Error(`nginx ended:\n${program.output()}`);
    return listens(port);
  });
  const lines = () => readFileSync(log, 'utf8').split('\n').filter(Boolean).map((line) => line.split(' '));
  return {
    url: `https://localhost:${port}`,
    turns: () => lines().map(([, , , , server]) => ports.findIndex((port) => server === `127.0.0.1:${port}`)),
    statuses: () => lines().map(([, , , status]) => Number(status)),
    async stop() {
      await program.stop();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** A certificate for localhost in PEM files. */
function selfSigned(folder) {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'certificate.key');
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  args.push('-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-out', certificate, '-keyout', key);
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { certificate, key };
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
