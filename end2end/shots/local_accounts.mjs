// What customers change about their own sign-in, and the rules for passwords.

import { open } from '../support/browser.mjs';
import { mailTo, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };

/** Takes the page of a customer's own sign-in. */
export async function localAccounts({ camera, shop, page, still }) {
  camera.section('Sign-in and security');
  const pages = { page, still };
  const security = `${shop.url}/account/security`;
  for (const each of [page, still]) {
    await each.goto(`${shop.url}/login?next=%2Faccount%2Fsecurity`);
    await submitSignIn(each, MIA);
    await each.getByRole('heading', { name: 'Sign-in and security' }).waitFor();
  }
  await camera.visit(pages, security, 'Password and address');
  await camera.visit(pages, `${security}?done=password`, 'Password changed');
  await camera.visit(pages, `${security}?done=address-asked`, 'Link to a new address sent');

  await open(page, security);
  await page.getByLabel('New password').fill('rope-knot-9-X');
  await page.locator('.strength meter').waitFor();
  await camera.take(page, 'Strength while typing');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Current password missing');

  await open(page, security);
  await page.getByLabel('New e-mail address').fill('mia@mail.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('A link is on its way').waitFor();
  const link = linkIn(await mailTo(shop, 'mia@mail.example', /^Confirm your new address/), '/confirm-address');
  await camera.visit(pages, link, 'Confirm a new address');
  await page.context().clearCookies();
  await still.context().clearCookies();
  await camera.visit(pages, link, 'Confirm a new address, not signed in');
  await camera.visit({ page: shop.office }, `${shop.url}/office/settings/passwords`, 'Rules for passwords');
}
