// Login options, the proof of an account, and a rehearsal.

import { hydrated } from '../support/browser.mjs';
import { submitSignIn } from '../support/customer.mjs';
import { signInAtProvider } from '../support/provider.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };

/** Takes what belongs to identities. */
export async function identities({ camera, shop, page, still }) {
  const { harbour, northwind } = shop.providers;
  const pages = { page, still };

  camera.section('Login options');
  for (const on of [page, still]) {
    await on.goto(`${shop.url}/login?next=%2Faccount%2Flogins`);
    await submitSignIn(on, MIA);
    await on.waitForURL('**/account/logins');
  }
  await camera.visit(pages, `${shop.url}/account/logins`, 'With a password alone');
  await page.getByRole('button', { name: 'Connect Harbour ID' }).click();
  await signInAtProvider(page, harbour.issuer, 'unverified@harbour.example');
  await page.waitForURL('**/account/logins?done=connected');
  await hydrated(page);
  await camera.take(page, 'Connected just now');
  await page.getByText('Disconnect …').click();
  await camera.take(page, 'About to disconnect');
  await page.getByText('Remove …').click();
  await camera.take(page, 'About to remove the password');
  await camera.visit(pages, `${shop.url}/account/logins`, 'With two ways in');
  await page.getByRole('button', { name: 'Disconnect Harbour ID' }).or(page.getByText('Disconnect …')).first().click();
  await page.getByRole('button', { name: 'Disconnect Harbour ID' }).click();
  await page.waitForURL('**/account/logins?done=disconnected');

  camera.section('Proving an account');
  await page.context().clearCookies();
  await page.goto(`${shop.url}/providers/harbour/start`);
  await signInAtProvider(page, harbour.issuer, 'unverified@harbour.example');
  await page.waitForURL('**/register/check-mail');
  await hydrated(page);
  await camera.take(page, 'Check your mail, or sign in to your account');
  await page.getByRole('button', { name: 'Sign in to my account' }).click();
  await page.waitForURL('**/login?next=**');
  await submitSignIn(page, MIA);
  await page.waitForURL('**/account/logins/proof');
  await hydrated(page);
  await camera.take(page, 'Connect?');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.locator('.form-fault .notice').waitFor();
  await camera.take(page, 'Another account');

  camera.section('Rehearsal');
  const { office } = shop;
  await office.goto(`${shop.url}/office/providers`);
  await office.getByRole('link', { name: northwind.name }).click();
  await office.waitForURL(/\/office\/providers\/[0-9a-f-]+$/);
  await camera.visit({ page: office }, `${office.url()}/rehearsal`, 'Before');
  await office.getByRole('button', { name: /^Rehearse with/ }).click();
  await signInAtProvider(office, northwind.issuer, 'nadia@northwind.example');
  await office.waitForURL('**/rehearsal');
  await hydrated(office);
  await camera.take(office, 'A new customer with a matching account');
  await office.getByRole('button', { name: /^Rehearse with/ }).click();
  await signInAtProvider(office, northwind.issuer, 'nameless').catch(() => {});
  await office.waitForURL('**/rehearsal');
  await hydrated(office);
  await camera.take(office, 'Nothing told but the person');
}
