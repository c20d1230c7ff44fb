// The OpenID provider beside npm `oidc-provider` (spec 08): Portico on SQLite and on PostgreSQL, and the yardstick, run
// side by side, each signed in to once. Usage: node bench/oidc.mjs --load PROGRAM --out FILE, with
// PORTICO_TEST_PROGRAM and PORTICO_TEST_POSTGRES. PROGRAM is server/examples/bench_oidc. Writes everything to the file
// and prints it as a table.

import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { createDatabase } from '../support/postgres.mjs';
import { startPortico } from '../support/portico.mjs';
import { answers, freePort, startProcess } from '../support/process.mjs';

const PLAN = { seconds: 3, slices: 5, connections: 16, codes: 1600, races: 10_000 };
const MIA = new URLSearchParams({ email: 'mia@tidewater.example', password: 'boats-and-ropes' });
const REDIRECT = 'https://app.example/callback';
const SECRET = randomBytes(32).toString('base64url');
const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** How ID tokens are signed: as every client can read, and as new ones should. Userinfo and the rest know no difference. */
const ALGORITHMS = ['RS256', 'EdDSA'];
const TASKS = { RS256: ['refresh', 'userinfo', 'introspection', 'discovery'], EdDSA: ['refresh'] };

const CLIENTS = ALGORITHMS.map(
  (algorithm) => `
[[clients]]
name = "Bench ${algorithm}"
trusted = true
secret_env = "BENCH_SECRET"
redirect_uris = ["${REDIRECT}"]
grant_types = ["authorization_code", "refresh_token"]
scopes = ["openid", "profile", "email", "offline_access"]
id_token_algorithm = "${algorithm}"
`,
).join('');

/** `name=value` of each cookie that an answer sets. */
const cookiesOf = (response) => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);

/** What is the same everywhere. */
function provider(algorithm, clientId, address, cookie, paths) {
  const parameters = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    nonce: 'n',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  return {
    tasks: TASKS[algorithm],
    address,
    cookie,
    authorization: `Basic ${Buffer.from(`${clientId}:${SECRET}`).toString('base64')}`,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    discovery: '/.well-known/openid-configuration',
    ...paths,
    authorize: `${paths.authorize}?${parameters}`,
  };
}

/** Portico with clients that everybody trusts, and Mia signed in. */
async function portico(name, database) {
  const shop = await startPortico({ args: ['--demo'], database });
  const file = join(shop.folder, 'bench.toml');
  writeFileSync(file, CLIENTS);
  shop.variables.BENCH_SECRET = SECRET;
  const applied = shop.run(['apply', file]);
  const ids = [...applied.matchAll(/client_id: \(none\) -> (\S+)/g)].map(([, id]) => id);
  if (ids.length !== ALGORITHMS.length) throw new Error(`no client_id: ${applied}`);
  const headers = { accept: 'text/html' };
  const answer = await fetch(`${shop.url}/login`, { method: 'POST', body: MIA, redirect: 'manual', headers });
  const cookie = cookiesOf(answer).find((pair) => pair.startsWith('__Host-portico='));
  if (!cookie) throw new Error(`the sign-in answers ${answer.status}`);
  const paths = {
    authorize: '/oauth2/v1/authorize',
    token: '/oauth2/v1/token',
    userinfo: '/oauth2/v1/userinfo',
    introspection: '/oauth2/v1/introspect',
  };
  const address = `127.0.0.1:${shop.port}`;
  const targets = ALGORITHMS.map((algorithm, number) => provider(algorithm, ids[number], address, cookie, paths));
  return { name, pid: shop.pid, folder: shop.folder, close: shop.close, targets };
}

