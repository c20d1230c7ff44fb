// A provider's settings in the back office, and the sign-in page that asks for the address first.

import { ADMINISTRATOR, providerRow, signInStaff } from '../support/office.mjs';

/** Takes the settings of a provider: filled, with faults, with warnings, with a key of ours. */
export async function providerSettings({ camera, shop, page, still }) {
  camera.section('Back office: a provider with all settings');
  await signInStaff(page, shop.url, ADMINISTRATOR);
  await signInStaff(still, shop.url, ADMINISTRATOR);
  const path = async (name) => {
    await page.goto(`${shop.url}/office/providers`);
    return providerRow(page, name).getByRole('link', { name, exact: true }).getAttribute('href');
  };
  const northwind = `${shop.url}${await path('Northwind Works')}`;

  await page.goto(northwind);
  await page.getByLabel('E-mail domains that lead here').fill('localhost');
  await page.getByLabel('Secret expires on').fill('2027-01-31');
  await page.getByLabel('Further parameters of the sign-in request').fill('state=mine');
  await page.getByLabel('Subject', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Faults beside their fields');

  await page.goto(northwind);
  await page.getByLabel('E-mail domains that lead here').fill('northwind.example');
  await page.getByLabel('Secret expires on').fill('2020-01-31');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Northwind Works is saved.').waitFor();
  await camera.take(page, 'Saved, with an expired secret');
  await camera.visit({ page, still }, `${shop.url}/office/providers`, 'The list with a warning');

  const file = { name: 'a.svg', mimeType: 'image/png', buffer: Buffer.from('<svg/>') };
  await page.goto(northwind);
  await page.getByLabel('Picture').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Please choose a picture in PNG or WebP format.').waitFor();
  await camera.take(page, 'A file that is no picture');
  await page.goto(northwind);
  await page.locator('summary', { hasText: 'Delete this provider' }).click();
  await camera.take(page, 'A second look before it is deleted');

  camera.section('The address first');
  await page.context().clearCookies();
  await still.context().clearCookies();
  await camera.visit({ page, still }, `${shop.url}/login`, 'Asks for the address');
  await page.getByLabel('E-mail address').fill('mia@tidewater.example');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Password', { exact: true }).waitFor();
  await camera.take(page, 'Then for the password');
}
