// Registering with the form, and following the request.

import { open } from '../support/browser.mjs';
import { INES, activate, fillRegistration, mailTo, nameOf, register } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { approve, reject, saveSettings } from '../support/office.mjs';

const THEO = { givenName: 'Theo', familyName: 'Marsh', email: 'theo@mail.example', password: 'the-pier-at-midnight' };
const UMA = { givenName: 'Uma', familyName: 'Reyes', email: 'uma@mail.example' };
const VERA = { givenName: 'Vera', familyName: 'Nygaard', email: 'vera@mail.example', password: 'fog-over-the-slipway' };

/** Takes the register form as the settings have it, and a request from its beginning to each of its ends. */
export async function registration({ camera, shop, page, still }) {
  camera.section('Register');
  const pages = { page, still };
  const form = `${shop.url}/register`;
  await camera.visit(pages, form, 'With approval');
  await saveSettings(shop.office, shop.url, { approval: false });
  await camera.visit(pages, form, 'Without approval');
  await saveSettings(shop.office, shop.url, { approval: true, local: false });
  await camera.visit(pages, form, 'Without a password');
  const finishing = await register(still, shop, UMA);
  await saveSettings(shop.office, shop.url, { local: true, registration: false });
  await camera.visit(pages, form, 'Registration is closed');
  await saveSettings(shop.office, shop.url, { registration: true });

  await open(page, form);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Nothing filled in');
  for (const on of [page, still]) {
    await on.goto(form);
    await fillRegistration(on, { ...INES, email: 'ines@', password: 'short', familyName: 'Ä'.repeat(400) });
    await on.getByLabel(/^Phone/).fill('call me');
    await on.getByRole('button', { name: 'Register' }).click();
    await on.locator('.field-error').first().waitFor();
  }
  await camera.take(page, 'Faults beside their fields');
  await camera.takeStill(still, 'Faults beside their fields');
  await camera.visit(pages, `${form}/check-mail`, 'Check your mail');

  camera.section('Registration request');
  const link = await register(still, shop, INES, '/offers/yoga-course');
  await camera.visit(pages, link, 'Proving the address');
  await activate(still, link);
  await camera.takeStill(still, 'Waiting');
  const status = still.url();
  await camera.visit({ page }, status, 'Waiting');
  await page.locator('summary', { hasText: 'Withdraw registration' }).click();
  await camera.take(page, 'Withdrawing');
  await camera.visit(pages, link, 'A link that works no more');

  await approve(shop.office, shop.url, nameOf(INES));
  await camera.visit(pages, status, 'Approved');
  await activate(still, await register(still, shop, THEO));
  const rejected = still.url();
  await reject(shop.office, shop.url, nameOf(THEO), 'We are full this season. Please ask again in spring.');
  await camera.visit(pages, rejected, 'Rejected');
  await activate(still, await register(still, shop, VERA));
  await still.locator('summary', { hasText: 'Withdraw registration' }).click();
  await camera.takeStill(still, 'Withdrawing');
  await still.getByRole('button', { name: 'Withdraw and erase' }).click();
  await still.getByText('Nothing is left of this registration').waitFor();
  await camera.visit(pages, still.url(), 'Withdrawn');

  await activate(still, finishing);
  await approve(shop.office, shop.url, nameOf(UMA));
  const finish = linkIn(await mailTo(shop, UMA.email, /^Welcome to/), '/activate');
  await camera.visit(pages, finish, 'Approved without a password: finishing');
}
