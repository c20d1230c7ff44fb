// What goes wrong, when, and for how long: drawn from a seed, so that a run can be had again.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Numbers between 0 and 1 from a seed (mulberry32). */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seconds = (random, from, to) => (from + random() * (to - from)) * 1000;

/** Starts a server again, as its supervisor would: until its database is there. */
async function supervise(server) {
  for (;;) {
    try {
      return await server.restart([]);
    } catch {
      await sleep(1000);
    }
  }
}

/** Ends the first process of the cluster; who supervises it starts it again. */
function endPostgres(signal) {
  const [pid] = readFileSync(join(process.env.PORTICO_TEST_POSTGRES_DATA, 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), signal);
}

/** Every kind: what it does, and how it ends. */
function kinds({ servers, mail, provider }, random) {
  const killed = (index) => async () => {
    await servers[index].stop('SIGKILL');
    await sleep(seconds(random, 1, 6));
    await supervise(servers[index]);
  };
  return {
    'server 1 killed': killed(0),
    'server 2 killed': killed(1),
    'both servers killed': () => Promise.all([killed(0)(), killed(1)()]),
    'PostgreSQL restarted': async () => {
      endPostgres('SIGINT');
      await sleep(5000);
    },
    'PostgreSQL crashed': async () => {
      endPostgres('SIGQUIT');
      await sleep(5000);
    },
    'SMTP cut off': async () => {
      await mail.cut();
      await sleep(seconds(random, 4, 15));
      await mail.mend();
    },
    'provider cut off': async () => {
      process.kill(provider.pid, 'SIGSTOP');
      await sleep(seconds(random, 4, 15));
      process.kill(provider.pid, 'SIGCONT');
    },
  };
}

/** Makes trouble until `goesOn()` is false. Gives every interruption: `{ kind, from, to }`, in milliseconds. */
export async function makeTrouble(shop, random, goesOn, tell) {
  const all = kinds(shop, random);
  const names = Object.keys(all);
  const interruptions = [];
  while (goesOn()) {
    await sleep(seconds(random, 6, 16));
    if (!goesOn()) break;
    const kind = names[Math.floor(random() * names.length)];
    const interruption = { kind, from: Date.now() };
    interruptions.push(interruption);
    tell(kind);
    await all[kind]();
    interruption.to = Date.now();
  }
  return interruptions;
}
