// A sample OpenID provider on 127.0.0.1, for the browser tests.
//
//   node provider.mjs --name "Harbour ID" --slug harbour --port PORT
//     --redirect URL (repeatable)  --post-logout URL (repeatable)  --back-channel URL
//     --client-id ID  --client-secret SECRET  --people FILE
//
// Port 0 takes a free one. Prints one line `ready http://127.0.0.1:PORT` when it answers, ends on SIGTERM.
// Keys, sessions and grants live in memory: another start knows nothing of them. Cookies carry the slug in their
// names, because browsers share cookies between the ports of one host.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

import { Provider } from 'oidc-provider';

import { loginOf, pages } from './pages.mjs';

const { values: options } = parseArgs({
  options: {
    name: { type: 'string', default: 'Harbour ID' },
    slug: { type: 'string', default: 'harbour' },
    port: { type: 'string', default: '0' },
    redirect: { type: 'string', multiple: true, default: [] },
    'post-logout': { type: 'string', multiple: true, default: [] },
    'back-channel': { type: 'string' },
    'client-id': { type: 'string', default: 'portico' },
    'client-secret': { type: 'string', default: 'portico-demo-secret' },
    people: { type: 'string' },
  },
});

const HOUR = 3600;
const SCOPES = {
  openid: 'that it is you',
  profile: 'your name, your language and your account code',
  email: 'your e-mail address',
};
const FORM_LIMIT = 10_000;
/** Without `form-action`: browsers apply it to the way back to the shop as well. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const people = options.people
  ? JSON.parse(readFileSync(options.people, 'utf8'))
  : (JSON.parse(read('people.json'))[options.slug] ?? []);
const style = read('style.css');
const html = pages({ name: options.name, slug: options.slug, people });

/** The in-memory store that oidc-provider asks for: one map per kind of thing, entries that expire. */
class Memory {
  static #kinds = new Map();

  constructor(kind) {
    if (!Memory.#kinds.has(kind)) Memory.#kinds.set(kind, new Map());
    this.entries = Memory.#kinds.get(kind);
  }

  async upsert(id, payload, expiresIn) {
    this.entries.set(id, { payload, expires: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
  }

  async find(id) {
    const entry = this.entries.get(id);
    return entry && entry.expires > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid) {
    return this.#first((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return this.#first((payload) => payload.userCode === userCode);
  }

  async consume(id) {
    const entry = this.entries.get(id);
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.entries.delete(id);
  }

  async revokeByGrantId(grantId) {
    for (const kind of Memory.#kinds.values()) {
      for (const [id, { payload }] of kind) if (payload.grantId === grantId) kind.delete(id);
    }
  }

  #first(fits) {
    for (const { payload, expires } of this.entries.values()) {
      if (expires > Date.now() && fits(payload)) return payload;
    }
    return undefined;
  }
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomBytes(8).toString('hex');
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}

function configuration() {
  return {
    adapter: Memory,
    clients: [
      {
        client_id: options['client-id'],
        client_secret: options['client-secret'],
        client_name: 'Tidewater',
        redirect_uris: options.redirect,
        post_logout_redirect_uris: options['post-logout'],
        backchannel_logout_uri: options['back-channel'],
        backchannel_logout_session_required: options['back-channel'] ? true : undefined,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: {
        session: `_${options.slug}_session`,
        interaction: `_${options.slug}_interaction`,
        resume: `_${options.slug}_resume`,
        state: `_${options.slug}_state`,
      },
    },
    claims: {
      openid: ['sub'],
      profile: ['given_name', 'family_name', 'locale', 'account_code'],
      email: ['email', 'email_verified'],
    },
    scopes: Object.keys(SCOPES),
    // Claims stand in the ID token as well, as with most company providers.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_, sub) => {
      const person = people.find((candidate) => candidate.sub === sub);
      return person && { accountId: sub, claims: () => ({ sub, ...person.claims }) };
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => answer(context.res, 200, html.logout(form), context),
        postLogoutSuccessSource: (context) => answer(context.res, 200, html.signedOut(), context),
      },
    },
    renderError: (context, out) => answer(context.res, context.status, html.error(out), context),
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: 24 * HOUR,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: 24 * HOUR,
    },
    // The library refuses to call private addresses; here every shop is on one.
    fetch: (url, { dispatcher: _, ...request }) => globalThis.fetch(url, request),
  };
}

/** Sends a page, through the library's context when it is the one that answers. */
function answer(response, status, body, context) {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Cache-Control', 'no-store');
  if (context) {
    context.type = 'html';
    context.body = body;
    return;
  }
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
}

async function form(request) {
  let text = '';
  for await (const part of request) {
    text += part;
    if (text.length > FORM_LIMIT) throw new Error('form too long');
  }
  return new URLSearchParams(text);
}

/** `GET /interaction/{uid}` asks; `POST …/login`, `…/allow`, `…/cancel` answer and go on. */
async function interact(provider, request, response, uid, verb) {
  const details = await provider.interactionDetails(request, response);
  const { prompt, params, session, grantId } = details;
  const client = (await provider.Client.find(params.client_id)).clientName;
  const finish = (result) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });

  if (request.method === 'GET') {
    if (prompt.name === 'login') return answer(response, 200, html.login({ uid, client, typed: params.login_hint }));
    const asked = String(params.scope).split(' ').filter((scope) => SCOPES[scope]);
    return answer(response, 200, html.consent({ uid, client, scopes: asked.map((scope) => SCOPES[scope]) }));
  }
  if (verb === 'cancel') {
    return finish({ error: 'access_denied', error_description: 'The person cancelled the sign-in.' });
  }
  if (verb === 'login' && prompt.name === 'login') {
    const typed = await form(request);
    const login = (typed.get('login') ?? '').trim().toLowerCase();
    const person = people.find((candidate) => loginOf(candidate) === login);
    if (!person || person.password !== typed.get('password')) {
      return answer(response, 422, html.login({ uid, client, wrong: true, typed: typed.get('login') ?? '' }));
    }
    return finish({ login: { accountId: person.sub } });
  }
  if (verb === 'allow' && prompt.name === 'consent') {
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    return finish({ consent: { grantId: await grant.save() } });
  }
  return answer(response, 400, html.error({ error: 'invalid_request' }));
}

function route(provider, request, response) {
  const { pathname } = new URL(request.url, provider.issuer);
  if (pathname === '/') return answer(response, 200, html.home());
  if (pathname === '/style.css') return response.writeHead(200, { 'Content-Type': 'text/css' }).end(style);
  if (pathname === '/favicon.ico') return response.writeHead(204).end();
  const interaction = pathname.match(/^\/interaction\/([\w-]+)(?:\/(login|allow|cancel))?$/);
  if (!interaction) return provider.callback()(request, response);
  const [, uid, verb] = interaction;
  return interact(provider, request, response, uid, verb).catch((error) => {
    if (response.headersSent) return response.end();
    const out = { error: error.error ?? 'server_error', error_description: error.error_description };
    return answer(response, error.statusCode ?? 500, html.error(out));
  });
}

const server = createServer();
server.listen(Number(options.port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration());
  provider.on('server_error', (_, error) => console.error(`${options.name}: ${error.stack}`));
  provider.on('backchannel.error', (_, error) => console.error(`${options.name}: back-channel: ${error.message}`));
  server.on('request', (request, response) => route(provider, request, response));
  console.log(`ready ${issuer}`);
});
server.on('error', (error) => {
  console.error(`${options.name}: ${error.message}`);
  process.exitCode = 1;
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
