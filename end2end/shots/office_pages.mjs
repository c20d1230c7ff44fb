// The back office's mails, staff and history.

import { mailTo } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, acceptInvitation, signInStaff } from '../support/office.mjs';

const NILS = { name: 'Nils Aas', email: 'nils.aas@tidewater.example', password: 'harbour-lights-at-noon' };

/** Takes the pages on which staff look after mails, each other and what happened. */
export async function officePages({ camera, shop, page, still }) {
  await signInStaff(page, shop.url, ADMINISTRATOR);
  await signInStaff(still, shop.url, ADMINISTRATOR);
  const both = { page, still };

  camera.section('Back office: mails');
  const mails = `${shop.url}/office/mails`;
  await camera.visit(both, mails, 'All mails');
  await camera.visit(both, `${mails}?to=nobody&day=yesterday`, 'Faults beside their fields');
  await camera.visit({ page }, `${mails}?status=failed&kind=reset`, 'Nothing found');
  for (const [kind, caption] of [
    ['rejected', 'A mail that can be sent again'],
    ['activate', 'A mail with a link'],
  ]) {
    await page.goto(`${mails}?kind=${kind}`);
    const path = await page.getByRole('link', { name: /^Open: / }).first().getAttribute('href');
    await camera.visit(both, `${shop.url}${path}`, caption);
  }

  camera.section('Back office: staff');
  const staff = `${shop.url}/office/staff`;
  await page.goto(staff);
  await page.getByLabel('E-mail address').fill('nils');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await page.locator('#fault-email').waitFor();
  await camera.take(page, 'Faults of an invitation');
  await page.getByLabel('E-mail address').fill(NILS.email);
  await page.getByRole('checkbox', { name: 'Operations' }).check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByText('The invitation is on its way.').waitFor();
  await camera.take(page, 'Invited');
  const mail = await mailTo(shop, NILS.email, /^Your access to the back office/);
  const theirs = await page.context().browser().newPage();
  await acceptInvitation(theirs, linkIn(mail, '/office/invitation'), NILS);
  await theirs.context().close();
  await camera.visit(both, staff, 'Everybody');
  const path = await page.getByRole('link', { name: `Open ${NILS.name}` }).getAttribute('href');
  await camera.visit(both, `${shop.url}${path}`, 'Somebody else');
  const own = `Open ${ADMINISTRATOR.name}`;
  await page.goto(staff);
  await camera.visit({ page }, `${shop.url}${await page.getByRole('link', { name: own }).getAttribute('href')}`, 'Oneself');
  await page.goto(`${shop.url}${path}`);
  await page.locator('summary', { hasText: 'Close the access' }).click();
  await camera.take(page, 'Closing the access');
  await page.getByRole('button', { name: 'Close it now' }).click();
  await page.getByText('The access is closed').waitFor();
  await camera.take(page, 'Closed');

  camera.section('Back office: history');
  const history = `${shop.url}/office/history`;
  await camera.visit(both, `${history}?who=staff&about=staff`, 'What staff did to staff');
  await camera.visit({ page }, `${history}?from=yesterday`, 'No day');
}
