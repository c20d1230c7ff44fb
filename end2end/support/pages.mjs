// Every page and who can open it, for the tests and pictures that look at all of them.

import assert from 'node:assert/strict';

import { openPage } from './browser.mjs';
import { addClient, authorize, giveLogo } from './clients.mjs';
import { activate, mailTo, register } from './customer.mjs';
import { linkIn } from './mail.mjs';
import { approve, providerRow, reject } from './office.mjs';
import { signInAtProvider } from './provider.mjs';

const UMA = { givenName: 'Uma', familyName: 'Reyes', email: 'uma@mail.example', password: 'salt-on-the-railing' };
const THEO = { givenName: 'Theo', familyName: 'Marsh', email: 'theo@mail.example', password: 'the-pier-at-midnight' };

const MAGAZINE = {
  name: 'Harbour Magazine',
  redirectUri: 'https://magazine.harbour.example/callback',
  colour: '#1a73e8',
};

/** A token that looks like ours and is not. */
const INVENTED = 'A'.repeat(43);

/**
 * Brings the shop into a state in which every page has something to show, and lists the pages as
 * `{ name, path, status }`, by who opens them: `visitor`, `customer` (signed in through `harbour`), `staff`.
 *
 * Leaves Mara signed in on `customerPage`, Theo rejected, Uma's address unproven.
 */
