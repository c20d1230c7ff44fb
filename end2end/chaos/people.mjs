// Who is there: people who register, come back, forget their password, come through the provider; and operations.
// Each writes into the ledger what was acknowledged to them, and nothing else.

import { setTimeout as sleep } from 'node:timers/promises';

import { linkIn } from '../support/mail.mjs';
import { Broken, Visitor } from './visitor.mjs';

const MAIL_PATIENCE = 150_000;

/** What the shop said it has done. */
export class Ledger {
  registered = new Set();
  activated = new Set();
  decided = new Set();
  /** By address: passwords of which one must be right, since an answer to a change may have been lost. */
  passwords = new Map();
  sessions = [];
  counts = { registrations: 0, activations: 0, decisions: 0, signIns: 0, resets: 0, providerSignIns: 0, broken: 0 };
}

/** Lets everybody do what they do until `goesOn()` is false; each tries again what broke off, as people do. */
export async function letThemCome(shop, ledger, random, goesOn) {
  const context = { shop, ledger, random, goesOn, visitor: () => new Visitor(shop.watch), free: [] };
  const roles = [newcomer, newcomer, newcomer, returning, returning, throughProvider, throughProvider, operations];
  await Promise.all(roles.map((role, index) => again(context, role, index)));
}

async function again(context, role, index) {
  const memory = { index };
  while (context.goesOn()) {
    try {
      await role(context, memory);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      context.ledger.counts.broken += 1;
    }
    await sleep(100 + context.random() * 400);
  }
}

/** Does a step until it is acknowledged, or there is no time left. */
async function insist({ goesOn, ledger }, step) {
  while (goesOn()) {
    try {
      const done = await step();
      if (done) return done;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      ledger.counts.broken += 1;
    }
    await sleep(1000);
  }
  return undefined;
}

/** The link of the newest mail to an address, waited for. */
async function link({ shop, goesOn }, address, path, since) {
  const end = Date.now() + MAIL_PATIENCE;
  const fits = (mail) => mail.to.text === address && mail.arrived >= since && mail.text.includes(path);
  while (goesOn() && Date.now() < end) {
    const mail = shop.mail.mails.findLast(fits);
    if (mail) return linkIn(mail, path);
    await sleep(200);
  }
  return undefined;
}

let newcomers = 0;

async function newcomer(context) {
  const { shop, ledger, goesOn } = context;
  newcomers += 1;
  const email = `newcomer${newcomers}@chaos.example`;
  const password = `herons-on-the-pier-${newcomers}`;
  const visitor = context.visitor();
  const since = Date.now();
  const values = { given_name: 'Nova', family_name: `Number ${newcomers}`, email, new_password: password, accept: 'on' };
  const registered = await insist(context, async () => {
    const answer = await visitor.fill(`${shop.url}/register`, '/register', values);
    return answer?.location?.endsWith('/register/check-mail');
  });
  if (!registered) return;
  ledger.registered.add(email);
  ledger.counts.registrations += 1;
  const activation = await link(context, email, '/activate', since);
  if (!activation) return;
  const activated = await insist(context, async () => {
    const page = await visitor.open(activation);
    // A link whose first answer was lost is spent: it has worked.
    if (page.status === 410) return true;
    return (await visitor.submit(page, '/activate', {}))?.status === 303;
  });
  if (!activated) return;
  ledger.activated.add(email);
  ledger.passwords.set(email, new Set([password]));
  ledger.counts.activations += 1;
  const entered = await insist(context, () => signIn(context, visitor, email));
  if (entered && goesOn()) context.free.push(email);
}

/** Signs in with the password that must be right; whether that was acknowledged. */
async function signIn({ shop, ledger }, visitor, email) {
  for (const password of ledger.passwords.get(email)) {
    const answer = await visitor.fill(`${shop.url}/login`, '/login', { email, password });
    if (answer?.status !== 303) continue;
    ledger.passwords.set(email, new Set([password]));
    ledger.sessions.push({ email, visitor });
    ledger.counts.signIns += 1;
    return true;
  }
  return false;
}

async function returning(context, memory) {
  const { shop, ledger, free, random } = context;
  const email = free.splice(Math.floor(random() * free.length), 1)[0];
  if (!email) return;
  const visitor = context.visitor();
  if (random() < 0.5) {
    await insist(context, () => signIn(context, visitor, email));
  } else {
    await forget(context, visitor, email, memory);
  }
  free.push(email);
}

async function forget(context, visitor, email, memory) {
  const { shop, ledger } = context;
  const since = Date.now();
  const asked = await insist(context, async () => {
    const answer = await visitor.fill(`${shop.url}/forgot`, '/forgot', { email });
    return answer?.status === 303 || answer?.status === 429 ? answer : undefined;
  });
  if (asked?.status !== 303) return;
  const reset = await link(context, email, '/reset', since);
  if (!reset) return;
  memory.resets = (memory.resets ?? 0) + 1;
  const password = `wind-from-the-west-${memory.index}-${memory.resets}`;
  ledger.passwords.get(email).add(password);
  const answer = await visitor.fill(reset, '/reset', { new_password: password });
  if (answer?.status !== 303) return;
  ledger.passwords.set(email, new Set([password]));
  // A new password ends every session.
  ledger.sessions = ledger.sessions.filter((session) => session.email !== email);
  ledger.counts.resets += 1;
}

let arrivals = 0;

async function throughProvider(context) {
  const { shop, ledger } = context;
  const person = shop.people[arrivals % shop.people.length];
  arrivals += 1;
  const visitor = context.visitor();
  let page = await visitor.open(`${shop.url}/providers/harbour/start`);
  if (new URL(page.url).origin !== shop.provider.issuer) return;
  for (const [verb, values] of [['login', { login: person.claims.email, password: person.password }], ['allow', {}]]) {
    const action = page.body.match(new RegExp(`action="(/interaction/[\\w-]+/${verb})"`))?.[1];
    if (!action) continue;
    const answer = await visitor.submit(page, action, values);
    page = answer.location ? await visitor.open(answer.location) : answer;
  }
  if (page.status !== 200 || new URL(page.url).origin !== shop.url) return;
  ledger.registered.add(person.claims.email);
  if (!new URL(page.url).pathname.startsWith('/account/')) return;
  ledger.sessions.push({ email: person.claims.email, visitor });
  ledger.counts.providerSignIns += 1;
}

async function operations(context, memory) {
  const { shop, ledger } = context;
  memory.visitor ??= await shop.operations(context.visitor());
  const request = shop.waiting();
  if (!request) return;
  const page = await memory.visitor.open(`${shop.url}/office/requests/${request}`);
  const answer = await memory.visitor.submit(page, '/office/requests/decision', { decision: 'approve' });
  if (answer?.status !== 303) return;
  ledger.decided.add(request);
  ledger.counts.decisions += 1;
}
