// Looking at who would lose their last way in before a change is made, and inviting them to another one.

import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR, providerRow, signInStaff } from '../support/office.mjs';
import { eventually } from '../support/process.mjs';

const PREVIEW = '/office/settings/preview?version=1';

/** Takes the preview of each change, and the page that an invitation leads to. */
export async function administration({ camera, shop, page, still }) {
  camera.section('Back office: who would lose their last way in');
  for (const on of [page, still]) await signInStaff(on, shop.url, ADMINISTRATOR);
  const pages = { page, still };
  const passwordsOff = `${shop.url}${PREVIEW}&customer_accounts=on&local_registration=on&approval=on`;
  await camera.visit(pages, passwordsOff, 'Passwords go off');
  await camera.visit(pages, `${shop.url}${PREVIEW}`, 'Customer accounts go off: no other way in');
  await page.goto(`${shop.url}/office/providers`);
  for (const [name, change, caption] of [
    ['Harbour ID', 'disable', 'A provider is disabled'],
    ['Northwind Works', 'hide', 'A provider is hidden'],
  ]) {
    await page.goto(`${shop.url}/office/providers`);
    const href = await providerRow(page, name).getByRole('link').getAttribute('href');
    const id = href.split('/').at(-1);
    await camera.visit({ page }, `${shop.url}${PREVIEW}&provider=${id}&switch=${change}`, caption);
  }
  await page.goto(passwordsOff);
  await page.getByRole('button', { name: 'Send the invitations' }).click();
  await page.getByText('The mails are on their way.').waitFor();
  await camera.take(page, 'Invited');
  const fits = (mail) => /^Another way to sign in/.test(mail.subject);
  const mail = await eventually('an invitation arrives', () => shop.mail.mails.findLast(fits), 90);
  await camera.visit(pages, linkIn(mail, '/activate'), 'What the invitation leads to');
}
