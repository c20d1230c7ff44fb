// The demonstration as it comes: one program, two Porticos, and the first signs people in through the second.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { hydrated, openBrowser, openPage } from '../support/browser.mjs';
import {
  accountMenu,
  chooseSignOut,
  expectSignedIn,
  expectSignedOut,
  saveAndGoOn,
  submitSignIn,
} from '../support/customer.mjs';
import { approve, signInStaff } from '../support/office.mjs';
import { startPortico } from '../support/portico.mjs';
import { eventually, freePort, startProcess } from '../support/process.mjs';

const PASSWORD = 'boats-and-ropes';
const NORA = { name: 'Nora Lindgren', email: 'nora@partner.example', password: PASSWORD };
const JONAS = { name: 'Jonas Reuter', email: 'jonas@partner.example', password: PASSWORD };
const ADAM = { email: 'adam@tidewater.example', password: PASSWORD };
const VERA = { email: 'vera@partner.example', password: PASSWORD };

let browser;
let shop;
let partner;
let office;

before(async () => {
  browser = await openBrowser();
  const port = await freePort();
  shop = await startPortico({ args: ['--demo', '--partner', String(port)] });
  partner = `http://127.0.0.1:${port}`;
  office = await openPage(browser);
  await signInStaff(office, shop.url, ADAM);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Leaves the shop by the partner's button. */
async function leaveForPartner(page) {
  await page.goto(`${shop.url}/login`);
  await page.getByRole('link', { name: 'Partner ID' }).click();
  await page.waitForURL((url) => url.origin === partner);
}

/** Signs in at the partner, and comes back. */
async function signInThere(page, person) {
  await submitSignIn(page, person);
  await page.waitForURL((url) => url.origin === shop.url);
}

/** What the receipt says, one text for each place. */
async function receipt(page) {
  await page.waitForURL((url) => url.origin === shop.url && url.pathname === '/signed-out');
  const lines = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  return (await lines.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
}

test('the console tells where both are and who can sign in', () => {
  for (const told of [`: ${partner} (mailbox: ${partner}/demo/mailbox)`, NORA.email, VERA.email]) {
    assert.ok(shop.output().includes(told), `${told} is missing in:\n${shop.output()}`);
  }
});

for (const javaScriptEnabled of [true, false]) {
  const person = javaScriptEnabled ? NORA : JONAS;
  const taken = async (page) => {
    if (javaScriptEnabled) await hydrated(page);
  };

  describe(javaScriptEnabled ? 'hydrated' : 'without JavaScript', () => {
    let page;

    before(async () => {
      page = await openPage(browser, { javaScriptEnabled });
    });

    after(() => page?.context().close());

    test('somebody new signs in at Partner ID, allows it, and waits for approval', async () => {
      await leaveForPartner(page);
      await submitSignIn(page, person);
      await page.getByRole('heading', { name: 'Tidewater would like to know who you are' }).waitFor();
      assert.equal(new URL(page.url()).origin, partner);
      await taken(page);
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByRole('heading', { name: 'Thank you. Your registration is waiting for approval.' }).waitFor();
      assert.equal(new URL(page.url()).origin, shop.url);
      await approve(office, shop.url, person.name);
    });

    test('approved, they come in by the session there, and their name is locked', async () => {
      await page.goto(`${shop.url}/login`);
      await page.getByRole('link', { name: 'Partner ID' }).click();
      await page.waitForURL(`${shop.url}/account/profile**`);
      await taken(page);
      await page.getByText('Comes from Partner ID and is changed there.').first().waitFor();
      await page.getByLabel('I accept the terms of use').check();
      await saveAndGoOn(page);
      await expectSignedIn(page, person.name);
    });

    test('signing out locally leaves the session at Partner ID, which is asked again', async () => {
      await page.goto(shop.url);
      await taken(page);
      await chooseSignOut(page);
      await page.getByRole('button', { name: /^Only here/ }).click();
      const [, there] = await receipt(page);
      assert.match(there, /^Partner ID You are still signed in there/);
      await page.goto(partner);
      await expectSignedIn(page, person.name);
      await leaveForPartner(page);
      await signInThere(page, person);
      await expectSignedIn(page, person.name);
    });

    test('signing out globally reaches both, and leads back', async () => {
      await page.goto(shop.url);
      await taken(page);
      await chooseSignOut(page);
      await page.getByRole('button', { name: /^Here and at Partner ID/ }).click();
      const [here, there] = await receipt(page);
      assert.match(here, /^Tidewater Signed out/);
      assert.match(there, /^Partner ID You came back from Partner ID\./);
      await expectSignedOut(page);
      await page.goto(partner);
      await expectSignedOut(page);
    });

    test('signing out at Partner ID ends the session of the shop', async () => {
      await leaveForPartner(page);
      await signInThere(page, person);
      await expectSignedIn(page, person.name);
      await page.goto(partner);
      await taken(page);
      await chooseSignOut(page);
      await page.waitForURL(`${partner}/signed-out`);
      await eventually('the shop has heard of it', async () => {
        await page.goto(shop.url);
        return (await accountMenu(page).count()) === 0;
      });
      await expectSignedOut(page);
    });

    test('nothing was refused by the browser on the way', () => {
      assert.deepEqual(page.faults, []);
    });
  });
}

test('the office there knows the shop as an application', async () => {
  const there = await openPage(browser);
  await there.goto(`${partner}/office/login`);
  await hydrated(there);
  await there.getByLabel('E-mail address').fill(VERA.email);
  await there.getByLabel('Password', { exact: true }).fill(VERA.password);
  await there.getByRole('button', { name: 'Sign in' }).click();
  await there.waitForURL((url) => url.pathname.startsWith('/office') && url.pathname !== '/office/login');
  await there.goto(`${partner}/office/clients`);
  await there.getByRole('link', { name: 'Tidewater' }).waitFor();
  await there.context().close();
});

test('a second start changes nothing, and one on a port that is taken says so', async () => {
  const providers = async () => {
    await office.goto(`${shop.url}/office/providers`);
    return office.getByRole('listitem').filter({ hasText: 'Partner ID' }).allInnerTexts();
  };
  const before = await providers();
  assert.equal(before.length, 1);
  const port = String(await freePort());
  const env = { ...shop.variables, PORTICO_SERVER__LISTEN: `127.0.0.1:${port}` };
  const args = ['serve', '--demo', '--partner', new URL(partner).port];
  const second = startProcess(process.env.PORTICO_TEST_PROGRAM, args, { env, cwd: shop.folder });
  await eventually('the second program gives up', () => second.ended());
  assert.match(second.output(), new RegExp(`can't listen on 127\\.0\\.0\\.1:${new URL(partner).port}`));
  assert.match(second.output(), /--partner/);
  await shop.stop();
  await shop.restart(['--demo', '--partner', new URL(partner).port]);
  assert.deepEqual(await providers(), before);
  const page = await openPage(browser);
  await leaveForPartner(page);
  await signInThere(page, NORA);
  await expectSignedIn(page, NORA.name);
  await page.context().close();
});
