// What registering leads to: every row of the table of spec 01 section 2, with JavaScript and without.
// L = sign-in with a password, R = registration form, A = approval, n = providers that are enabled and visible.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { openBrowser, openPage } from '../support/browser.mjs';
import {
  activate,
  expectSignedIn,
  expectSignedOut,
  fillRegistration,
  mailTo,
  nameOf,
  operationsTold,
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
let folder;

/** Somebody new at a provider for every cell that ends with a sign-in: the sign-in name is the address. */
const personAt = (slug) => (name) => ({
  sub: name,
  password: 'tidewater',
  claims: {
    email: `${name}@${slug}.example`,
    email_verified: true,
    given_name: name,
    family_name: 'Strand',
    locale: 'en',
  },
});

/** A file with the people of a provider. */
function peopleOf(slug, names) {
  const file = join(folder, `${slug}.json`);
  writeFileSync(file, JSON.stringify(names.map(personAt(slug))));
  return file;
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-people-'));
  browser = await openBrowser();
  const names = WAYS.flatMap(({ tag }) => ['mara', 'uma', 'zoe', 'cato', 'cleo'].map((name) => `${name}-${tag}`));
  const people = { harbour: peopleOf('harbour', names), northwind: peopleOf('northwind', names) };
  shop = await startShop(browser, { providers: ['harbour', 'northwind'], people });
});

