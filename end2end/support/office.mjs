// What staff do in the back office, through its pages. Works with and without JavaScript.

import assert from 'node:assert/strict';

import { ready } from './browser.mjs';
import { eventually } from './process.mjs';
import { setUpApp, spareStaff } from './second_factor.mjs';

/** The administrator of a test, who also decides requests. */
export const ADMINISTRATOR = { name: 'Petra Lang', email: 'petra@tidewater.example', password: 'harbour-lights-at-dusk' };

/** Follows the one-time link that Portico printed at its first start. */
export async function becomeAdministrator(page, portico) {
  const [link] = portico.output().match(/https?:\/\/\S+\/office\/invitation\?token=\S+/) ?? [];
  assert.ok(link, `no one-time link in:\n${portico.output()}`);
  await acceptInvitation(page, link, ADMINISTRATOR);
}

/** Opens an invitation and sets name and password. An administrator must set an app up, and spares all staff that then. */
export async function acceptInvitation(page, link, { name, email, password }) {
  await page.goto(link);
  await ready(page);
  await page.getByLabel('Your name').fill(name);
  const address = page.getByLabel('E-mail address');
  if (await address.isEditable()) await address.fill(email);
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL(/\/office\/(requests|login\/second-factor)$/);
  if (page.url().endsWith('/second-factor')) {
    await setUpApp(page);
    await spareStaff(page);
  }
  await page.waitForURL('**/office/requests');
}

/** Signs a member of staff in. */
export async function signInStaff(page, shop, { email, password }) {
  await page.goto(`${shop}/office/login`);
  await ready(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/office/requests');
}

/** Connects a running provider, enables it and shows it. */
export async function addProvider(page, shop, provider) {
  await page.goto(`${shop}/office/providers/new`);
  await fillProvider(page, provider);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${provider.name} is saved.`).waitFor();
  await flipProvider(page, shop, provider.name, 'Enable');
  await flipProvider(page, shop, provider.name, 'Show on the sign-in page');
}

/** Fills the form of a new provider. */
export async function fillProvider(page, { name, slug, issuer, clientId, clientSecret }) {
  await ready(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Short name for addresses').fill(slug);
  await page.getByLabel('Issuer URL').fill(issuer);
  await page.getByLabel('Client ID').fill(clientId);
  await page.getByLabel(/^Client secret/).fill(clientSecret);
  await page.getByLabel(/^Trust the provider/).check();
}

/** A provider's row in the list. */
export function providerRow(page, name) {
  return page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** What a provider's row says after each button. */
const AFTERWARDS = {
  Enable: 'Enabled',
  Disable: 'Disabled',
  'Show on the sign-in page': 'Visible',
  'Hide from the sign-in page': 'Hidden',
};

/** Presses one of a provider's buttons: `Enable`, `Disable`, `Show on the sign-in page`, `Hide from the sign-in page`. */
export async function flipProvider(page, shop, name, button) {
  await pressProvider(page, shop, name, button);
  await providerRow(page, name).getByText(AFTERWARDS[button], { exact: true }).waitFor();
}

/** As `flipProvider`, without waiting for it to be so. */
export async function pressProvider(page, shop, name, button) {
  await page.goto(`${shop}/office/providers`);
  const row = providerRow(page, name);
  if (button === 'Disable') {
    await row.getByText('Disable', { exact: true }).click();
    await row.getByRole('button', { name: 'Disable now' }).click();
  } else {
    await row.getByRole('button', { name: button }).click();
  }
  await confirmLosses(page);
}

/** Goes on where an administrator is shown first who would lose their last way in. */
async function confirmLosses(page) {
  const refused = page.locator('[role="alert"] .notice, .notice[role="alert"]');
  await eventually('the change is answered', async () => {
    const answered = /[?&]done=|\/office\/settings\/preview\?/.test(page.url());
    return answered || (await refused.count().catch(() => 0)) > 0;
  });
  if (!page.url().includes('/office/settings/preview?')) return;
  await page.getByRole('button', { name: 'Do it all the same' }).click();
  await page.waitForURL(/[?&]done=/);
}

/** Lets exactly these providers be visible, `of` all that there are. */
export async function showProviders(page, shop, { visible, of }) {
  for (const name of of) {
    await page.goto(`${shop}/office/providers`);
    const row = providerRow(page, name);
    await row.waitFor();
    const shown = (await row.getByText('Visible', { exact: true }).count()) > 0;
    if (shown === visible.includes(name)) continue;
    await flipProvider(page, shop, name, shown ? 'Hide from the sign-in page' : 'Show on the sign-in page');
  }
}

/** The switches of the settings, by the names of spec 01. */
const SWITCHES = {
  accounts: 'Customer accounts',
  local: 'Sign in with a password',
  registration: 'Registration form',
  approval: 'Registration requires approval',
};

/** Sets switches, `{ local: false }`, and saves. */
export async function saveSettings(page, shop, wanted) {
  await submitSettings(page, shop, wanted);
  await page.getByText('The settings are saved and apply from now on.').waitFor();
}

/** As `saveSettings`, without waiting for it to be saved. */
export async function submitSettings(page, shop, wanted) {
  await page.goto(`${shop}/office/settings`);
  await ready(page);
  for (const [name, on] of Object.entries(wanted)) {
    await page.getByRole('switch', { name: SWITCHES[name] }).setChecked(on);
  }
  await page.getByRole('button', { name: 'Save' }).click();
  await confirmLosses(page);
}

/** Opens the request of a person in the queue of those who wait. */
export async function openRequest(page, shop, name) {
  await page.goto(`${shop}/office/requests`);
  await page.getByRole('link', { name: `Open the request of ${name}` }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Approves the request of a person. */
export async function approve(page, shop, name) {
  await openRequest(page, shop, name);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText(`Approved. The mail to ${name} is on its way.`).waitFor();
}

/** Rejects the request of a person with a reason. */
export async function reject(page, shop, name, reason) {
  await openRequest(page, shop, name);
  await ready(page);
  await page.locator('summary', { hasText: 'Reject' }).click();
  await page.getByLabel('Reason for the person').fill(reason);
  await page.getByRole('button', { name: 'Reject and send' }).click();
  await page.getByText(`Rejected. The mail to ${name} is on its way.`).waitFor();
}

/** Publishes the terms of use once more as they are: everybody is asked to accept them. */
export async function publishTerms(page, shop) {
  await page.goto(`${shop}/office/settings/texts/terms`);
  await ready(page);
  await page.getByRole('button', { name: 'Save draft and preview' }).click();
  await page.waitForURL('**/office/settings/texts/terms/preview');
  await ready(page);
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('The new version is published.').waitFor();
}
