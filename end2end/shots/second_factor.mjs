// The second step of a sign-in: setting it up, being asked, looking after it.

import { hydrated, open } from '../support/browser.mjs';
import { mailTo, submitSignIn } from '../support/customer.mjs';
import { Phone, typeCode } from '../support/second_factor.mjs';

const MIA = { email: 'mia@tidewater.example', password: 'boats-and-ropes' };
const SECURITY = '/account/security';

/** Takes the second factor. */
export async function secondFactor({ camera, shop, page, still }) {
  camera.section('Second step');
  const enter = async (on) => {
    await on.context().clearCookies();
    await on.goto(`${shop.url}/login?next=${encodeURIComponent(SECURITY)}`);
    await submitSignIn(on, MIA);
  };
  await camera.visit({ page }, `${shop.url}/login?over=1`, 'Too late, or too many wrong codes');
  await enter(page);
  await page.waitForURL(`**${SECURITY}`);
  await open(page, `${shop.url}${SECURITY}`);
  await camera.take(page, 'Not set up');
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await page.getByRole('heading', { level: 1, name: 'Set up your app' }).waitFor();
  await hydrated(page);
  await camera.take(page, 'A new app');
  const phone = new Phone(await page.locator('code.app-key').innerText());
  await page.getByLabel('Code from your app').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('.field-error').waitFor();
  await camera.take(page, 'A wrong code');
  await page.getByLabel('Code from your app').fill(await phone.code());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { level: 1, name: 'Note your recovery codes' }).waitFor();
  await camera.take(page, 'Recovery codes');
  await page.getByRole('button', { name: 'I have noted them' }).click();
  await page.waitForURL(`**${SECURITY}`);
  await page.getByRole('button', { name: 'Use codes by mail' }).click();
  const { subject } = await mailTo(shop, MIA.email, /^\d{6} is your code/);
  await page.getByLabel('Code from the mail').waitFor();
  await camera.take(page, 'Confirming codes by mail');
  await page.getByLabel('Code from the mail').fill(subject.slice(0, 6));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL(`**${SECURITY}`);

  await enter(still);
  await still.waitForURL('**/login/second-factor');
  await camera.takeStill(still, 'Asked for a code');
  await enter(page);
  await page.waitForURL('**/login/second-factor');
  await hydrated(page);
  await camera.take(page, 'Asked for a code');
  await page.locator('summary', { hasText: 'Use a recovery code' }).click();
  await camera.take(page, 'A recovery code');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Code from the mail').waitFor();
  await camera.take(page, 'A code is on its way');
  await typeCode(page, phone, { remember: true });
  await page.waitForURL(`**${SECURITY}`);
  await open(page, `${shop.url}${SECURITY}`);
  await camera.take(page, 'Set up, with a remembered browser');

  await open(page, `${shop.url}${SECURITY}`);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('So far, your password alone signs you in.').waitFor();
  await demand(shop, 'Required from a day on');
  await enter(page);
  await page.waitForURL('**/login/second-factor');
  await hydrated(page);
  await camera.take(page, 'Required from a day on');
  await enter(still);
  await still.waitForURL('**/login/second-factor');
  await camera.takeStill(still, 'Required from a day on');
  await demand(shop, 'Optional: whoever wants one');

  camera.section('Back office: second step');
  await camera.visit({ page: shop.office }, `${shop.url}/office/security`, 'Own security');
  await camera.visit({ page: shop.office }, `${shop.url}/office/settings/second-factor`, 'Who must have one');
}

/** An administrator changes what is asked of customers; the day lies far ahead. */
async function demand({ office, url }, choice) {
  await office.goto(`${url}/office/settings/second-factor`);
  await office.getByLabel('Second step for customers').selectOption(choice);
  await office.getByLabel(/^Required from/).fill('2099-12-31');
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('The settings are saved and apply from now on.').waitFor();
}
