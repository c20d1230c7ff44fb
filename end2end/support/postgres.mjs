// Databases of their own in the PostgreSQL cluster that `cargo xtask` started, by psql.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** Makes an empty database. `url` is its address, `rows(sql)` gives what a query finds, `drop()` removes it. */
export function createDatabase() {
  const cluster = process.env.PORTICO_TEST_POSTGRES;
  const name = `portico_${randomBytes(6).toString('hex')}`;
  psql(cluster, `CREATE DATABASE ${name}`);
  const url = new URL(cluster);
  url.pathname = name;
  return {
    url: url.href,
    name,
    rows: (sql) => psql(url.href, sql).split('\n').filter(Boolean).map((line) => line.split('\t')),
    drop: () => psql(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** What psql prints: a line for each row, its columns apart by tabs. */
function psql(url, sql) {
  const args = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--field-separator=\t'];
  return execFileSync('psql', [...args, '--command', sql, url], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
