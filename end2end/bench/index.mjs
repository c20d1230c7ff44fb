// What the benchmark measures from outside: bytes of the first pages, memory, and how soon the program answers.
// Usage: node bench/index.mjs --inside JSON --out FILE, with PORTICO_TEST_PROGRAM. `--inside` is what
// server/examples/bench measured. Writes everything to the file and prints it as a table.

import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';

import { freePort, startProcess } from '../support/process.mjs';
import { startPortico } from '../support/portico.mjs';

const SESSIONS = 10_000;
const STARTS = 9;
const MIA = new URLSearchParams({ email: 'mia@tidewater.example', password: 'boats-and-ropes' });
/** Hashing takes memory that does not depend on the number of sessions; here it takes as good as none. */
const LIGHT_HASHES = { PORTICO_PASSWORDS__MEMORY_KIB: '8', PORTICO_PASSWORDS__ITERATIONS: '1' };
/** Each sign-in comes from an address of its own, so that no budget of tries ends the measurement. */
const BEHIND_A_PROXY = { PORTICO_SERVER__TRUSTED_PROXIES: '127.0.0.1' };

/** Resident memory of a process in bytes (`VmRSS` of proc(5)). */
function resident(pid) {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m);
  return Number(kilobytes) * 1024;
}

/** Bytes that a first visit loads, as they travel: page, styles, JavaScript, WebAssembly. Pictures are not counted. */
async function firstPage(url) {
  const accept = { 'accept-encoding': 'br', accept: 'text/html' };
  const response = await fetch(url, { headers: accept });
  const html = await response.text();
  const page = response.headers.get('content-encoding') === 'br' ? brotliCompressSync(html) : Buffer.from(html);
  const parts = { html: page.length };
  const names = html.match(/\/assets\/[\w.-]+\.(?:css|js|wasm)/g);
  for (const name of new Set(names)) {
    parts[name.split('.').at(-1)] = (parts[name.split('.').at(-1)] ?? 0) + (await transferred(new URL(name, url)));
  }
  return { ...parts, sum: Object.values(parts).reduce((sum, bytes) => sum + bytes) };
}

/** Bytes of a body as it travels. Node's fetch unpacks; its length header is of what was packed. */
async function transferred(url) {
  const response = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  const body = await response.arrayBuffer();
  return Number(response.headers.get('content-length') ?? body.byteLength);
}

/** One sign-in of the sample customer, and the home page with its session. */
async function visit(shop, number) {
  const answer = await fetch(`${shop.url}/login`, {
    method: 'POST',
    body: MIA,
    redirect: 'manual',
    headers: { 'x-forwarded-for': `10.0.${number >> 8}.${number & 255}`, accept: 'text/html' },
  });
  const session = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-portico='));
  if (!session) throw new Error(`sign-in ${number} answers ${answer.status}`);
  await (await fetch(shop.url, { headers: { cookie: session.split(';')[0], accept: 'text/html' } })).text();
}

async function memory() {
  const shop = await startPortico({ args: ['--demo'], env: { ...LIGHT_HASHES, ...BEHIND_A_PROXY } });
  try {
    await (await fetch(shop.url)).text();
    const idle = resident(shop.pid);
    for (let number = 0; number < SESSIONS; number += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, more) => visit(shop, number + more)));
    }
    return { idle, sessions: SESSIONS, with_sessions: resident(shop.pid) };
  } finally {
    await shop.close();
  }
}

/** Milliseconds from starting the program, on a database that is there, to its first answer. */
async function startTime(shop) {
  const times = [];
  for (let start = 0; start < STARTS; start += 1) {
    const port = await freePort();
    const env = { ...shop.variables, PORTICO_SERVER__LISTEN: `127.0.0.1:${port}` };
    const started = performance.now();
    const program = startProcess(process.env.PORTICO_TEST_PROGRAM, ['serve'], { env, cwd: shop.folder });
    await firstAnswer(port, program);
    times.push(performance.now() - started);
    await program.stop();
  }
  times.sort((a, b) => a - b);
  return { median: times[STARTS >> 1], slowest: times.at(-1) };
}

