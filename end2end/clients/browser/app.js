// An application that is nothing but scripts in a browser: a public client by npm oidc-client-ts.

const settings = await (await fetch('/settings.json')).json();
const here = location.origin;
const manager = new oidc.UserManager({
  ...settings,
  redirect_uri: `${here}/callback`,
  popup_redirect_uri: `${here}/popup`,
  post_logout_redirect_uri: `${here}/bye`,
  scope: 'openid profile email offline_access',
  loadUserInfo: true,
  automaticSilentRenew: false,
});

/** Shows who is signed in, and with which tokens; the test reads it. */
async function show() {
  const user = await manager.getUser();
  const { profile, access_token, refresh_token } = user ?? {};
  document.querySelector('output').textContent = JSON.stringify({ profile, access_token, refresh_token });
}

/** What a button does; what goes wrong is on the console. */
function button(id, act) {
  document.getElementById(id).addEventListener('click', async () => {
    await act();
    await show();
  });
}

button('redirect', () => manager.signinRedirect());
button('popup', () => manager.signinPopup());
button('renew', () => manager.signinSilent());
button('revoke', () => manager.revokeTokens(['access_token', 'refresh_token']));
button('leave', () => manager.signoutRedirect());

const arrivals = {
  '/callback': () => manager.signinRedirectCallback(),
  '/popup': () => manager.signinPopupCallback(),
  '/bye': () => manager.signoutRedirectCallback(),
};
await arrivals[location.pathname]?.();
if (location.pathname !== '/popup') await show();
