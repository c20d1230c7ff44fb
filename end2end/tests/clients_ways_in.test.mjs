// The ways to an account while a client waits: registering, a new password, choosing an account. Each comes back to the
// client; openid-client reads the answers.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import * as openid from 'openid-client';

import { assertAccessible, openBrowser, openPage, ready } from '../support/browser.mjs';
import { addClient, agree, signInAtShop } from '../support/clients.mjs';
import { INES, activate, fillRegistration, mailTo, nameOf, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { approve, saveSettings } from '../support/office.mjs';
import { arrive, discover, leave } from '../support/openid_client.mjs';
import { startShop } from '../support/shop.mjs';
import { landing, startWeb } from '../support/web.mjs';

const MIA = { name: 'Mia Sommer', email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const THEO = { givenName: 'Theo', familyName: 'Marsh', email: 'theo@mail.example', password: 'the-pier-at-midnight' };
const NAME = 'Harbour Magazine';

for (const javaScriptEnabled of [true, false]) {
  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => magazine(javaScriptEnabled));
}

function magazine(javaScriptEnabled) {
  let browser;
  let shop;
  let web;
  let client;
  let app;
  let page;

  before(async () => {
    browser = await openBrowser();
    shop = await startShop(browser);
    await saveSettings(shop.office, shop.url, { approval: false });
    web = await startWeb();
    client = await addClient(shop.office, shop.url, { name: NAME, redirectUri: `${web.url}/callback` });
    app = await discover(shop.url, client);
    page = await openPage(browser, { javaScriptEnabled });
  });

  after(async () => {
    await web?.stop();
    await shop?.close();
    await browser?.close();
  });

  /** Who the client then knows. */
  async function known(checks) {
    const tokens = await arrive(page, app, checks);
    return openid.fetchUserInfo(app.config, tokens.access_token, tokens.claims().sub);
  }

  test('a new person registers, proves the address, agrees, and is at the client', async () => {
    const checks = await leave(page, app, { prompt: 'create' });
    await page.waitForURL(`${shop.url}/register**`);
    await fillRegistration(page, INES);
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await activate(page, linkIn(await mailTo(shop, INES.email, /^Confirm your address/), '/activate'));
    await page.waitForURL(`${shop.url}/account/profile?**`);
    await ready(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await agree(page, NAME);
    const { name, email, email_verified: proven } = await known(checks);
    assert.deepEqual([name, email, proven], [nameOf(INES), INES.email, true]);
  });

  test('of two accounts the person chooses the one that is signed in', async () => {
    const checks = await leave(page, app, { prompt: 'select_account' });
    await page.getByRole('heading', { name: 'With which account?' }).waitFor();
    await ready(page);
    await assertAccessible(page);
    await page.getByRole('button', { name: `Go on as ${nameOf(INES)}` }).click();
    assert.equal((await known(checks)).email, INES.email);
  });

  test('or another one, and agrees for that one', async () => {
    const checks = await leave(page, app, { prompt: 'select_account' });
    await page.getByRole('link', { name: 'Use another account' }).click();
    await signInAtShop(page, shop.url, MIA);
    await agree(page, NAME);
    assert.equal((await known(checks)).email, MIA.email);
  });

  test('a password that was forgotten is made anew on the way', async () => {
    await page.context().clearCookies();
    const checks = await leave(page, app);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('E-mail address').fill(INES.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await page.goto(linkIn(await mailTo(shop, INES.email, /^Set a new password|new password/i), '/reset'));
    await ready(page);
    await page.getByLabel('New password', { exact: true }).fill('eight-white-herons');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Your password is changed. You can sign in with it now.').waitFor();
    await submitSignIn(page, { ...INES, password: 'eight-white-herons' });
    assert.equal((await known(checks)).email, INES.email);
  });

  test('who has to wait for a decision is told so, and gets to the client afterwards', async () => {
    await saveSettings(shop.office, shop.url, { approval: true });
    await page.context().clearCookies();
    await leave(page, app, { prompt: 'create' });
    await fillRegistration(page, THEO);
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await activate(page, linkIn(await mailTo(shop, THEO.email, /^Confirm your address/), '/activate'));
    await page.getByText('Our team is looking at your registration.').waitFor();
    const silent = await leave(page, app, { prompt: 'none' });
    await assert.rejects(known(silent), { name: 'AuthorizationResponseError', error: 'login_required' });

    await approve(shop.office, shop.url, nameOf(THEO));
    const checks = await leave(page, app);
    await signInAtShop(page, shop.url, THEO);
    await page.waitForURL(`${shop.url}/account/profile?**`);
    await ready(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await agree(page, NAME);
    assert.equal((await known(checks)).email, THEO.email);
  });

  test('a flow that was finished is over', async () => {
    const finished = page.waitForRequest((request) => request.url().startsWith(`${shop.url}/oauth2/v1/resume?`));
    await page.context().clearCookies();
    await leave(page, app);
    await signInAtShop(page, shop.url, MIA);
    const again = (await finished).url();
    await landing(page, client.redirectUri);
    await page.goto(again);
    await page.getByRole('heading', { name: 'This sign-in is no longer open' }).waitFor();
    assert.deepEqual(page.faults, []);
  });
}