export async function everyPage(browser, shop, customerPage) {
  const page = await openPage(browser, { javaScriptEnabled: false });
  const harbour = shop.providers.harbour;
  const enterThroughHarbour = async (on, login) => {
    await on.goto(`${shop.url}/login`);
    await on.getByRole('link', { name: 'Harbour ID' }).click();
    await signInAtProvider(on, harbour.issuer, login);
  };

  await activate(page, await register(page, shop, THEO));
  await page.getByText('Our team is looking at your registration.').waitFor();
  await reject(shop.office, shop.url, 'Theo Marsh', 'We are full this season.');
  const rejected = linkIn(await mailTo(shop, THEO.email, /^Your registration with Tidewater$/), '/register/status/');
  const activation = await register(page, shop, UMA);

  await enterThroughHarbour(page, 'jonas@harbour.example');
  const waiting = linkIn(await mailTo(shop, 'jonas@harbour.example', /Tidewater/), '/register/status/');
  await enterThroughHarbour(customerPage, 'mara@harbour.example');
  await customerPage.getByRole('heading', { name: /waiting for approval/ }).waitFor();
  await approve(shop.office, shop.url, 'Mara Lindqvist');
  await customerPage.goto(`${shop.url}/login`);
  await customerPage.getByRole('link', { name: 'Harbour ID' }).click();
  await customerPage.waitForURL('**/account/profile**');
  await customerPage.getByLabel('I accept the terms of use').check();
  await customerPage.getByRole('button', { name: 'Save and go on' }).click();
  await customerPage.waitForURL(`${shop.url}/`);

  await page.goto(`${shop.url}/forgot`);
  await page.getByLabel('E-mail address').fill('mia@tidewater.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  const reset = linkIn(await mailTo(shop, 'mia@tidewater.example', /password/i), '/reset');
  await page.context().close();

  const invitation = shop.run(['staff', 'create', '--email', 'ole@tidewater.example', '--role', 'operations']).trim();
  const client = await addClient(shop.office, shop.url, MAGAZINE);
  await giveLogo(shop.office, client);
  return {
    visitor: [...visitorPages({ rejected, waiting, activation, reset, invitation }), ...visitorFlow(client)],
    customer: [...CUSTOMER_PAGES, ...customerFlow(client)],
    staff: [...STAFF_PAGES, ...(await staffPages(shop, client))],
  };
}

const own = (link) => link.replace(/^https?:\/\/[^/]+/, '');
const page = (name, path, status = 200) => ({ name, path: own(path), status });

function visitorPages({ rejected, waiting, activation, reset, invitation }) {
  return [
    page('Home', '/'),
    page('Offer', '/offers/climbing-session'),
    page('Offer that has ended', '/offers/moonlight-dive', 404),
    page('Sign in', '/login'),
    page('Sign in, with a new password', '/login?done=password'),
    page('Sign in, to finish a registration', '/login?finish=1'),
    page('Register', '/register'),
    page('Check your mail', '/register/check-mail'),
    page('Give an address, although nobody asked', '/register/address', 404),
    page('Registration that waits', waiting),
    page('Registration that was rejected', rejected),
    page('Activate', activation),
    page('Link that is spent', `/activate?token=${INVENTED}`, 410),
    page('Confirm an address, spent', `/confirm-address?token=${INVENTED}`, 410),
    page('Forgotten password', '/forgot'),
    page('Forgotten password, sent', '/forgot?sent=1'),
    page('New password', reset),
    page('Signed out', '/signed-out'),
    page('Terms', '/terms'),
    page('Privacy', '/privacy'),
    page('Imprint', '/imprint'),
    page('Not found', '/nothing/here', 404),
    page('Office: sign in', '/office/login'),
    page('Office: invitation', invitation),
    page('Office: invitation that is spent', `/office/invitation?token=${INVENTED}`),
  ];
}

const CUSTOMER_PAGES = [
  page('Home', '/'),
  page('Offer', '/offers/climbing-session'),
  page('My Profile', '/account/profile'),
  page('Login options', '/account/logins'),
  page('Proof of an account, although nobody waits', '/account/logins/proof', 404),
  page('Sign-in and security', '/account/security'),
  page('Devices', '/account/sessions'),
  page('Applications', '/account/applications'),
  page('Sign out', '/logout'),
  page('Not found', '/nothing/here', 404),
];

/** What a visitor meets whom an application sends. */
const visitorFlow = (client) => [
  page('Sign in, for an application', authorize(client)),
  page('Register, for an application', authorize(client, { prompt: 'create' })),
  page('An application that is not known', authorize(client, { client_id: INVENTED }), 400),
  page('A request of an application that is over', `/oauth2/v1/resume?request=${INVENTED}`, 404),
  page('Sign out, for an application', `/oauth2/v1/logout?client_id=${client.clientId}`),
];

/** What somebody meets who is signed in. */
const customerFlow = (client) => [
  page('Consent', authorize(client)),
  page('Choice of an account', authorize(client, { prompt: 'select_account' })),
  page('Sign in again, for an application', authorize(client, { prompt: 'login' })),
  page('Sign out, for an application', `/oauth2/v1/logout?client_id=${client.clientId}`),
];

/** Looking at a change of the settings before it is made: every switch that is not named goes off. */
const PREVIEW = '/office/settings/preview?version=1';

const STAFF_PAGES = [
  page('Requests that wait', '/office/requests'),
  page('Requests with unproven addresses', '/office/requests?show=unproven'),
  page('Requests that are decided', '/office/requests?show=decided'),
  page('Requests, searched and filtered', '/office/requests?show=all&q=o&sort=newest&age=1'),
  page('Requests that were decided together', '/office/requests/results?at=0&ids='),
  page('Providers', '/office/providers'),
  page('New provider', '/office/providers/new'),
  page('Applications', '/office/clients'),
  page('New application', '/office/clients/new'),
  page('Check of connections', '/office/conformance'),
  page('Settings', '/office/settings'),
  page('Settings: staying signed in', '/office/settings/sessions'),
  page('Settings: texts', '/office/settings/texts'),
  page('Settings: a text', '/office/settings/texts/terms'),
  page('Settings: second step', '/office/settings/second-factor'),
  page('Own security', '/office/security'),
  page('Settings: passwords', '/office/settings/passwords'),
  page('Settings: e-mail domains', '/office/settings/domains'),
  page('Settings: who would lose their last way in', `${PREVIEW}&customer_accounts=on`),
  page('Settings: nobody could sign in any more', PREVIEW),
  page('Mails', '/office/mails'),
  page('Mails, with faults in the question', '/office/mails?to=nobody&day=2026-11-01'),
  page('Staff', '/office/staff'),
  page('Settings: bot check', '/office/settings/bot-check'),
  page('Settings: roles', '/office/settings/roles'),
  page('Settings: a new role', '/office/settings/roles/new'),
  page('History', '/office/history'),
  page('History of one thing', '/office/history?about=settings%2Fshop'),
  page('History, asked for', '/office/history?who=staff&about=request&from=2026-11-01'),
  page('Not found', '/office/nothing', 404),
];

/** Pages whose addresses bear an id. */
async function staffPages({ office, url }, client) {
  await office.goto(`${url}/office/providers`);
  const provider = await providerRow(office, 'Harbour ID').getByRole('link').getAttribute('href');
  const request = async (show, name) => {
    await office.goto(`${url}/office/requests?show=${show}`);
    const link = office.getByRole('link', { name: `Open the request of ${name}` });
    return link.getAttribute('href');
  };
  await office.goto(`${url}/office/mails?kind=rejected`);
  const mail = await office.getByRole('link', { name: /^Open: / }).first().getAttribute('href');
  await office.goto(`${url}/office/staff`);
  const member = await office.getByRole('link', { name: /^Open / }).first().getAttribute('href');
  const pages = [
    page('Mail', mail),
    page('Member of staff', member),
    page('Provider', provider),
    page('Application', new URL(client.url).pathname),
    page('Rehearsal of a provider', `${provider}/rehearsal`),
    page('Request that waits', await request('waiting', 'Jonas Wenzel')),
    page('Request with long names', await request('waiting', 'Maximiliane-Charlotte von Hohenstein-Oberfelder')),
    page('Request with an unproven address', await request('unproven', 'Uma Reyes')),
    page('Request that was approved', await request('decided', 'Mara Lindqvist')),
    page('Request that was rejected', await request('decided', 'Theo Marsh')),
  ];
  for (const { path } of pages) assert.match(path, /^\/office\//);
  return pages;
}
