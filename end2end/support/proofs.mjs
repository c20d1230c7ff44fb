// What independent clients have shown of the provider: each test notes it after its last assertion, and
// docs/clients.md is made of the notes.
//
//   node proofs.mjs          says whether docs/clients.md is what the last run has shown
//   node proofs.mjs --write  makes it so

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The columns. */
const CLIENTS = {
  'openid-client': 'openid-client',
  oauth4webapi: 'oauth4webapi',
  'express-openid-connect': 'express-openid-connect',
  'oidc-client-ts': 'oidc-client-ts',
  authlib: 'Authlib',
  mod_auth_openidc: 'mod_auth_openidc',
};

/** The rows, in their order. */
const FEATURES = {
  discovery: 'Discovery',
  code: 'Code with PKCE `S256` and `state`',
  par: 'Pushed request',
  hybrid: 'Hybrid flow by `form_post`',
  iss: '`iss` in the answer',
  maxAge: '`max_age` and `auth_time`',
  silent: '`prompt=none`',
  refused: 'The person does not agree',
  consent: 'Sign-in and consent',
  noScript: 'Sign-in and consent without JavaScript',
  popup: 'Sign-in in a pop-up',
  broker: 'Sign-in through another provider',
  rs256: 'ID token by RS256',
  es256: 'ID token by ES256',
  eddsa: 'ID token by EdDSA',
  userinfo: 'Userinfo',
  cors: 'Everything from a script (CORS)',
  basic: '`client_secret_basic`',
  post: '`client_secret_post`',
  key: '`private_key_jwt`',
  public: 'Public client',
  own: '`client_credentials`',
  refresh: 'Refresh',
  reuse: 'A token or code that comes twice ends its family',
  revocation: 'Revocation',
  introspection: 'Introspection',
  logout: 'Logout that the client begins',
  backChannel: 'Back-channel logout',
};

const FOLDER = new URL('../../target/clients/', import.meta.url);
const DOCUMENT = new URL('../../docs/clients.md', import.meta.url);

const shown = new Set();

/** Notes that a client has shown features: call it after the last assertion about them. */
export function proves(client, ...features) {
  for (const feature of features) {
    if (!CLIENTS[client] || !FEATURES[feature]) throw new Error(`no row or column for ${client}: ${feature}`);
    shown.add(`${client} ${feature}`);
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(`${basename(process.argv[1])}.json`, FOLDER), JSON.stringify([...shown]));
}

function document(proven) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const clients = Object.keys(CLIENTS);
  const rows = Object.entries(FEATURES).map(([feature, words]) =>
    row([words, ...clients.map((client) => (proven.has(`${client} ${feature}`) ? 'yes' : ''))]),
  );
  return `# Clients that were tried

What each of these independent clients does with Portico in the browser tests, \`end2end/tests/clients_*.test.mjs\`. The
table is made of what a run has shown, and \`cargo xtask test browser\` fails when it says anything else. An empty field
is a feature that the client lacks, or one that others show.

${row(['', ...Object.values(CLIENTS)])}
${row(['---', ...clients.map(() => '---')])}
${rows.join('\n')}
`;
}

function main(write) {
  const files = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
  const wanted = document(new Set(files.flatMap((text) => JSON.parse(text))));
  if (write) return writeFileSync(DOCUMENT, wanted);
  if (readFileSync(DOCUMENT, 'utf8') === wanted) return undefined;
  console.error(`docs/clients.md should be:\n\n${wanted}\nWrite it so: node end2end/support/proofs.mjs --write`);
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes('--write'));
