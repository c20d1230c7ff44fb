// Looking after the people of the back office, and the history with its filters. With JavaScript and without.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { mailTo } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, acceptInvitation, signInStaff } from '../support/office.mjs';
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
  { way: 'with JavaScript', options: {}, name: 'Ole Berg' },
  { way: 'without JavaScript', options: { javaScriptEnabled: false }, name: 'Nora Dahl' },
];

for (const { way, options, name } of WAYS) {
  describe(way, () => {
    const colleague = {
      name,
      email: `${name.split(' ')[0].toLowerCase()}@tidewater.example`,
      password: 'harbour-lights-at-noon',
    };
    const ready = async (on) => options.javaScriptEnabled === false || hydrated(on);
    let office;
    let theirs;

    before(async () => {
      office = await openPage(browser, options);
      theirs = await openPage(browser, options);
      await signInStaff(office, shop.url, ADMINISTRATOR);
    });

    after(async () => {
      await office.context().close();
      await theirs.context().close();
    });

    async function openColleague() {
      await office.goto(`${shop.url}/office/staff`);
      await office.getByRole('link', { name: `Open ${name}` }).click();
      await office.getByRole('heading', { level: 1, name }).waitFor();
      await ready(office);
    }

    test('faults of an invitation stand beside their fields', async () => {
      await office.goto(`${shop.url}/office/staff`);
      await ready(office);
      await office.getByLabel('E-mail address').fill('ole');
      await office.getByRole('button', { name: 'Send the invitation' }).click();
      await office.locator('#fault-email').waitFor();
      await office.locator('#fault-role_operations').waitFor();
      assert.equal(await office.getByLabel('E-mail address').inputValue(), 'ole');
      await assertAccessible(office);
    });

    test('somebody is invited by mail and comes in', async () => {
      await office.goto(`${shop.url}/office/staff`);
      await ready(office);
      await office.getByLabel('E-mail address').fill(colleague.email);
      await office.getByRole('checkbox', { name: 'Operations' }).check();
      await office.getByRole('button', { name: 'Send the invitation' }).click();
      await office.getByText('The invitation is on its way.').waitFor();
      await office.getByRole('listitem').filter({ hasText: colleague.email }).waitFor();
      await assertAccessible(office);
      const mail = await mailTo(shop, colleague.email, /^Your access to the back office/);
      await acceptInvitation(theirs, linkIn(mail, '/office/invitation'), colleague);
    });

    test('other roles are given, and the person signs in again', async () => {
      await openColleague();
      await assertAccessible(office);
      await office.getByRole('checkbox', { name: 'Operations' }).uncheck();
      await office.getByRole('checkbox', { name: 'Auditor' }).check();
      await office.getByRole('button', { name: 'Change the roles' }).click();
      await office.getByText('The roles are changed.').waitFor();
      const mail = await mailTo(shop, colleague.email, /was changed$/);
      assert.match(mail.text, /auditor/);
      await theirs.goto(`${shop.url}/office/requests`);
      await theirs.waitForURL('**/office/login**');
    });

    test('access is closed and opened again', async () => {
      await openColleague();
      await office.locator('summary', { hasText: 'Close the access' }).click();
      await office.getByRole('button', { name: 'Close it now' }).click();
      await office.getByText('The access is closed and every session has ended.').waitFor();
      await ready(office);
      await office.getByRole('button', { name: 'Open the access again' }).click();
      await office.getByText('The access is open again.').waitFor();
      await signInStaff(theirs, shop.url, colleague);
    });

    test('nobody changes their own access', async () => {
      await office.goto(`${shop.url}/office/staff`);
      await office.getByRole('link', { name: `Open ${ADMINISTRATOR.name}` }).click();
      await office.getByText('Nobody changes their own access.').waitFor();
      assert.equal(await office.getByRole('button', { name: 'Change the roles' }).count(), 0);
      await assertAccessible(office);
    });

    test('the history tells what was done to the person, and by whom', async () => {
      await office.goto(`${shop.url}/office/history`);
      await ready(office);
      await office.getByLabel('Who').selectOption(ADMINISTRATOR.name);
      await office.getByLabel('About').selectOption('Staff');
      await office.getByRole('button', { name: 'Search', exact: true }).click();
      await office.waitForURL(/about=staff/);
      const row = office.getByRole('row').filter({ hasText: name });
      await row.filter({ hasText: 'Access of a staff member closed' }).waitFor();
      await row.filter({ hasText: 'Roles of a staff member changed' }).getByText('Operations').waitFor();
      assert.equal(await office.getByLabel('About').inputValue(), 'staff');
      await assertAccessible(office);
    });

    test('nothing was refused by the browser on the way', () => {
      assert.deepEqual(office.faults, []);
      assert.deepEqual(theirs.faults, []);
    });
  });
}
