// The queue of requests as operations use it: search, filters, several decisions at once, undo; and what the applicant
// does on the private page. With JavaScript and without.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { assertAccessible, hydrated, openBrowser, openPage } from '../support/browser.mjs';
import { activate, mailTo, nameOf, register } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, openRequest, signInStaff } from '../support/office.mjs';
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
  { way: 'with JavaScript', options: {}, tag: 'j', family: 'Marsh' },
  { way: 'without JavaScript', options: { javaScriptEnabled: false }, tag: 'n', family: 'Quay' },
];

for (const { way, options, tag, family } of WAYS) {
  describe(way, () => {
    let page;
    let office;
    const statuses = {};
    const person = (givenName) => ({
      givenName,
      familyName: family,
      email: `${givenName.toLowerCase()}-${tag}@mail.example`,
      password: 'the-pier-at-midnight',
    });
    const [ANN, BEN, CEM] = ['Ann', 'Ben', 'Cem'].map(person);
    const ready = async (on) => options.javaScriptEnabled === false || hydrated(on);

    before(async () => {
      page = await openPage(browser, options);
      office = await openPage(browser, options);
      await signInStaff(office, shop.url, ADMINISTRATOR);
      for (const somebody of [ANN, BEN, CEM]) {
        await activate(page, await register(page, shop, somebody));
        await page.getByText('Our team is looking at your registration.').waitFor();
        statuses[somebody.givenName] = page.url();
      }
    });

    after(async () => {
      await page.context().close();
      await office.context().close();
    });

    /** The names in the list that is open. */
    const listed = () =>
      office.getByRole('link', { name: /^Open the request of/ }).evaluateAll((links) =>
        links.map((link) => link.getAttribute('aria-label').replace('Open the request of ', '')),
      );

    test('a search finds by the beginnings of words, and is cleared', async () => {
      await office.goto(`${shop.url}/office/requests`);
      await ready(office);
      await office.getByRole('searchbox').fill(`${family.slice(0, 3).toLowerCase()} be`);
      await office.getByRole('button', { name: 'Search', exact: true }).click();
      await office.getByRole('link', { name: 'Clear' }).waitFor();
      assert.deepEqual(await listed(), [nameOf(BEN)]);
      assert.match(office.url(), /q=/);
      await office.getByRole('link', { name: 'Clear' }).click();
      await office.getByRole('link', { name: `Open the request of ${nameOf(ANN)}` }).waitFor();
    });

    test('filters narrow the list and keep what was chosen', async () => {
      await office.goto(`${shop.url}/office/requests?q=${family}`);
      await ready(office);
      await office.locator('summary', { hasText: 'More filters' }).click();
      await office.getByLabel('Order').selectOption('Newest first');
      await office.getByRole('button', { name: 'Search', exact: true }).click();
      await office.waitForURL(/sort=newest/);
      assert.deepEqual(await listed(), [CEM, BEN, ANN].map(nameOf));
      assert.equal(await office.getByLabel('Order').inputValue(), 'newest');
      await assertAccessible(office);
    });

    test('the applicant corrects the details, and operations see it', async () => {
      await page.goto(statuses.Ann);
      await ready(page);
      await page.locator('summary', { hasText: 'Correct the details' }).click();
      await page.getByLabel('Phone').fill('call me');
      await page.getByRole('button', { name: 'Save the details' }).click();
      await page.locator('#fault-phone').waitFor();
      assert.equal(await page.getByLabel('Phone').inputValue(), 'call me');
      await page.getByLabel('Phone').fill('+49 40 555 0199');
      await page.getByLabel('Company').fill('Pier Works');
      await page.getByRole('button', { name: 'Save the details' }).click();
      await page.getByText('Your details are corrected.').waitFor();
      await page.getByText('Pier Works').first().waitFor();
      await assertAccessible(page);
      await openRequest(office, shop.url, nameOf(ANN));
      await office.getByText('Pier Works').first().waitFor();
      await office.getByText('Corrected by the person').first().waitFor();
    });

    test('a request is taken on', async () => {
      await openRequest(office, shop.url, nameOf(ANN));
      await ready(office);
      await office.getByRole('button', { name: 'Take it on' }).click();
      await office.getByRole('button', { name: 'Give it back' }).waitFor();
      await office.goto(`${shop.url}/office/requests?q=${family}`);
      await office.getByText(`Taken on by ${ADMINISTRATOR.name}`).first().waitFor();
    });

    test('what the mails say is shown before', async () => {
      await openRequest(office, shop.url, nameOf(ANN));
      await ready(office);
      await office.locator('summary', { hasText: 'Mail after approval' }).click();
      await office.getByText('your registration was approved').waitFor();
      await assertAccessible(office);
    });

    test('several are decided at once, with a result for each', async () => {
      await office.goto(`${shop.url}/office/requests?q=${family}`);
      await ready(office);
      for (const somebody of [BEN, CEM]) {
        await office.getByRole('checkbox', { name: `Choose ${nameOf(somebody)}` }).check();
      }
      // Meanwhile Cem takes it back.
      await page.goto(statuses.Cem);
      await ready(page);
      await page.locator('summary', { hasText: 'Withdraw registration' }).click();
      await page.getByRole('button', { name: 'Withdraw and erase' }).click();
      await page.getByText('Nothing is left of this registration').waitFor();

      await office.locator('summary', { hasText: 'Reject those that are ticked' }).click();
      await office.getByLabel('Reason', { exact: true }).selectOption('Registered already');
      await office.getByRole('button', { name: 'Reject and send to all' }).click();
      await office.waitForURL('**/office/requests/results**');
      const rows = office.getByRole('row');
      await rows.filter({ hasText: nameOf(BEN) }).getByText('Rejected').waitFor();
      await rows.getByText(/^Withdrawn on/).waitFor();
      await assertAccessible(office);
      const mail = await mailTo(shop, BEN.email, /^Your registration with Tidewater$/);
      assert.match(mail.text, /You seem to be registered with us already/);
      await page.goto(linkIn(mail, '/register/status/'));
      await page.getByText('You seem to be registered with us already.').waitFor();
    });

    test('nothing ticked is told', async () => {
      await office.goto(`${shop.url}/office/requests?q=${family}`);
      await ready(office);
      await office.getByRole('button', { name: 'Approve those that are ticked' }).click();
      await office.getByRole('alert').getByText('Please tick at least one row.').waitFor();
    });

    test('a rejection is undone, and the request waits again', async () => {
      await office.goto(`${shop.url}/office/requests?show=decided&q=${family}`);
      await office.getByRole('link', { name: `Open the request of ${nameOf(BEN)}` }).click();
      await office.getByRole('heading', { level: 1, name: nameOf(BEN) }).waitFor();
      await ready(office);
      await office.locator('summary', { hasText: 'Undo the rejection' }).click();
      await office.getByRole('button', { name: 'Let it wait again' }).click();
      await office.getByText('The rejection is undone. The request waits again.').waitFor();
      await office.getByText('Rejection undone').waitFor();
      await page.goto(statuses.Ben);
      await page.getByText('Our team is looking at your registration.').waitFor();
    });

    test('nothing was refused by the browser on the way', () => {
      assert.deepEqual(page.faults, []);
      assert.deepEqual(office.faults, []);
    });
  });
}
