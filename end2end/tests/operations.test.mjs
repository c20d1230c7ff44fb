// docs/operations.md, followed to the letter: a copy of an open shop becomes a shop that its customers know.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { startPortico } from '../support/portico.mjs';
import { createDatabase } from '../support/postgres.mjs';

const ROOT = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');
const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const KEY = { PORTICO_SECRETS__KEY_FILE: 'data/portico.key' };

/** Runs the commands of the block that the page marks so, as its reader would. */
function follow(mark, cwd, database) {
  const [, commands] = read('docs/operations.md').match(new RegExp(`\`\`\`sh ${mark}\n([\\s\\S]*?)\`\`\``));
  execFileSync('sh', ['-eu', '-c', commands], { cwd, env: { ...process.env, PORTICO_DATABASE__URL: database } });
}

/** Signs the sample customer in; gives the session as the `Cookie` header bears it. */
async function signIn(shop) {
  const answer = await fetch(`${shop.url}/login`, {
    method: 'POST',
    body: new URLSearchParams(MIA),
    redirect: 'manual',
    headers: { accept: 'text/html' },
  });
  assert.equal(answer.status, 303);
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-portico='));
  return cookie.split(';')[0];
}

async function home(shop, cookie) {
  const answer = await fetch(shop.url, { headers: { accept: 'text/html', cookie } });
  return answer.text();
}

/** Opens page after page until `stop` says so; gives how many there were. */
async function browse(shop, cookie, stop) {
  let pages = 0;
  for (; !stop.now; pages += 1) assert.match(await home(shop, cookie), /Mia Sommer/);
  return pages;
}

/** A shop that is copied while it is open, and opens again elsewhere. `databases` are where it was and where it will be. */
async function moves(kind, databases) {
  const there = mkdtempSync(join(tmpdir(), 'portico-restored-'));
  const shop = await startPortico({ args: ['--demo'], env: KEY, database: databases[0] });
  let restored;
  try {
    const cookie = await signIn(shop);
    const stop = { now: false };
    const browsing = browse(shop, cookie, stop);
    follow(`backup ${kind}`, shop.folder, databases[0]);
    stop.now = true;
    assert.ok((await browsing) > 0, 'the shop was open');
    await shop.stop();

    cpSync(join(shop.folder, 'backup'), join(there, 'backup'), { recursive: true });
    follow(`restore ${kind}`, there, databases[1]);
    assert.equal(statSync(join(there, 'data/portico.key')).mode & 0o777, 0o600);
    const [key, database] = [join(there, 'data/portico.key'), databases[1].replace('//data/', `//${there}/data/`)];
    restored = await startPortico({ env: { PORTICO_SECRETS__KEY_FILE: key }, database });
    assert.match(await home(restored, cookie), /Mia Sommer/, 'who was signed in still is');
    await signIn(restored);
  } finally {
    await restored?.close();
    await shop.close();
    rmSync(there, { recursive: true, force: true });
  }
}

test('a shop on SQLite is copied while it is open, and opens again elsewhere', async () => {
  await moves('sqlite', ['sqlite://data/portico.db', 'sqlite://data/portico.db']);
});

test('a shop on PostgreSQL is copied while it is open, and opens again elsewhere', async () => {
  const databases = [createDatabase(), createDatabase()];
  try {
    await moves('postgres', databases.map(({ url }) => url));
  } finally {
    for (const database of databases) database.drop();
  }
});

test('what the container file copies and calls is there', () => {
  const lines = read('deploy/Containerfile');
  const copied = [...lines.matchAll(/^COPY (?!--from)(\S+) /gm)].map(([, source]) => source);
  assert.deepEqual(copied, ['.']);
  const version = read('Cargo.toml').match(/rust-version = "([\d.]+)"/)[1];
  assert.match(lines, new RegExp(`library/rust:${version}-`));
  assert.match(read('xtask/src/main.rs'), /Command::Site/);
  assert.match(lines, /cargo xtask site && cargo build --release --locked --package server/);
});

test('the compose file names files of the clone, and the servers that nginx knows', () => {
  const compose = read('deploy/compose.yaml');
  for (const [, upstream] of read('deploy/nginx.conf').matchAll(/server ([\w-]+):3000/g)) {
    assert.match(compose, new RegExp(`^  ${upstream}: \\*portico$`, 'm'));
  }
  const [, containerfile] = compose.match(/dockerfile: (\S+)/);
  for (const path of [containerfile, 'deploy/nginx.conf', 'deploy/portico.service']) {
    assert.ok(existsSync(new URL(path, ROOT)), path);
  }
});
