// Client applications in the back office: the list, a new one, its secret, faults, and what ends something.

import { addClient } from '../support/clients.mjs';
import { ADMINISTRATOR, signInStaff } from '../support/office.mjs';

/** Takes an application from the first one to the last look before it goes. */
export async function clients({ camera, shop, page, still }) {
  camera.section('Back office: applications');
  for (const on of [page, still]) await signInStaff(on, shop.url, ADMINISTRATOR);
  const pages = { page, still };
  const list = `${shop.url}/office/clients`;
  await camera.visit(pages, list, 'No application yet');
  await camera.visit(pages, `${list}/new`, 'A new application');

  const redirectUri = 'https://magazine.harbour.example/callback';
  const { url } = await addClient(page, shop.url, { name: 'Harbour Magazine', redirectUri });
  await camera.take(page, 'Saved, with its secret');
  await page.getByRole('button', { name: 'I have noted it' }).click();
  await page.getByRole('region', { name: 'The new secret' }).waitFor({ state: 'detached' });
  await camera.visit(pages, url, 'An application');

  await page.getByLabel('Client authentication').selectOption('none');
  await page.getByLabel(/^Redirect URIs(?! after)/).fill('http://magazine.harbour.example/#callback');
  await page.getByLabel('Access tokens last (minutes)').fill('600');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Faults beside their fields');

  await page.goto(url);
  await page.getByLabel('Earlier secrets').selectOption('week');
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await page.getByRole('region', { name: 'The new secret' }).waitFor();
  await camera.take(page, 'A new secret beside the old one');

  await page.goto(url);
  await page.locator('summary', { hasText: 'Switch off' }).click();
  await page.locator('summary', { hasText: 'Delete this application' }).click();
  await camera.take(page, 'A second look before something ends');
  await page.getByRole('button', { name: 'Switch off now' }).click();
  await page.getByText('Harbour Magazine is switched off.').waitFor();
  await camera.take(page, 'Switched off');
  await camera.visit(pages, list, 'The list');
}