/** The yardstick, and its person signed in. */
async function yardstick() {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const script = new URL('yardstick.mjs', import.meta.url).pathname;
  const args = ['--port', String(port), '--client-secret', SECRET, '--redirect', REDIRECT, ...ALGORITHMS];
  const program = startProcess(process.execPath, [script, ...args]);
  await answers(`${origin}/.well-known/openid-configuration`, program);
  const paths = { authorize: '/auth', token: '/token', userinfo: '/me', introspection: '/token/introspection' };
  const targets = ALGORITHMS.map((algorithm) => provider(algorithm, algorithm, `127.0.0.1:${port}`, '', paths));
  const cookies = new Map();
  for (let url = `${origin}${targets[0].authorize}`; !url.startsWith(REDIRECT); ) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const pair of cookiesOf(answer)) {
      const [, own, value] = pair.match(/^([^=]+)=(.*)$/);
      cookies.set(own, value);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`the yardstick answers ${answer.status}: ${await answer.text()}`);
    url = new URL(location, origin).href;
  }
  const session = [...cookies].filter(([own]) => own.startsWith('_session')).map((pair) => pair.join('=')).join('; ');
  for (const target of targets) target.cookie = session;
  return { name: 'oidc-provider', pid: program.pid, close: () => program.stop(), targets };
}

/** Resident memory of a process in bytes, the most that it ever had (`VmHWM` of proc(5)). */
function mostMemory(pid) {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m);
  return Number(kilobytes) * 1024;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const WANTED = { exchange: '≥ 1.5', refresh: '≥ 1.5', userinfo: '≥ 2', introspection: '≥ 2', discovery: '≥ 2' };

/** One line for each figure: ours, the yardstick's, and the ratio that spec 08 wants. */
function table(ours, theirs) {
  const lines = ours.measured.flatMap(({ rates, races, won }, number) => {
    const signed = (task) => (TASKS.EdDSA.includes(task) || task === 'exchange' ? `${task}, ${ALGORITHMS[number]}` : task);
    const figures = Object.keys(rates).map((task) => {
      const [own, other] = [rates[task], theirs.measured[number].rates[task]];
      const ratio = median(own.map((rate, slice) => rate / other[slice]));
      const beside = `${theirs.name} ${median(other).toFixed(0)} /s: ratio ${ratio.toFixed(2)}`;
      return [signed(task), `${median(own).toFixed(0)} /s`, WANTED[task], beside];
    });
    return [...figures, ['one code, tokens', String(won), '1', `brought ${races} times`]];
  });
  const megabytes = (count) => `${(count / 1e6).toFixed(1)} MB`;
  const share = (ours.memory / theirs.memory).toFixed(2);
  lines.push(['memory at most', megabytes(ours.memory), '≤ 0.5', `${theirs.name} ${megabytes(theirs.memory)}: ratio ${share}`]);
  return lines
    .map(([what, figure, reach, note]) => `  ${what.padEnd(18)}${figure.padStart(12)}  ${reach.padEnd(8)}${note}`)
    .join('\n');
}

const { values } = parseArgs({ options: { load: { type: 'string' }, out: { type: 'string' } } });
const database = createDatabase();
const running = [];
try {
  running.push(await portico('Portico on SQLite'));
  running.push(await portico('Portico on PostgreSQL', database.url));
  running.push(await yardstick());
  const plan = join(running[0].folder, 'plan.json');
  const providers = running.flatMap(({ targets }) => targets);
  writeFileSync(plan, JSON.stringify({ ...PLAN, providers }), { mode: 0o600 });
  const { stdout } = await promisify(execFile)(values.load, [plan], { maxBuffer: 1e8 });
  const results = JSON.parse(stdout);
  const measured = running.map(({ name, pid, targets }) => ({
    name,
    memory: mostMemory(pid),
    measured: results.splice(0, targets.length),
  }));
  writeFileSync(values.out, `${JSON.stringify(measured, null, 2)}\n`);
  const theirs = measured.at(-1);
  for (const ours of measured.slice(0, -1)) console.log(`\n  ${ours.name}\n${table(ours, theirs)}`);
  console.log(`\n  ${values.out}`);
} finally {
  for (const { close } of running) await close();
  database.drop();
}
