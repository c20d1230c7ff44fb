// A real SMTP server that keeps what it receives.

import { once } from 'node:events';

import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { eventually } from './process.mjs';

/**
 * Starts it on a free port. `mails` holds every mail parsed (`subject`, `to.text`, `text`, `html`, `headers`);
 * `waitFor(fits)` gives the newest that fits.
 */
export async function startMailServer() {
  const mails = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${server.server.address().port}`,
    mails,
    waitFor: (fits, what = 'a mail arrives') => eventually(what, () => mails.findLast(fits)),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The first link of a mail's text, with the given path. */
export function linkIn(mail, path) {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const link = links.find((candidate) => new URL(candidate).pathname.startsWith(path));
  if (!link) throw new Error(`no link to ${path} in the mail "${mail.subject}":\n${mail.text}`);
  return link;
}