/** Asks for `/healthz` until something comes back. */
async function firstAnswer(port, program) {
  for (;;) {
    const answered = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => socket.write('GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n'));
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (answered) return;
    if (program.ended()) throw new Error(program.output());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function outside() {
  const shop = await startPortico({ args: ['--demo'] });
  let measured;
  try {
    const bytes = {
      shop: await firstPage(`${shop.url}/`),
      account: await firstPage(`${shop.url}/login`),
      office: await firstPage(`${shop.url}/office/login`),
    };
    await shop.stop();
    measured = { bytes, start: await startTime(shop) };
  } finally {
    await shop.close();
  }
  return { ...measured, memory: await memory() };
}

/** One line for each figure: what, how much, what spec 08 wants, and what it stands beside. */
function table(measured) {
  const { sign_in: signIn, burst, home, bytes, memory, start, crowd, known_and_unknown_addresses: timing } = measured;
  const rate = ({ per_second: ours }) => `${ours.toFixed(1)} /s`;
  const beside = ({ yardstick_per_second: yardstick, ratio }) => `${yardstick.toFixed(1)} /s: ratio ${ratio.toFixed(2)}`;
  const kilobytes = (count) => (count / 1e3).toFixed(1);
  const parts = ({ html, css, js, wasm }) =>
    Object.entries({ html, css, js, wasm })
      .map(([kind, count]) => `${kind} ${kilobytes(count)}`)
      .join(', ');
  const megabytes = (count) => `${(count / 1e6).toFixed(1)} MB`;
  const comeBack = ({ told_to_come_back: told, everybody }) => `told to come back ${told}, all in after ${everybody.toFixed(1)} s`;
  const milliseconds = (time) => `${time.toFixed(0)} ms`;
  return [
    ['password sign-ins', rate(signIn), '≥ 0.95', `plain Argon2id ${beside(signIn)}`],
    [`${burst.people} at once, p99`, milliseconds(burst.p99), '', `p50 ${milliseconds(burst.p50)}, ${comeBack(burst)}`],
    ['home page, signed in', rate(home), '≥ 0.6', `from constants ${beside(home)}`],
    ['first page, shop', `${kilobytes(bytes.shop.sum)} kB`, '≤ 250 kB', parts(bytes.shop)],
    ['first page, sign in', `${kilobytes(bytes.account.sum)} kB`, '', parts(bytes.account)],
    ['first page, office', `${kilobytes(bytes.office.sum)} kB`, '', parts(bytes.office)],
    ['memory, idle', megabytes(memory.idle), '≤ 30 MB', ''],
    [`memory, ${memory.sessions} sessions`, megabytes(memory.with_sessions), '≤ 80 MB', ''],
    ['start to first answer', milliseconds(start.median), '≤ 200 ms', `slowest ${milliseconds(start.slowest)}`],
    ...crowd.map(({ what, customers, few_ms: few, many_ms: many, ratio }) => [
      `${what}, ${customers}`,
      `${many.toFixed(2)} ms`,
      '≤ 1.2',
      `with 1000 customers ${few.toFixed(2)} ms: ratio ${ratio.toFixed(2)}`,
    ]),
    ...timing.map(({ form, known_ms: known, unknown_ms: unknown, known_is_slower: slower, p }) => [
      `${form}, known address`,
      `${known.toFixed(2)} ms`,
      '',
      `unknown ${unknown.toFixed(2)} ms; known is slower in ${(100 * slower).toFixed(0)} of 100 pairs, p = ${p.toFixed(3)}`,
    ]),
  ]
    .map(([what, figure, wanted, note]) => `  ${what.padEnd(26)}${figure.padStart(12)}  ${wanted.padEnd(10)}${note}`)
    .join('\n');
}

const { values } = parseArgs({ options: { inside: { type: 'string' }, out: { type: 'string' } } });
const measured = { ...JSON.parse(values.inside), ...(await outside()) };
writeFileSync(values.out, `${JSON.stringify(measured, null, 2)}\n`);
console.log(`\n${table(measured)}\n\n  ${values.out}`);
