// A customer who is signed in: My Profile and logging out.

import { hydrated, open } from '../support/browser.mjs';
import { accountMenu, chooseSignOut, submitSignIn } from '../support/customer.mjs';
import { approve } from '../support/office.mjs';
import { confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };

/** Takes what a customer sees. */
export async function customer({ camera, shop, page, still }) {
  const { harbour } = shop.providers;
  const enter = async (on) => {
    await on.context().clearCookies();
    await on.goto(`${shop.url}/providers/harbour/start`);
    await signInAtProvider(on, harbour.issuer, 'mara@harbour.example');
    await on.waitForURL((url) => url.origin === shop.url);
  };

  camera.section('My Profile');
  await enter(still);
  await approve(shop.office, shop.url, 'Mara Lindqvist');
  await enter(page);
  await page.waitForURL('**/account/profile**');
  await hydrated(page);
  await camera.take(page, 'The first time, as a page');
  await enter(still);
  await camera.takeStill(still, 'The first time, as a page');
  await open(page, shop.url);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading').first().waitFor();
  await camera.take(page, 'The first time, over the storefront', { whole: false });
  await dialog.getByRole('button', { name: 'Save and go on' }).click();
  await dialog.locator('.field-error').waitFor();
  await camera.take(page, 'Terms not accepted', { whole: false });
  await dialog.getByLabel('I accept the terms of use').check();
  await dialog.getByRole('button', { name: 'Save and go on' }).click();
  await dialog.waitFor({ state: 'detached' });
  await camera.visit({ page, still }, `${shop.url}/account/profile`, 'As a page');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your profile is saved.').waitFor();
  await camera.take(page, 'Saved');
  await open(page, shop.url);
  await accountMenu(page).click();
  await camera.take(page, 'Account menu', { whole: false });
  await page.getByRole('link', { name: 'My Profile' }).click();
  await dialog.getByRole('button', { name: 'Save' }).waitFor();
  await camera.take(page, 'Over the storefront', { whole: false });
  await page.getByLabel('Given name').fill('');
  await page.getByLabel(/^Phone/).fill('call me');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.locator('.field-error').first().waitFor();
  await camera.take(page, 'With faults', { whole: false });

  camera.section('Signed in');
  await camera.visit({ page, still }, shop.url, 'Home with member prices');
  await camera.visit({ page, still }, `${shop.url}/offers/kayak-tour`, 'Offer with a member price');
  await camera.visit({ page, still }, `${shop.url}/nothing`, 'Not found');

  camera.section('Sign out');
  await open(page, shop.url);
  await chooseSignOut(page);
  await dialog.waitFor();
  await camera.take(page, 'Where? over the storefront', { whole: false });
  await camera.visit({ page, still }, `${shop.url}/logout`, 'Where? as a page');
  await page.getByRole('button', { name: /^Only here/ }).click();
  await page.waitForURL('**/signed-out');
  await hydrated(page);
  await camera.take(page, 'Only here');
  await enter(page);
  await leave(camera, shop, page, harbour);

  camera.section('Long names');
  await page.context().clearCookies();
  await page.goto(`${shop.url}/login?next=%2Faccount%2Fprofile`);
  await submitSignIn(page, MIA);
  await page.waitForURL('**/account/profile');
  await page.getByLabel('Given name').fill('Maximiliane-Charlotte Wilhelmine');
  await page.getByLabel('Family name').fill('von Hohenstein-Oberfelder zu Papadimitrakopoulou');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.account-menu', { hasText: 'Maximiliane' }).waitFor();
  await camera.visit({ page }, shop.url, 'Header');
  await accountMenu(page).click();
  await camera.take(page, 'Account menu', { whole: false });
  await camera.visit({ page }, `${shop.url}/account/profile`, 'My Profile');
}

/** Logging out globally, by the page on the way and with both receipts. */
async function leave(camera, shop, page, harbour) {
  await open(page, `${shop.url}/logout`);
  // A navigation that is called off leaves the page where it is.
  await page.route(`${harbour.issuer}/**`, (route) => route.abort('aborted'));
  await page.getByRole('button', { name: /^Here and at/ }).click();
  await page.getByRole('heading', { name: /^We are taking you to/ }).waitFor();
  await camera.take(page, 'On the way to the provider');
  const [away] = await page.locator('main a.primary').evaluateAll((links) => links.map((link) => link.href));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await open(page, `${shop.url}/signed-out`);
  await camera.take(page, 'Not back from the provider yet');
  await page.goto(away);
  await camera.take(page, "The provider's question");
  await confirmSignOutAtProvider(page, harbour.issuer);
  await page.waitForURL('**/signed-out');
  await hydrated(page);
  await camera.take(page, 'Back from the provider');
}
