// Signing in, as the settings have it, and a forgotten password.

import { open } from '../support/browser.mjs';
import { mailTo, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { flipProvider, saveSettings } from '../support/office.mjs';

const WRONG = { email: 'mia@tidewater.example', password: 'not-this-one' };
const NORTHWIND = 'Northwind Works';
const HARBOUR = 'Harbour ID';
const SHOW = 'Show on the sign-in page';
const HIDE = 'Hide from the sign-in page';

/** Takes the ways in. */
export async function signIn({ camera, shop, page, still }) {
  camera.section('Sign in');
  const pages = { page, still };
  const login = `${shop.url}/login`;
  await camera.visit(pages, `${login}?next=/offers/kayak-tour`, 'Form and two providers');
  await saveSettings(shop.office, shop.url, { local: false });
  await camera.visit(pages, login, 'Providers alone');
  await saveSettings(shop.office, shop.url, { local: true });
  await flipProvider(shop.office, shop.url, NORTHWIND, HIDE);
  await camera.visit(pages, login, 'Form and one provider');
  await flipProvider(shop.office, shop.url, HARBOUR, HIDE);
  await camera.visit(pages, login, 'Form alone');
  await flipProvider(shop.office, shop.url, HARBOUR, SHOW);
  await flipProvider(shop.office, shop.url, NORTHWIND, SHOW);
  await camera.visit(pages, `${login}?done=password`, 'After a new password');
  await camera.visit(pages, `${login}?finish=1`, 'To finish a registration');

  await open(page, login);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.field-error').first().waitFor();
  await camera.take(page, 'Nothing filled in');
  await still.goto(login);
  await still.getByRole('button', { name: 'Sign in' }).click();
  await still.locator('.field-error').first().waitFor();
  await camera.takeStill(still, 'Nothing filled in');

  await open(page, login);
  await page.getByLabel('Password', { exact: true }).fill('a password that is shown');
  await page.getByRole('button', { name: 'Show password' }).click();
  await camera.take(page, 'Password shown');

  await open(page, login);
  await page.route('**/login', (route) => (route.request().method() === 'POST' ? undefined : route.continue()));
  await submitSignIn(page, WRONG);
  await page.locator('[aria-busy=true]').waitFor();
  await camera.take(page, 'Waiting for the answer');
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  await open(page, login);
  await submitSignIn(page, WRONG);
  await page.getByRole('alert').getByText('is not right').waitFor();
  await camera.take(page, 'Wrong password');
  await still.goto(login);
  await submitSignIn(still, WRONG);
  await still.getByRole('alert').getByText('is not right').waitFor();
  await camera.takeStill(still, 'Wrong password');

  await open(page, login);
  await submitSignIn(page, { email: 'felix@tidewater.example', password: 'boats-and-ropes' });
  await page.getByRole('alert').getByText('closed').waitFor();
  await camera.take(page, 'Closed account');
  for (let tries = 0; tries < 11; tries += 1) {
    await still.goto(login);
    await submitSignIn(still, { email: 'tired@mail.example', password: 'not-this-one' });
    await still.getByRole('alert').locator('p').waitFor();
  }
  await camera.takeStill(still, 'Too many tries');

  camera.section('Forgotten password');
  await camera.visit(pages, `${shop.url}/forgot`, 'Asking for a link');
  await page.getByLabel('E-mail address').fill('mia@tidewater.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await camera.take(page, 'The link is on its way');
  const link = linkIn(await mailTo(shop, 'mia@tidewater.example', /password/i), '/reset');
  await camera.visit(pages, link, 'Choosing a new password');
  await open(page, link);
  for (const [password, words] of [
    ['password', 'Weak'],
    ['seven-grey-herons-by-the-pier', 'Strong'],
  ]) {
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByText(words, { exact: true }).waitFor();
    await camera.take(page, `Strength: ${words}`);
  }
  await page.getByLabel('New password', { exact: true }).fill('password1234');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.locator('.field-error').waitFor();
  await camera.take(page, 'A password that many use');
  await camera.visit(pages, `${shop.url}/reset?token=${'A'.repeat(43)}`, 'A link that works no more');
}
