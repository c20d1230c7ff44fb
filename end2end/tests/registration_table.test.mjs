// What registering leads to: every row of the table of spec 01 section 2, with JavaScript and without.
// L = sign-in with a password, R = registration form, A = approval, n = providers that are enabled and visible.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import {
  activate,
  expectSignedIn,
  expectSignedOut,
  fillRegistration,
  mailTo,
  nameOf,
  register,
  submitSignIn,
} from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { approve, saveSettings, showProviders } from '../support/office.mjs';
import { signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const HARBOUR = 'Harbour ID';
const NORTHWIND = 'Northwind Works';
const BOTH = [HARBOUR, NORTHWIND];
const OFFER = '/offers/yoga-course';
const WAITING = 'Thank you. Your registration is waiting for approval.';

let browser;
let shop;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour', 'northwind'] });
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Sets the switches and the visible providers, in an order that never leaves the shop without a way in. */
async function set({ local, registration, approval, visible = BOTH }) {
  await saveSettings(shop.office, shop.url, { local: true });
  await showProviders(shop.office, shop.url, { visible, of: BOTH });
  await saveSettings(shop.office, shop.url, { local, registration, approval });
}

/** Accepts the terms in the profile that opens at a first sign-in. */
async function acceptTerms(page) {
  await page.waitForURL('**/account/profile**');
  await page.locator('#field-accept_terms').check();
  await page.locator('.dialog-form button[type=submit]').click();
}

/** Each way its own people: at the providers, and for the form. */
const WAYS = [
  {
    way: 'with JavaScript',
    options: {},
    tag: 'j',
    stranger: 'mara@harbour.example',
    finisher: { login: 'jonas@harbour.example', chosen: 'nadia@northwind.example' },
  },
  {
    way: 'without JavaScript',
    options: { javaScriptEnabled: false },
    tag: 'n',
    stranger: 'eleni@harbour.example',
    finisher: { login: 'unverified@harbour.example', chosen: 'tom@northwind.example' },
  },
];

for (const { way, options, tag, stranger, finisher } of WAYS) {
  describe(way, () => {
    let page;
    const somebody = (givenName) => ({
      givenName,
      familyName: 'Marsh',
      email: `${givenName.toLowerCase()}-${tag}@mail.example`,
      password: 'the-pier-at-midnight',
    });

    // A browser that nobody has used, neither here nor at a provider.
    const afresh = async () => {
      await page?.context().close();
      page = await openPage(browser, options);
    };

    after(async () => {
      await page?.context().close();
    });

    /** Goes to the provider and signs in there. */
    const throughHarbour = async (login) => {
      await page.goto(`${shop.url}/login?next=${OFFER}`);
      await page.getByRole('link', { name: HARBOUR }).click();
      await signInAtProvider(page, shop.providers.harbour.issuer, login);
    };

    test('form, L on, R on, A off: password → check your mail → link → customer, signed in', async () => {
      await afresh();
      await set({ local: true, registration: true, approval: false });
      const ann = somebody('Ann');
      await activate(page, await register(page, shop, ann, OFFER));
      await page.waitForURL('**/account/profile**');
      await expectSignedIn(page, nameOf(ann));
    });

    test('the same page for an address that is known', async () => {
      await afresh();
      const ann = somebody('Ann');
      await page.goto(`${shop.url}/register`);
      await fillRegistration(page, ann);
      await page.getByRole('button', { name: 'Register' }).click();
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/register/check-mail');
    });

    test('form, L on, R on, A on: password → link → request; operations are told; approve → mail → may sign in', async () => {
      await afresh();
      await set({ local: true, registration: true, approval: true });
      const ben = somebody('Ben');
      await activate(page, await register(page, shop, ben, OFFER));
      await page.getByText('Our team is looking at your registration.').waitFor();
      await mailTo(shop, 'operations@localhost', /^New registration request/);
      await page.goto(`${shop.url}/login`);
      await submitSignIn(page, ben);
      await page.getByRole('alert').getByText('still waiting for a decision').waitFor();
      await approve(shop.office, shop.url, nameOf(ben));
      await page.goto(linkIn(await mailTo(shop, ben.email, /^Welcome to/), '/login'));
      await submitSignIn(page, ben);
      await acceptTermsOrGoOn(page);
      await expectSignedIn(page, nameOf(ben));
    });

    test('form, L off, R on, n = 1: no password, always waits; the link finishes through that provider', async () => {
      await afresh();
      await set({ local: false, registration: true, approval: false, visible: [HARBOUR] });
      const cem = { ...somebody('Cem'), password: undefined };
      await page.goto(`${shop.url}/register`);
      assert.equal(await page.getByLabel('Password', { exact: true }).count(), 0);
      await activate(page, await register(page, shop, cem));
      await page.getByText('Our team is looking at your registration.').waitFor();
      await approve(shop.office, shop.url, nameOf(cem));
      await page.goto(linkIn(await mailTo(shop, cem.email, /^Welcome to/), '/activate'));
      await page.getByRole('button', { name: `Continue with ${HARBOUR}` }).click();
      await signInAtProvider(page, shop.providers.harbour.issuer, finisher.login);
      await acceptTermsOrGoOn(page);
      await expectSignedIn(page, nameOf(cem));
    });

    test('form, L off, R on, n = 2: no password, always waits; the link opens the login page to choose one', async () => {
      await afresh();
      await set({ local: false, registration: true, approval: false });
      const dan = { ...somebody('Dan'), password: undefined };
      await activate(page, await register(page, shop, dan));
      await page.getByText('Our team is looking at your registration.').waitFor();
      await approve(shop.office, shop.url, nameOf(dan));
      await page.goto(linkIn(await mailTo(shop, dan.email, /^Welcome to/), '/activate'));
      await page.getByRole('button', { name: 'Sign in and finish' }).click();
      await page.getByText('Choose how you want to sign in from now on.').waitFor();
      await page.getByRole('link', { name: NORTHWIND }).click();
      await signInAtProvider(page, shop.providers.northwind.issuer, finisher.chosen);
      await acceptTermsOrGoOn(page);
      await expectSignedIn(page, nameOf(dan));
    });

    test('form, R off: no Register button; the form and its handler answer 404', async () => {
      await afresh();
      await set({ local: true, registration: true, approval: true });
      await page.goto(`${shop.url}/register`);
      await fillRegistration(page, somebody('Eva'));
      await saveSettings(shop.office, shop.url, { registration: false });
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByRole('button', { name: 'Register' }).click();
      assert.equal((await answer).status(), 404);
      assert.equal((await page.goto(`${shop.url}/register`)).status(), 404);
      for (const path of ['/', '/login']) {
        await page.goto(`${shop.url}${path}`);
        assert.equal(await page.getByRole('link', { name: 'Register' }).count(), 0, path);
      }
      await afresh();
    });

    for (const [row, registration, approval] of [
      ['R off, A off', false, false],
      ['R off, A on', false, true],
      ['R on, A on', true, true],
    ]) {
      test(`first sign-in through a provider, ${row}: registration request, "waiting for approval"`, async () => {
        await afresh();
        await set({ local: true, registration, approval });
        await throughHarbour(stranger);
        await page.getByRole('heading', { name: WAITING }).waitFor();
        await expectSignedOut(page);
        // Withdrawn, so that the person is unknown again in the next row.
        await page.getByRole('link', { name: 'See where it stands' }).click();
        await page.locator('summary', { hasText: 'Withdraw registration' }).click();
        await page.getByRole('button', { name: 'Withdraw and erase' }).click();
        await page.getByText('Nothing is left of this registration').waitFor();
      });
    }

    test('first sign-in through a provider, consent refused: nothing is created, and the page says so', async () => {
      await afresh();
      await set({ local: true, registration: true, approval: false });
      await page.goto(`${shop.url}/login`);
      await page.getByRole('link', { name: HARBOUR }).click();
      await page.waitForURL((url) => url.origin === shop.providers.harbour.issuer);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('heading', { name: 'You stopped the sign-in' }).waitFor();
      await shop.office.goto(`${shop.url}/office/requests?q=${encodeURIComponent(stranger)}`);
      await shop.office.getByText('No request in this list').waitFor();
    });

    test('first sign-in through a provider, R on, A off: signed in at once, then My Profile', async () => {
      await afresh();
      await set({ local: true, registration: true, approval: false });
      await throughHarbour(stranger);
      await acceptTerms(page);
      await page.waitForURL(`**${OFFER}`);
      assert.deepEqual(page.faults, []);
    });

    /** My Profile opens at the first sign-in; the terms are due for those who did not accept them with the form. */
    async function acceptTermsOrGoOn(on) {
      await on.waitForURL('**/account/profile**');
      const terms = on.locator('#field-accept_terms');
      if ((await terms.count()) > 0) await acceptTerms(on);
    }
  });
}
