// Two servers on one PostgreSQL behind nginx: whatever begins on the one ends on the other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openBrowser } from '../support/browser.mjs';
import {
  INES,
  activate,
  chooseSignOut,
  expectSignedIn,
  expectSignedOut,
  mailTo,
  nameOf,
  register,
  saveAndGoOn,
  submitSignIn,
} from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { approve, flipProvider, openRequest, saveSettings } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { askSilently, confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { openPlainPage, startReplicas } from '../support/replicas.mjs';

const MARA = { name: 'Mara Lindqvist', email: 'mara@harbour.example' };
const BOTH = [0, 1];
/** Seconds between two turns of the jobs that may have had another one by the time that this file looks. */
const OFTEN = { invite_to_way_in: 20, index_requests: 60, expire_requests: 300 };
/** Each of these comes through the provider while a server is killed. */
const INTERRUPTED = [
  { name: 'Jonas Wenzel', email: 'jonas@harbour.example' },
  { name: 'Ελένη Παπαδοπούλου', email: 'eleni@harbour.example' },
];

let browser;
let shop;
let page;
let began;

before(async () => {
  began = Date.now();
  browser = await openBrowser();
  shop = await startReplicas(browser);
  page = await openPlainPage(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** The session of the browser, as the `Cookie` header bears it. */
async function session() {
  const cookies = await page.context().cookies(shop.url);
  const { value } = cookies.find(({ name }) => name === '__Host-portico');
  return `__Host-portico=${value}`;
}

/** What each of the servers answers to the same question. */
const statuses = (path, request) =>
  Promise.all(BOTH.map(async (server) => (await shop.ask(server, path, request)).status));

/** How often a server did each periodic job, by name. */
async function jobsDone({ metrics }) {
  const text = await (await fetch(metrics)).text();
  const found = text.matchAll(/^portico_jobs_total\{job="(\w+)",result="done"\} (\d+)$/gm);
  return new Map([...found].map(([, name, count]) => [name, Number(count)]));
}

async function enterThroughHarbour(visitor = page) {
  await visitor.goto(`${shop.url}/login`);
  await visitor.getByRole('link', { name: 'Harbour ID' }).click();
}

test('they start together on an empty database, and both are ready', async () => {
  assert.deepEqual(await statuses('/readyz'), [200, 200]);
});

test('each periodic job runs once, on one of the two', async () => {
  const turns = await eventually('the jobs have run', async () => {
    const [first, second] = await Promise.all(shop.servers.map(jobsDone));
    const names = [...new Set([...first.keys(), ...second.keys()])];
    return names.length >= 4 && names.map((name) => [name, (first.get(name) ?? 0) + (second.get(name) ?? 0)]);
  });
  const seconds = (Date.now() - began) / 1000;
  for (const [name, count] of turns) {
    const most = 1 + (name in OFTEN ? Math.floor(seconds / OFTEN[name]) : 0);
    assert.ok(count >= 1 && count <= most, `${name}: ${count} turns in ${seconds} s`);
  }
});

test('a person registers, is approved and signs in with a password', async () => {
  await activate(page, await register(page, shop, INES));
  await page.getByText('Our team is looking at your registration.').waitFor();
  await approve(shop.office, shop.url, nameOf(INES));
  await page.goto(linkIn(await mailTo(shop, INES.email, /^Welcome to/), '/login'));
  await submitSignIn(page, INES);
  await expectSignedIn(page, nameOf(INES));
  assert.deepEqual(await statuses('/account/profile', { cookie: await session() }), [200, 200]);
});

test('a session that ends on one is over on the other', async () => {
  const cookie = await session();
  await chooseSignOut(page);
  await page.waitForURL('**/signed-out');
  await expectSignedOut(page);
  assert.deepEqual(await statuses('/account/profile', { cookie }), [303, 303]);
});

test('a person comes through the provider, is approved, and signs out here and there', async () => {
  await enterThroughHarbour();
  await signInAtProvider(page, shop.harbour.issuer, MARA.email);
  await page.getByRole('heading', { name: 'Thank you. Your registration is waiting for approval.' }).waitFor();
  await approve(shop.office, shop.url, MARA.name);
  await page.goto(linkIn(await mailTo(shop, MARA.email, /^Welcome to/), '/login'));
  await page.getByRole('link', { name: 'Harbour ID' }).click();
  await page.waitForURL('**/account/profile**');
  await saveAndGoOn(page, 'Save');
  await expectSignedIn(page, MARA.name);

  await chooseSignOut(page);
  await page.getByRole('button', { name: /^Here and at Harbour ID/ }).click();
  await confirmSignOutAtProvider(page, shop.harbour.issuer);
  await page.waitForURL('**/signed-out');
  await page.getByText('You came back from Harbour ID.').waitFor();
  assert.equal(await askSilently(page, shop.url, shop.harbour), 'login_required');
});

test('on this way every request went to the other server than the one before', () => {
  const turns = shop.proxy.turns();
  const stayed = turns.findIndex((server, index) => index > 0 && server === turns[index - 1]);
  assert.equal(stayed, -1, `request ${stayed} of ${turns.join('')}`);
  assert.ok(turns.length > 40, `${turns.length} requests`);
});

test('a setting that is switched on one counts on both, for the very next request', async () => {
  const forms = () =>
    Promise.all(BOTH.map(async (server) => (await (await shop.ask(server, '/register')).text()).includes('new_password')));
  assert.deepEqual(await forms(), [true, true]);
  for (const registration of [false, true, false, true]) {
    await saveSettings(shop.office, shop.url, { registration });
    assert.deepEqual(await forms(), [registration, registration]);
  }
});

test('a provider that is disabled on one ends its sessions on both', async () => {
  await enterThroughHarbour();
  await signInAtProvider(page, shop.harbour.issuer, MARA.email);
  await expectSignedIn(page, MARA.name);
  const cookie = await session();
  assert.deepEqual(await statuses('/account/profile', { cookie }), [200, 200]);
  await flipProvider(shop.office, shop.url, 'Harbour ID', 'Disable');
  assert.deepEqual(await statuses('/account/profile', { cookie }), [303, 303]);
  await flipProvider(shop.office, shop.url, 'Harbour ID', 'Enable');
  assert.deepEqual(await statuses('/account/profile', { cookie }), [303, 303], 'what is over stays over');
});

test('tries on both use up one budget, of this requester alone', async () => {
  const signIn = (server, password, from) =>
    shop.ask(server, '/login', { form: { email: INES.email, password }, from }).then(({ status }) => status);
  for (const server of [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]) {
    assert.equal(await signIn(server, 'not-this-one', '203.0.113.9'), 422);
  }
  for (const server of BOTH) assert.equal(await signIn(server, INES.password, '203.0.113.9'), 429);
  for (const server of BOTH) assert.equal(await signIn(server, INES.password, '203.0.113.10'), 303);
});

for (const [victim, person] of INTERRUPTED.entries()) {
  test(`server ${victim + 1} is killed while ${person.name} is at the provider: the other goes on`, async () => {
    const visitor = await openPlainPage(browser);
    const other = await openPlainPage(browser);
    const applicant = { ...INES, givenName: `Nova${victim}`, email: `nova${victim}@mail.example` };
    await other.goto(`${shop.url}/forgot`);
    await enterThroughHarbour(visitor);
    await shop.servers[victim].stop('SIGKILL');

    await signInAtProvider(visitor, shop.harbour.issuer, person.email);
    await visitor.getByText(/^(Thank you|Vielen Dank|Ευχαριστούμε)/).first().waitFor();
    await other.getByLabel('E-mail address').fill(INES.email);
    await other.getByRole('button', { name: 'Send the link' }).click();
    await other.waitForURL('**/forgot?sent=1');
    await activate(other, await register(other, shop, applicant));
    await openRequest(shop.office, shop.url, person.name);
    await openRequest(shop.office, shop.url, nameOf(applicant));
    await approve(shop.office, shop.url, nameOf(applicant));
    await mailTo(shop, applicant.email, /^Welcome to/);

    await shop.servers[victim].restart([]);
    const seen = shop.proxy.turns().length;
    await eventually('its turn comes again', async () => {
      await other.goto(shop.url);
      return shop.proxy.turns().slice(seen).includes(victim);
    });
    assert.equal(shop.proxy.statuses().filter((status) => status >= 500).length, 0, 'nobody saw an error');
    await visitor.context().close();
    await other.context().close();
  });
}

test('every mail was sent once, whoever wrote it', () => {
  const ids = shop.mail.mails.map((mail) => mail.messageId);
  assert.ok(ids.length > 8, `${ids.length} mails`);
  assert.equal(new Set(ids).size, ids.length);
});
