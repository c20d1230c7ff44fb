// The queue of requests: searching, several decisions, what a decision is compared with, and the applicant's page.

import { activate, nameOf, register } from '../support/customer.mjs';
import { ADMINISTRATOR, openRequest, signInStaff } from '../support/office.mjs';

const PASSWORD = 'the-pier-at-midnight';
const WILMA = { givenName: 'Wilma', familyName: 'Østergård', email: 'wilma@pier-works.example', password: PASSWORD };
const TWIN = { ...WILMA, email: 'w.ilma+2@pier-works.example' };
const XENO = { givenName: 'Xeno', familyName: 'Papadopoulos', email: 'xeno@mail.example', password: PASSWORD };

/** Takes the queue, and a request from the side of its applicant. */
export async function queue({ camera, shop, page, still }) {
  camera.section('Requests: looking after the queue');
  const list = `${shop.url}/office/requests`;
  await signInStaff(page, shop.url, ADMINISTRATOR);
  const link = await register(still, shop, WILMA);
  await still.goto(link);
  await activate(still, link);
  const status = still.url();
  await still.locator('summary', { hasText: 'Correct the details' }).click();
  await camera.takeStill(still, 'The applicant corrects the details');
  await still.getByLabel('Phone').fill('call me');
  await still.getByRole('button', { name: 'Save the details' }).click();
  await camera.takeStill(still, 'A correction with a fault');
  await still.getByLabel('Phone').fill('+49 40 555 0199');
  await still.getByRole('button', { name: 'Save the details' }).click();
  await camera.takeStill(still, 'Corrected');
  for (const somebody of [TWIN, XENO]) await activate(still, await register(still, shop, somebody));

  await signInStaff(still, shop.url, ADMINISTRATOR);
  await camera.visit({ page, still }, `${list}?q=wilma`, 'Found by a search');
  await camera.visit({ page }, `${list}?q=wilma&sort=newest&age=1`, 'Nothing found, with filters');
  await camera.visit({ page }, `${list}?show=all`, 'All');
  await page.goto(`${list}?q=wilma`);
  await page.getByRole('button', { name: 'Approve those that are ticked' }).click();
  await page.getByRole('alert').getByText('tick').waitFor();
  await camera.take(page, 'Nothing ticked');
  await page.locator('summary', { hasText: 'Reject those that are ticked' }).click();
  await camera.take(page, 'Rejecting several');

  await openRequest(page, shop.url, nameOf(XENO));
  await page.getByRole('button', { name: 'Take it on' }).click();
  await page.getByRole('button', { name: 'Give it back' }).waitFor();
  await page.locator('summary', { hasText: 'Mail after approval' }).click();
  await camera.take(page, 'Taken on, with the mail that would leave');
  await page.goto(`${list}?q=w.ilma`);
  const twin = await page.getByRole('link', { name: /^Open the request of/ }).getAttribute('href');
  await camera.visit({ page, still }, `${shop.url}${twin}`, 'With possible duplicates');

  await page.goto(`${list}?q=wilma`);
  for (const box of await page.getByRole('checkbox', { name: /^Choose/ }).all()) await box.check();
  await page.locator('summary', { hasText: 'Reject those that are ticked' }).click();
  await page.getByLabel('Reason', { exact: true }).selectOption('Registered already');
  await page.getByRole('button', { name: 'Reject and send to all' }).click();
  await page.waitForURL('**/results**');
  await camera.take(page, 'What became of several');
  await camera.visit({ page }, `${shop.url}${twin}`, 'Rejected, and may be undone');
  await page.locator('summary', { hasText: 'Undo the rejection' }).click();
  await page.getByRole('button', { name: 'Let it wait again' }).click();
  await page.getByText('The rejection is undone').waitFor();
  await camera.take(page, 'Undone');
  await camera.visit({ page, still }, status, 'The applicant reads the reason');
}
