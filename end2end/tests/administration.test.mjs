// An administrator takes a way in away: sees first who would lose their last one, invites them to another one in one
// step, and makes the change; a customer follows the invitation. Hydrated and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, openBrowser, openPage, ready } from '../support/browser.mjs';
import { expectSignedIn, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, providerRow, signInStaff } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

/** The customer of the sample data, who has nothing but a password. */
const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const COUNT = (number) => `Customers who would lose their last way in: ${number}`;

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => administration(javaScriptEnabled));
}

function administration(javaScriptEnabled) {
  let browser;
  let shop;
  let office;
  let page;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser, { providers: ['harbour'] });
    office = await openPage(browser, { javaScriptEnabled });
    page = await openPage(browser, { javaScriptEnabled });
    await signInStaff(office, shop.url, ADMINISTRATOR);
  });

  after(async () => {
    await shop?.close();
    await browser?.close();
  });

  /** Switches passwords off and saves. */
  async function passwordsOff() {
    await office.goto(`${shop.url}/office/settings`);
    await ready(office);
    await office.getByRole('switch', { name: 'Sign in with a password' }).setChecked(false);
    await office.getByRole('button', { name: 'Save' }).click();
    await office.getByRole('heading', { level: 1, name: 'Who would lose their last way in' }).waitFor();
  }

  test('a switch shows first who would lose their last way in, and changes nothing', async () => {
    await passwordsOff();
    await office.getByText('Signing in with a password goes off.').waitFor();
    await office.getByText(COUNT(1)).waitFor();
    await office.getByRole('link', { name: MIA.name }).waitFor();
    await ready(office);
    await assertAccessible(office);

    await page.goto(`${shop.url}/login`);
    await submitSignIn(page, MIA);
    await expectSignedIn(page, MIA.name);
    await page.context().clearCookies();
  });

  let invitation;

  test('they are invited in one step, and get a mail', async () => {
    await ready(office);
    await office.getByRole('button', { name: 'Send the invitations' }).click();
    await office.getByText('The mails are on their way.').waitFor();
    assert.equal(await office.getByRole('button', { name: 'Send the invitations' }).count(), 0);
    const fits = (mail) => mail.to.text === MIA.email && /^Another way to sign in/.test(mail.subject);
    // A job of the shop sends them, and looks every half a minute.
    invitation = await eventually('the invitation arrives', () => shop.mail.mails.findLast(fits), 90);
    assert.match(invitation.text, /Connect your account with\s+Harbour ID/);
  });

  test('the change is made all the same', async () => {
    await passwordsOff();
    await ready(office);
    await office.getByRole('button', { name: 'Do it all the same' }).click();
    await office.getByText('The settings are saved and apply from now on.').waitFor();
    await office.goto(`${shop.url}/office/history`);
    await office.getByRole('rowheader', { name: 'Customers invited to another way in' }).waitFor();
  });

  test('the customer follows the invitation, connects the provider, and comes in by it from now on', async () => {
    await page.goto(linkIn(invitation, '/activate'));
    await page.getByRole('heading', { level: 1, name: 'Connect another way to sign in' }).waitFor();
    await ready(page);
    await assertAccessible(page);
    await page.getByRole('button', { name: /Harbour ID/ }).click();
    await signInAtProvider(page, shop.providers.harbour.issuer, 'mara@harbour.example');
    await expectSignedIn(page, MIA.name);
    await page.context().clearCookies({ name: '__Host-portico' });
    await page.goto(`${shop.url}/providers/harbour/start`);
    await expectSignedIn(page, MIA.name);
  });

  test('nobody is left without a way in; the last one is kept', async () => {
    await office.goto(`${shop.url}/office/settings/preview?version=1&customer_accounts=on`);
    await office.getByText(COUNT(0)).waitFor();
    await office.goto(`${shop.url}/office/providers`);
    await ready(office);
    await providerRow(office, 'Harbour ID').getByRole('button', { name: 'Hide from the sign-in page' }).click();
    await office.getByRole('alert').getByText('nobody could sign in').waitFor();
    assert.deepEqual([...office.faults, ...page.faults], []);
  });
}
