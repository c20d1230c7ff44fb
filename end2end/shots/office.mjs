// The back office, as an administrator and as operations see it.

import { hydrated, open, openPage } from '../support/browser.mjs';
import {
  ADMINISTRATOR,
  acceptInvitation,
  fillProvider,
  flipProvider,
  pressProvider,
  providerRow,
  saveSettings,
  signInStaff,
  submitSettings,
} from '../support/office.mjs';

const OPERATIONS = { name: 'Ole Berg', email: 'ole@tidewater.example', password: 'low-water-at-seven' };
const LONG = 'Maximiliane-Charlotte von Hohenstein-Oberfelder';

/** Takes the back office. */
export async function office(all) {
  const { camera, browser, shop, page, still } = all;
  camera.section('Back office: coming in');
  await camera.visit({ page, still }, `${shop.url}/office/login`, 'Sign in');
  await page.getByLabel('E-mail address').fill(ADMINISTRATOR.email);
  await page.getByLabel('Password', { exact: true }).fill('not-this-one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('is not right').waitFor();
  await camera.take(page, 'Wrong password');
  const link = shop.run(['staff', 'create', '--email', OPERATIONS.email, '--role', 'operations']).trim();
  await camera.visit({ page, still }, link, 'Invitation');
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Invitation with faults');

  await signInStaff(still, shop.url, ADMINISTRATOR);
  await signInStaff(page, shop.url, ADMINISTRATOR);
  await requests(all);
  await providers(all);
  await settings(all);

  camera.section('Back office: operations');
  const operations = await openPage(browser);
  await acceptInvitation(operations, link, OPERATIONS);
  await camera.visit({ page: operations }, `${shop.url}/office/requests`, 'Requests');
  await camera.visit({ page: operations }, `${shop.url}/office/providers`, 'Providers to look at');
  await camera.visit({ page: operations }, `${shop.url}/office/settings`, 'Not for this role');
  await camera.visit({ page: operations }, `${shop.url}/office/nothing`, 'Not found');
  await operations.context().close();
}

async function requests({ camera, shop, page, still }) {
  camera.section('Back office: requests');
  const list = `${shop.url}/office/requests`;
  const pages = { page, still };
  await camera.visit(pages, list, 'Waiting');
  await camera.visit(pages, `${list}?show=unproven`, 'Unproven');
  await camera.visit(pages, `${list}?show=decided`, 'Decided');
  const visit = async (show, name, caption) => {
    await page.goto(`${list}?show=${show}`);
    const href = await page.getByRole('link', { name: `Open the request of ${name}` }).getAttribute('href');
    await camera.visit(pages, `${shop.url}${href}`, caption);
    return `${shop.url}${href}`;
  };
  await visit('unproven', 'Noah Whitfield', 'Unproven address');
  await visit('decided', 'Theo Marsh', 'Rejected');
  await visit('decided', 'Mara Lindqvist', 'Approved, through a provider');
  await visit('waiting', 'Jonas Wenzel', 'Waiting, through a provider');
  await visit('waiting', LONG, 'Waiting, with long names');

  await page.locator('summary', { hasText: 'Reject' }).click();
  await camera.take(page, 'Rejecting');
  await page.getByRole('button', { name: 'Reject and send' }).click();
  await page.locator('.field-error').waitFor();
  await camera.take(page, 'Rejecting without a reason');
  const late = await visit('waiting', 'Jo Li', 'Waiting, with little to tell');
  await still.goto(late);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('is on its way').waitFor();
  await camera.take(page, 'Just approved');
  await still.getByRole('button', { name: 'Approve' }).click();
  await still.getByRole('alert').waitFor();
  await camera.takeStill(still, 'Somebody was faster');
}

async function providers({ camera, shop, page, still }) {
  camera.section('Back office: providers');
  const list = `${shop.url}/office/providers`;
  await camera.visit({ page, still }, list, 'All');
  await providerRow(page, 'Harbour ID').getByText('Disable', { exact: true }).click();
  await camera.take(page, 'Disabling');
  await camera.visit({ page, still }, `${list}/new`, 'A new one');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Nothing filled in');
  await fillProvider(page, {
    name: 'Lighthouse',
    slug: 'lighthouse',
    issuer: 'http://127.0.0.1:9',
    clientId: 'portico',
    clientSecret: 'secret',
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('#fault-issuer').waitFor();
  await camera.take(page, 'Nobody answers at the issuer');
  await page.goto(list);
  const href = await providerRow(page, 'Harbour ID').getByRole('link').getAttribute('href');
  await camera.visit({ page, still }, `${shop.url}${href}`, 'One');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('is saved').waitFor();
  await hydrated(page);
  await camera.take(page, 'Saved');
}

async function settings({ camera, shop, page, still }) {
  camera.section('Back office: settings and history');
  const there = `${shop.url}/office/settings`;
  await camera.visit({ page, still }, there, 'Settings');
  await saveSettings(page, shop.url, { local: false });
  await camera.take(page, 'Saved, passwords off');
  await flipProvider(page, shop.url, 'Northwind Works', 'Hide from the sign-in page');
  await open(page, there);
  await camera.take(page, 'One provider is the only way in');
  await pressProvider(page, shop.url, 'Harbour ID', 'Disable');
  await page.getByRole('alert').getByText('nobody could sign in').waitFor();
  await camera.take(page, 'The last way in is kept');
  await saveSettings(page, shop.url, { local: true });
  await flipProvider(page, shop.url, 'Harbour ID', 'Hide from the sign-in page');
  await submitSettings(page, shop.url, { local: false });
  await page.getByText('Not saved: nobody could sign in any more').waitFor();
  await camera.take(page, 'A lock-out is refused');
  for (const on of [page, still]) await on.goto(there);
  await saveSettings(page, shop.url, { registration: false });
  await still.getByRole('button', { name: 'Save' }).click();
  await still.getByRole('alert').getByText('changed in the meantime').waitFor();
  await camera.takeStill(still, 'Somebody else changed it');
  await saveSettings(page, shop.url, { registration: true });
  for (const name of ['Harbour ID', 'Northwind Works']) {
    await flipProvider(page, shop.url, name, 'Show on the sign-in page');
  }
  await camera.visit({ page, still }, `${shop.url}/office/history`, 'History');
  await open(page, there);
  await page.locator('.account-menu > summary').click();
  await camera.take(page, 'Menu', { whole: false });
}
