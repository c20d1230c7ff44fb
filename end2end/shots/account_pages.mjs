// The pages of a customer's account beside My Profile, what is said when a session ends, and the texts of the shop.

import { hydrated, open } from '../support/browser.mjs';
import { submitSignIn } from '../support/customer.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };

/** Signs Mia in. */
async function enter(on, shop) {
  await on.context().clearCookies();
  await on.goto(`${shop.url}/login`);
  await submitSignIn(on, MIA);
  await on.locator('.account-menu').waitFor();
}

/** Takes what a customer sees of their account, and staff of its settings. */
export async function accountPages({ camera, shop, page, still }) {
  await enter(page, shop);
  await enter(still, shop);

  camera.section('Devices');
  await camera.visit({ page, still }, `${shop.url}/account/sessions`, 'Several');
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page.getByText('You are signed out everywhere else.').waitFor();
  await hydrated(page);
  await camera.take(page, 'Only this one');

  camera.section('Applications');
  await camera.visit({ page, still }, `${shop.url}/account/applications`, 'None');
  await camera.visit({ page, still }, `${shop.url}/oauth2/v1/continue`, 'A sign-in that is no longer open');

  camera.section('The end of a session');
  const says = (state) => page.route(/\/ui\/session\?/, (route) => route.fulfill({ json: state }));
  const look = async (caption, state, words) => {
    await says(state);
    await open(page, shop.url);
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await page.locator('.session-watch').getByText(words).waitFor();
    await camera.take(page, caption, { whole: false });
    await page.unrouteAll();
  };
  await look('Soon, for want of use', { runs: { left: 200, warn: 300, extends: true } }, /still there/);
  await look('Soon, whatever happens', { runs: { left: 200, warn: 300, extends: false } }, /finish/);
  await look('Over', { over: 'idle' }, /nothing happened/);
  await page.context().clearCookies();
  await camera.visit({ page }, `${shop.url}/login?next=%2Faccount%2Fsessions&ended=idle`, 'Signing in again');
  await camera.visit({ page }, `${shop.url}/signed-out?ended=too_old`, 'Signed out by a limit');

  camera.section('Office: sessions and texts');
  const { office } = shop;
  await camera.visit({ page: office }, `${shop.url}/office/settings/sessions`, 'How long sessions last');
  await office.getByLabel('Minutes without activity').fill('4');
  await office.getByRole('button', { name: 'Save' }).click();
  await office.locator('.field-error').waitFor();
  await camera.take(office, 'Refused');
  await camera.visit({ page: office }, `${shop.url}/office/settings/texts`, 'Texts with their versions');
  await camera.visit({ page: office }, `${shop.url}/office/settings/texts/terms`, 'The next version');
  await office.getByRole('button', { name: 'Save draft and preview' }).click();
  await office.getByRole('button', { name: 'Publish' }).waitFor();
  await hydrated(office);
  await camera.take(office, 'Before it is published');
}
