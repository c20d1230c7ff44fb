// Coming through a provider, and everything that can go wrong on the way.

import { hydrated } from '../support/browser.mjs';
import { mailTo } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { flipProvider, reject } from '../support/office.mjs';
import { signInAtProvider } from '../support/provider.mjs';

/** Takes the pages on the way from and to a provider. */
export async function providers({ camera, shop, page, still }) {
  camera.section('Through a provider');
  const { harbour, northwind } = shop.providers;
  const arrive = async (on, { issuer, slug }, login) => {
    await on.context().clearCookies();
    await on.goto(`${shop.url}/providers/${slug}/start`);
    await signInAtProvider(on, issuer, login);
  };

  for (const on of [page, still]) {
    await arrive(on, harbour, 'jonas@harbour.example');
    await on.getByText('waiting for approval').or(on.getByText('wartet')).first().waitFor();
  }
  await camera.take(page, 'Waiting for approval');
  await camera.takeStill(still, 'Waiting for approval');

  await arrive(page, northwind, 'nameless');
  await page.waitForURL('**/register/address');
  await hydrated(page);
  await camera.take(page, 'Which address?');
  await arrive(page, harbour, 'unverified@harbour.example');
  await page.waitForURL('**/register/check-mail');
  await hydrated(page);
  await camera.take(page, 'Prove the address first');
  const proof = linkIn(await mailTo(shop, 'unverified@harbour.example', /^Confirm your address/), '/confirm-address');
  await camera.visit({ page, still }, proof, 'Proving the address');

  await arrive(page, harbour, 'eleni@harbour.example');
  await mailTo(shop, 'eleni@harbour.example', /Tidewater/);
  await reject(shop.office, shop.url, 'Ελένη Παπαδοπούλου', 'Is already a member through the club.');
  await page.context().clearCookies();
  await page.goto(`${shop.url}/providers/harbour/start`);
  await signInAtProvider(page, harbour.issuer, 'eleni@harbour.example');
  await hydrated(page);
  await camera.take(page, 'Declined');

  await page.context().clearCookies();
  await page.goto(`${shop.url}/providers/harbour/start`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'You stopped the sign-in' }).waitFor();
  await hydrated(page);
  await camera.take(page, 'The person said no');

  const pages = { page, still };
  const callback = `${shop.url}/providers/harbour/callback`;
  await camera.visit(pages, `${callback}?state=${'A'.repeat(43)}&code=B`, 'An attempt that is over');
  await camera.visit(pages, `${callback}?nonsense`, 'An answer that makes no sense');
  await camera.visit(pages, `${shop.url}/providers/nobody/start`, 'A provider that is not offered');

  await flipProvider(shop.office, shop.url, 'Northwind Works', 'Disable');
  await camera.visit(pages, `${shop.url}/providers/northwind/start`, 'A provider that is switched off');
  await flipProvider(shop.office, shop.url, 'Northwind Works', 'Enable');

  camera.section('Pages of the sample providers');
  await page.context().clearCookies();
  await page.goto(`${shop.url}/providers/northwind/start`);
  await camera.take(page, 'Sign in');
  await page.getByLabel('Sign-in name').fill('tom@northwind.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await camera.take(page, 'Wrong password');
  await page.getByLabel('Password').fill('tidewater');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  await camera.take(page, 'Consent');
}
