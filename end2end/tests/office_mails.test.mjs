// What became of a mail, and sending it again, with JavaScript and without.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { activate, mailTo, nameOf, register } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, reject, signInStaff } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';
import { startShop } from '../support/shop.mjs';

let browser;
let shop;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

const WAYS = [
  { way: 'with JavaScript', options: {}, tag: 'j' },
  { way: 'without JavaScript', options: { javaScriptEnabled: false }, tag: 'n' },
];

for (const { way, options, tag } of WAYS) {
  describe(way, () => {
    const ANN = {
      givenName: 'Ann',
      familyName: `Marsh-${tag}`,
      email: `ann-${tag}@mail.example`,
      password: 'the-pier-at-midnight',
    };
    const ready = async (on) => options.javaScriptEnabled === false || hydrated(on);
    const arrived = () => shop.mail.mails.filter(({ to, subject }) => to.text === ANN.email && /^Your reg/.test(subject));
    let page;
    let office;
    let activation;

    before(async () => {
      page = await openPage(browser, options);
      office = await openPage(browser, options);
      await signInStaff(office, shop.url, ADMINISTRATOR);
      activation = await register(page, shop, ANN);
      await activate(page, activation);
      await page.getByText('Our team is looking at your registration.').waitFor();
      await reject(office, shop.url, nameOf(ANN), 'We are full this season.');
      await mailTo(shop, ANN.email, /^Your registration with Tidewater$/);
    });

    after(async () => {
      await page.context().close();
      await office.context().close();
    });

    /** Asks for the mails to Ann. */
    async function ask(kind) {
      await office.goto(`${shop.url}/office/mails`);
      await ready(office);
      await office.getByLabel('Recipient').fill(ANN.email);
      await office.getByLabel('Mail', { exact: true }).selectOption(kind);
      await office.getByRole('button', { name: 'Search', exact: true }).click();
      await office.waitForURL(/to=/);
    }

    test('mails are found by recipient and kind', async () => {
      await ask('Request declined');
      const link = office.getByRole('link', { name: `Open: Request declined, to ${ANN.email}` });
      await link.waitFor();
      assert.equal(await office.getByRole('link', { name: /^Open: / }).count(), 1);
      await assertAccessible(office);
    });

    test('what is no address is told beside its field', async () => {
      await office.goto(`${shop.url}/office/mails?to=ann`);
      await office.locator('#fault-to').waitFor();
      assert.equal(await office.getByLabel('Recipient').inputValue(), 'ann');
      await assertAccessible(office);
    });

    test('a mail that opens nothing is sent again', async () => {
      await ask('Request declined');
      await office.getByRole('link', { name: /^Open: / }).click();
      await office.getByRole('heading', { level: 1, name: 'Request declined' }).waitFor();
      await office.getByText('We are full this season.').waitFor();
      await ready(office);
      await assertAccessible(office);
      const before = arrived().length;
      await office.getByRole('button', { name: 'Send again' }).click();
      await office.getByText('The mail is on its way again.').waitFor();
      await eventually('the copy arrives', () => arrived().length > before);
      const names = new Set(arrived().map(({ messageId }) => messageId));
      assert.equal(names.size, arrived().length, 'a copy has a name of its own');
    });

    test('a mail with a link is not, and its link is not shown', async () => {
      await ask('Confirm the address');
      await office.getByRole('link', { name: /^Open: / }).click();
      await office.getByText('The link in this mail works once').waitFor();
      assert.equal(await office.getByRole('button', { name: 'Send again' }).count(), 0);
      const token = new URL(linkIn(await mailTo(shop, ANN.email, /^Confirm your address/), '/activate')).searchParams;
      assert.ok(!(await office.content()).includes(token.get('token')));
    });

    test('nothing was refused by the browser on the way', () => {
      assert.deepEqual(page.faults, []);
      assert.deepEqual(office.faults, []);
    });
  });
}
