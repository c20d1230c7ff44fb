// What a person meets whom an application has sent: signing in, consent, the choice of an account, and what goes wrong.

import { open, ready } from '../support/browser.mjs';
import { addClient, authorize, giveLogo } from '../support/clients.mjs';
import { chooseSignOut, submitSignIn } from '../support/customer.mjs';
import { landing, startWeb } from '../support/web.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const REDIRECT = 'https://magazine.harbour.example/callback';
const LONG = 'Harbour Magazine for Sailing, Rowing, Diving and Everything beside the Water';

/** Takes a flow from its first page to the last one, then its faults. */
export async function flows({ camera, shop, page, still }) {
  camera.section('Applications that sign people in');
  const pages = { page, still };
  const also = ['refresh_token', 'offline_access', 'phone'];
  const client = await addClient(shop.office, shop.url, {
    name: 'Harbour Gazette',
    redirectUri: REDIRECT,
    colour: '#1a73e8',
    also,
  });
  await giveLogo(shop.office, client);
  const long = await addClient(shop.office, shop.url, { name: LONG, redirectUri: REDIRECT, colour: '#c2410c' });
  const at = (one, further) => `${shop.url}${authorize(one, further)}`;
  const everything = { scope: 'openid profile email phone offline_access' };

  await camera.visit(pages, at(client), 'Sign in');
  await camera.visit(pages, at(client, { prompt: 'create' }), 'Register');
  await camera.visit(pages, at(client, { client_id: 'A'.repeat(43) }), 'An application that is not known');
  await camera.visit(pages, `${shop.url}/oauth2/v1/resume?request=${'A'.repeat(43)}`, 'A request that is over');
  for (const on of [page, still]) {
    await on.goto(`${shop.url}/login`);
    await ready(on);
    await submitSignIn(on, MIA);
    await on.waitForURL(`${shop.url}/`);
  }
  await camera.visit(pages, at(client, everything), 'Consent');
  await camera.visit(pages, at(long), 'Consent, to one with a long name');
  await camera.visit(pages, at(client, { prompt: 'select_account' }), 'Choice of an account');
  await camera.visit(pages, at(client, { prompt: 'login' }), 'Sign in again');
  await camera.visit(pages, `${shop.url}/account/applications`, 'No application yet');

  // One that answers here, since the others are nowhere.
  const web = await startWeb();
  const redirectUri = `${web.url}/callback`;
  const near = await addClient(shop.office, shop.url, { name: 'Harbour Ledger', redirectUri, also });
  await open(page, at(near, everything));
  await page.getByRole('button', { name: 'Allow' }).click();
  await landing(page, redirectUri);
  await web.stop();
  await camera.visit(pages, `${shop.url}/account/applications`, 'Applications');
  await camera.visit(pages, `${shop.url}/oauth2/v1/logout?client_id=${client.clientId}`, 'Sign out?');
  await open(page, shop.url);
  await chooseSignOut(page);
  await page.waitForURL(`${shop.url}/signed-out**`);
  await camera.take(page, 'Signed out, and what became of it');
}
