// The pages of the sample providers: plain HTML, one stylesheet from the same address, no script.

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML. */
export const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);

/** What people type to sign in: their address, or another name when they have none. */
export const loginOf = (person) => person.claims.email ?? person.login;

/** The pages of one provider, as functions that return a complete document. */
export function pages({ name, slug, people }) {
  const page = (title, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · ${escape(name)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body class="${escape(slug)}">
<header><span class="mark" aria-hidden="true">${escape(name[0])}</span>${escape(name)}</header>
<main>
${body}
</main>
<footer>A sample provider on this machine. Nothing typed here leaves it.</footer>
</body>
</html>
`;

  const peopleTable = `<section aria-labelledby="people">
<h2 id="people">People you can be</h2>
<table>
<thead><tr><th scope="col">Sign-in name</th><th scope="col">Password</th><th scope="col">Who</th></tr></thead>
<tbody>
${people
  .map(
    (person) =>
      `<tr><td><code>${escape(loginOf(person)).replace('@', '@<wbr>')}</code></td><td><code>${escape(person.password)}</code></td>` +
      `<td>${escape(person.note)}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>
</section>`;

  return {
    home: () => page('Sample provider', `<h1>${escape(name)}</h1><p>Shops send people here to sign in.</p>${peopleTable}`),

    login: ({ uid, client, wrong, typed = '' }) =>
      page(
        'Sign in',
        `<h1>Sign in</h1>
<p>to continue to <strong>${escape(client)}</strong></p>
${wrong ? '<p class="wrong" role="alert" id="wrong">Name or password is wrong.</p>' : ''}
<form method="post" action="/interaction/${escape(uid)}/login">
<label for="login">Sign-in name</label>
<input id="login" name="login" autocomplete="username" required value="${escape(typed)}"${wrong ? ' aria-describedby="wrong"' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
</form>
<form method="post" action="/interaction/${escape(uid)}/cancel"><button class="quiet">Cancel</button></form>
${peopleTable}`,
      ),

    consent: ({ uid, client, scopes }) =>
      page(
        'Allow',
        `<h1>Allow ${escape(client)}?</h1>
<p>It will learn:</p>
<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
<form method="post" action="/interaction/${escape(uid)}/allow"><button>Allow</button></form>
<form method="post" action="/interaction/${escape(uid)}/cancel"><button class="quiet">Cancel</button></form>`,
      ),

    /** `form` is the form with the provider's hidden fields; its id is `op.logoutForm`. */
    logout: (form) =>
      page(
        'Sign out',
        `<h1>Sign out of ${escape(name)}?</h1>
<p>Sites that you opened with ${escape(name)} are told, and sign you out as well.</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm" class="quiet">Stay signed in</button>`,
      ),

    signedOut: () => page('Signed out', `<h1>Signed out</h1><p>You are signed out of ${escape(name)}.</p>`),

    error: ({ error, error_description: description }) =>
      page(
        'Not possible',
        `<h1>This did not work</h1>
<p>${escape(description ?? 'The request cannot be answered.')}</p>
<p class="note">Code: <code>${escape(error)}</code></p>`,
      ),
  };
}
