// Afterwards: whether everything that was acknowledged is there, and how often each mail came.

/** Sentences about what is wrong; none is what everybody hopes for. */
export async function judge(shop, ledger, interruptions) {
  const faults = [...shop.faults];
  const column = (sql) => new Set(shop.database.rows(sql).map(([value]) => value));
  const missing = (what, wanted, there) => {
    for (const one of wanted) if (!there.has(one)) faults.push(`${what}: ${one}`);
  };
  missing('registered, and not there', ledger.registered, column('SELECT email FROM customers'));
  const proven = 'SELECT email FROM customers WHERE address_proven_at IS NOT NULL';
  missing('activated, and not proven', ledger.activated, column(proven));
  const approved = "SELECT id FROM registration_requests WHERE status IN ('approved', 'activated')";
  missing('approved, and not so', ledger.decided, column(approved));
  const told = "SELECT subject_id FROM history WHERE action = 'request.approved'";
  missing('approved, and not in the history', ledger.decided, column(told));
  const twice = `${told} GROUP BY subject_id HAVING COUNT(*) > 1`;
  for (const id of column(twice)) faults.push(`approved more than once: ${id}`);

  // Whoever activated when time was up waits for operations, who have gone home.
  const waiting = column(
    "SELECT c.email FROM customers c JOIN registration_requests r ON r.customer_id = c.id WHERE r.status = 'waiting'",
  );
  for (const [email, passwords] of ledger.passwords) {
    if (waiting.has(email)) continue;
    if (!(await opens(shop, email, passwords))) faults.push(`the password that was set does not sign in: ${email}`);
  }
  for (const { email, visitor } of ledger.sessions) {
    const page = await visitor.ask(`${shop.url}/account/profile`);
    if (page.status !== 200) faults.push(`a session that began is over: ${email}`);
  }
  for (const [id, subject] of shop.database.rows("SELECT message_id, template FROM mails WHERE status <> 'sent'")) {
    faults.push(`a mail never left: ${subject} ${id}`);
  }
  return [...faults, ...tooManyCopies(shop.mail.mails, interruptions)];
}

async function opens(shop, email, passwords) {
  for (const password of passwords) {
    const answer = await shop.visitor().fill(`${shop.url}/login`, '/login', { email, password });
    if (answer?.status === 303) return true;
  }
  return false;
}

/** Mails (by Message-ID) that came again more often than something was interrupted while they were on their way. */
function tooManyCopies(mails, interruptions) {
  const copies = groups(mails);
  const faults = [];
  for (const [id, all] of copies) {
    const times = all.map((mail) => mail.arrived);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const around = interruptions.filter(({ from, to }) => from <= last && to >= first - 60_000);
    if (all.length - 1 > around.length) faults.push(`${all.length} copies of "${all[0].subject}" ${id}`);
  }
  return faults;
}

function groups(mails) {
  const found = new Map();
  for (const mail of mails) found.set(mail.messageId, [...(found.get(mail.messageId) ?? []), mail]);
  return found;
}
