// Everything goes wrong while people use the shop, and nothing that was acknowledged to them may be lost.
// Usage: node chaos/index.mjs --minutes N [--seed N], with PORTICO_TEST_PROGRAM, PORTICO_TEST_CHROMIUM,
// PORTICO_TEST_NGINX, and a PostgreSQL that somebody starts again when it ends: PORTICO_TEST_POSTGRES (its address)
// and PORTICO_TEST_POSTGRES_DATA (its folder). Ends with 1 when something is lost.

import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { openBrowser } from '../support/browser.mjs';
import { eventually } from '../support/process.mjs';
import { startReplicas } from '../support/replicas.mjs';
import { Ledger, letThemCome } from './people.mjs';
import { makeTrouble, numbers } from './trouble.mjs';
import { judge } from './verdict.mjs';
import { Visitor } from './visitor.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? randomInt(2 ** 31));
const minutes = Number(values.minutes);
const OPERATIONS = { name: 'Ole Berg', email: 'ole@chaos.example', password: 'low-water-at-seven' };
/** A mail that was being sent when its server was killed is taken up again after a minute. */
const SETTLING = 180;

/** People whom the provider knows. */
const people = Array.from({ length: 40 }, (_, number) => ({
  sub: `harbour-${number}`,
  password: 'tidewater',
  note: 'comes while everything breaks',
  claims: {
    email: `arrival${number}@harbour.example`,
    email_verified: true,
    given_name: 'Arrival',
    family_name: `Number ${number}`,
    locale: 'en',
  },
}));

/** What the people of `people.mjs` and the verdict need of a shop. */
function stage(replicas) {
  const faults = [];
  const statuses = new Map();
  const watch = ({ url, status, headers }) => {
    const here = url.startsWith(replicas.url);
    if (here) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    // Answers of a server have an id; those of the proxy have none. 502 is also what it says of a provider that is away.
    const ofServer = headers['x-request-id'] !== undefined;
    const provider = url.includes('/providers/') && (status === 502 || status === 504);
    const explained = !ofServer || provider || (status === 503 && headers['retry-after']);
    if (here && status >= 500 && !explained) faults.push(`${status} at ${new URL(url).pathname}`);
  };
  const visitor = () => new Visitor(watch);
  const waiting = () => {
    try {
      return replicas.database.rows("SELECT id FROM registration_requests WHERE status = 'waiting' LIMIT 1")[0]?.[0];
    } catch {
      return undefined;
    }
  };
  const operations = async (visitor) => {
    const { email, password } = OPERATIONS;
    await visitor.fill(`${replicas.url}/office/login`, '/office/login', { email, password });
    return visitor;
  };
  return { ...replicas, provider: replicas.harbour, people, faults, statuses, watch, visitor, waiting, operations };
}

/** Operations accept their invitation while all is well. */
async function inviteOperations(shop) {
  const { name, email, password } = OPERATIONS;
  const link = shop.servers[0].run(['staff', 'create', '--email', email, '--role', 'operations']).trim();
  const answer = await shop.visitor().fill(link, '/office/invitation', { name, email, new_password: password });
  if (answer?.status !== 303) throw new Error(`operations cannot begin: ${answer?.status}`);
}

async function settle(shop) {
  await Promise.all(shop.servers.map((server) => eventually('a server is ready', () => ready(server), 60)));
  const open = () => shop.database.rows("SELECT COUNT(*) FROM mails WHERE status = 'queued'")[0][0];
  await eventually('every mail leaves', async () => {
    await sleep(1000);
    return open() === '0';
  }, SETTLING).catch(() => {});
}

async function ready(server) {
  const answer = await fetch(`http://127.0.0.1:${server.port}/readyz`).catch(() => undefined);
  return answer?.ok;
}

function report(shop, ledger, interruptions, faults) {
  const lines = Object.entries(ledger.counts).map(([name, count]) => [name, count]);
  const copies = shop.mail.mails.length - new Set(shop.mail.mails.map((mail) => mail.messageId)).size;
  lines.push(['mails', shop.mail.mails.length], ['of them copies', copies], ['interruptions', interruptions.length]);
  const kinds = interruptions.map(({ kind }) => kind);
  for (const kind of new Set(kinds)) lines.push([`  ${kind}`, kinds.filter((other) => other === kind).length]);
  for (const [status, count] of [...shop.statuses].sort()) lines.push([`answers ${status}`, count]);
  console.log(`\n${lines.map(([name, count]) => `  ${name.padEnd(24)}${String(count).padStart(8)}`).join('\n')}`);
  for (const fault of faults) console.log(`  ✗ ${fault}`);
  console.log(faults.length ? `\n  lost or wrong: ${faults.length}` : '\n  Nothing that was acknowledged is lost.');
}

async function main() {
  console.log(`  seed ${seed}, ${minutes} minutes (again: --seed ${seed})`);
  const folder = mkdtempSync(join(tmpdir(), 'portico-chaos-'));
  const file = join(folder, 'people.json');
  writeFileSync(file, JSON.stringify(people));
  const browser = await openBrowser();
  const replicas = await startReplicas(browser, { people: file });
  try {
    const shop = stage(replicas);
    await inviteOperations(shop);
    const ledger = new Ledger();
    const end = Date.now() + minutes * 60_000;
    const goesOn = () => Date.now() < end;
    const tell = (kind) => console.log(`  ${Math.round((end - Date.now()) / 1000)} s left: ${kind}`);
    const [interruptions] = await Promise.all([
      makeTrouble(shop, numbers(seed), goesOn, tell),
      letThemCome(shop, ledger, numbers(seed + 1), goesOn),
    ]);
    await settle(shop);
    const faults = await judge(shop, ledger, interruptions);
    report(shop, ledger, interruptions, faults);
    process.exitCode = faults.length ? 1 : 0;
  } finally {
    await replicas.close();
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
