// A real SMTP server that keeps what it receives.

import { once } from 'node:events';

import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { eventually } from './process.mjs';

/**
 * Starts it on a free port. `mails` holds every mail parsed (`subject`, `to.text`, `text`, `html`, `headers`, `arrived`
 * in milliseconds); `waitFor(fits)` gives the newest that fits. `cut()` breaks every connection and refuses new ones,
 * until `mend()`.
 */
export async function startMailServer() {
  const mails = [];
  let { server, port } = await listen(mails);
  const stop = () => new Promise((resolve) => server.close(resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    waitFor: (fits, what = 'a mail arrives') => eventually(what, () => mails.findLast(fits)),
    async cut() {
      for (const connection of server.connections) connection._socket.destroy();
      await stop();
    },
    async mend() {
      ({ server } = await listen(mails, port));
    },
    stop,
  };
}

async function listen(mails, wanted = 0) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(Object.assign(mail, { arrived: Date.now() }));
        done();
      }, done);
    },
  });
  // A connection that breaks is the other side's trouble.
  server.on('error', () => {});
  server.listen(wanted, '127.0.0.1');
  await once(server.server, 'listening');
  return { server, port: server.server.address().port };
}

/** The first link of a mail's text, with the given path. */
export function linkIn(mail, path) {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const link = links.find((candidate) => new URL(candidate).pathname.startsWith(path));
  if (!link) throw new Error(`no link to ${path} in the mail "${mail.subject}":\n${mail.text}`);
  return link;
}
