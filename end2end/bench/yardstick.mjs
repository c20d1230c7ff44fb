// The yardstick of `cargo xtask bench oidc`: npm `oidc-provider` with a store in memory, one process. The store that it
// brings forgets all but the last thousand things, codes among them; this one forgets nothing while it is measured.
//
//   node yardstick.mjs --port 4100 --client-secret SECRET --redirect URL ALGORITHM…
//
// For each way to sign ID tokens there is a client, named as it.
//
// Whoever asks is signed in as the one person there is, and nobody is asked what a client may know.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

import { Provider } from 'oidc-provider';

const { values: options, positionals: algorithms } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    'client-secret': { type: 'string' },
    redirect: { type: 'string' },
  },
});
const SCOPES = 'openid profile email offline_access';
const DAY = 24 * 3600;

/** One map for each kind of thing. */
class Memory {
  static #kinds = new Map();

  constructor(kind) {
    if (!Memory.#kinds.has(kind)) Memory.#kinds.set(kind, new Map());
    this.entries = Memory.#kinds.get(kind);
  }

  async upsert(id, payload) {
    this.entries.set(id, payload);
  }

  async find(id) {
    return this.entries.get(id);
  }

  async findByUid(uid) {
    for (const payload of this.entries.values()) if (payload.uid === uid) return payload;
    return undefined;
  }

  async consume(id) {
    const payload = this.entries.get(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.entries.delete(id);
  }

  async revokeByGrantId(grantId) {
    for (const kind of Memory.#kinds.values()) {
      for (const [id, payload] of kind) if (payload.grantId === grantId) kind.delete(id);
    }
  }
}

const KEYS = { RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), EdDSA: () => generateKeyPairSync('ed25519') };
const keys = algorithms.map((alg) => ({ ...KEYS[alg]().privateKey.export({ format: 'jwk' }), kid: alg, use: 'sig', alg }));
const provider = new Provider(`http://127.0.0.1:${options.port}`, {
  adapter: Memory,
  clients: algorithms.map((algorithm) => ({
    client_id: algorithm,
    client_secret: options['client-secret'],
    redirect_uris: [options.redirect],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: algorithm,
  })),
  jwks: { keys },
  enabledJWA: { idTokenSigningAlgValues: algorithms },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  claims: { openid: ['sub'], profile: ['given_name', 'family_name'], email: ['email', 'email_verified'] },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, given_name: 'Mia', family_name: 'Berg', email: 'mia@tidewater.example', email_verified: true }),
  }),
  pkce: { required: () => true },
  expiresWithSession: () => false,
  issueRefreshToken: () => true,
  rotateRefreshToken: () => true,
  features: { devInteractions: { enabled: false }, introspection: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  async loadExistingGrant({ oidc }) {
    const known = oidc.session.grantIdFor(oidc.client.clientId);
    if (known) return oidc.provider.Grant.find(known);
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(SCOPES);
    await grant.save(DAY);
    return grant;
  },
  ttl: { AccessToken: 900, AuthorizationCode: 60, Grant: DAY, IdToken: 900, Interaction: 3600, RefreshToken: DAY, Session: DAY },
});

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  return provider.interactionFinished(request, response, { login: { accountId: 'mia' } });
}).listen(Number(options.port), '127.0.0.1');