after(async () => {
  await shop?.close();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
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

/** Each way its own people: `tag` ends their names. */
const WAYS = [
  { way: 'with JavaScript', options: {}, tag: 'j' },
  { way: 'without JavaScript', options: { javaScriptEnabled: false }, tag: 'n' },
];

const onOff = (on) => (on ? 'on' : 'off');

for (const { way, options, tag } of WAYS) {
  describe(way, () => {
    let page;
    const somebody = (givenName) => ({
      givenName,
      familyName: 'Marsh',
      email: `${givenName.toLowerCase()}-${tag}@mail.example`,
      password: 'the-pier-at-midnight',
    });

    const atHarbour = (name) => `${name}-${tag}@harbour.example`;
    const atNorthwind = (name) => `${name}-${tag}@northwind.example`;

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
      await page.goto(`${shop.url}/login?next=${encodeURIComponent(OFFER)}`);
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
      await page.locator('.dialog-form button[type=submit]').click();
      await page.waitForURL(`**${OFFER}`);
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
      await shop.office.goto(await operationsTold(shop, { name: nameOf(ben), email: ben.email }));
      await shop.office.getByRole('heading', { level: 1, name: nameOf(ben) }).waitFor();
      await shop.office.getByText(ben.email).first().waitFor();
      await page.goto(`${shop.url}/login`);
      await submitSignIn(page, ben);
      await page.getByRole('alert').getByText('still waiting for a decision').waitFor();
      await approve(shop.office, shop.url, nameOf(ben));
      await page.goto(linkIn(await mailTo(shop, ben.email, /^Welcome to/), '/login'));
      await submitSignIn(page, ben);
      await acceptTermsOrGoOn(page);
      await expectSignedIn(page, nameOf(ben));
    });

    for (const { approval, one, other, finisher } of [
      { approval: false, one: 'Cem', other: 'Dan', finisher: 'cato' },
      { approval: true, one: 'Cora', other: 'Dora', finisher: 'cleo' },
    ]) {
      test(`form, L off, R on, A ${onOff(approval)}, n = 1: no password, always waits; the link finishes through that provider`, async () => {
        await afresh();
        await set({ local: false, registration: true, approval, visible: [HARBOUR] });
        const applicant = { ...somebody(one), password: undefined };
        await page.goto(`${shop.url}/register`);
        assert.equal(await page.getByLabel('Password', { exact: true }).count(), 0);
        await activate(page, await register(page, shop, applicant));
        await page.getByText('Our team is looking at your registration.').waitFor();
        await approve(shop.office, shop.url, nameOf(applicant));
        await page.goto(linkIn(await mailTo(shop, applicant.email, /^Welcome to/), '/activate'));
        await page.getByRole('button', { name: `Continue with ${HARBOUR}` }).click();
        await signInAtProvider(page, shop.providers.harbour.issuer, atHarbour(finisher));
        await acceptTermsOrGoOn(page);
        await expectSignedIn(page, nameOf(applicant));
      });

      test(`form, L off, R on, A ${onOff(approval)}, n = 2: no password, always waits; the link opens the login page to choose one`, async () => {
        await afresh();
        await set({ local: false, registration: true, approval });
        const applicant = { ...somebody(other), password: undefined };
        await activate(page, await register(page, shop, applicant));
        await page.getByText('Our team is looking at your registration.').waitFor();
        await approve(shop.office, shop.url, nameOf(applicant));
        await page.goto(linkIn(await mailTo(shop, applicant.email, /^Welcome to/), '/activate'));
        await page.getByRole('button', { name: 'Sign in and finish' }).click();
        await page.getByText('Choose how you want to sign in from now on.').waitFor();
        await page.getByRole('link', { name: NORTHWIND }).click();
        await signInAtProvider(page, shop.providers.northwind.issuer, atNorthwind(finisher));
        await acceptTermsOrGoOn(page);
        await expectSignedIn(page, nameOf(applicant));
      });
    }

    for (const local of [true, false]) {
      test(`form, L ${onOff(local)}, R off: no Register button; the form and its handler answer 404`, async () => {
        await afresh();
        await set({ local, registration: true, approval: true });
        await page.goto(`${shop.url}/register`);
        await fillRegistration(page, { ...somebody('Eva'), ...(!local && { password: undefined }) });
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
    }

    for (const local of [true, false]) {
      for (const [registration, approval] of [
        [false, false],
        [false, true],
        [true, true],
      ]) {
        const cell = `L ${onOff(local)}, R ${onOff(registration)}, A ${onOff(approval)}`;
        test(`first sign-in through a provider, ${cell}: registration request, "waiting for approval"`, async () => {
          await afresh();
          await set({ local, registration, approval });
          await throughHarbour(atHarbour('mara'));
          await page.getByRole('heading', { name: WAITING }).waitFor();
          await expectSignedOut(page);
          // Withdrawn, so that the person is unknown again in the next row.
          await page.getByRole('link', { name: 'See where it stands' }).click();
          await page.locator('summary', { hasText: 'Withdraw registration' }).click();
          await page.getByRole('button', { name: 'Withdraw and erase' }).click();
          await page.getByText('Nothing is left of this registration').waitFor();
        });
      }

      // The person signs in there and then says no, so that the provider knows whom the shop would have learned of.
      for (const approval of [true, false]) {
        const cell = `L ${onOff(local)}, A ${onOff(approval)}`;
        test(`first sign-in through a provider, consent refused, ${cell}: nothing is created, and the page says so`, async () => {
          await afresh();
          await set({ local, registration: true, approval });
          await page.goto(`${shop.url}/login`);
          await page.getByRole('link', { name: HARBOUR }).click();
          await page.waitForURL((url) => url.origin === shop.providers.harbour.issuer);
          await page.getByLabel('Sign-in name').fill(newcomer(local));
          await page.getByLabel('Password').fill('tidewater');
          await page.getByRole('button', { name: 'Sign in' }).click();
          await page.getByRole('heading', { name: /^Allow/ }).waitFor();
          await page.getByRole('button', { name: 'Cancel' }).click();
          await page.getByRole('heading', { name: 'You stopped the sign-in' }).waitFor();
          await expectSignedOut(page);
          await searchOffice('requests', newcomer(local));
          await shop.office.getByText('No request in this list').waitFor();
          await searchOffice('customers', newcomer(local));
          await shop.office.getByText('Nobody found').waitFor();
        });
      }

      test(`first sign-in through a provider, L ${onOff(local)}, R on, A off: signed in at once, then My Profile`, async () => {
        await afresh();
        await set({ local, registration: true, approval: false });
        await throughHarbour(newcomer(local));
        await acceptTerms(page);
        await page.waitForURL(`**${OFFER}`);
        assert.deepEqual(page.faults, []);
        await searchOffice('customers', newcomer(local));
        await shop.office.getByRole('link', { name: new RegExp(`${local ? 'uma' : 'zoe'}-${tag} Strand`) }).first().waitFor();
      });
    }

    /** Who is new at Harbour ID in the cells that end with a customer. */
    function newcomer(local) {
      return atHarbour(local ? 'uma' : 'zoe');
    }

    /** Searches a list of the back office. */
    async function searchOffice(list, typed) {
      await shop.office.goto(`${shop.url}/office/${list}?q=${encodeURIComponent(typed)}`);
    }

    /** My Profile opens at the first sign-in; the terms are due for those who did not accept them with the form. */
    async function acceptTermsOrGoOn(on) {
      await on.waitForURL('**/account/profile**');
      const terms = on.locator('#field-accept_terms');
      if ((await terms.count()) > 0) await acceptTerms(on);
    }
  });
}
