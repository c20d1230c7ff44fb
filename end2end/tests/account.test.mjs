// A customer's account: My Profile, devices, the quiet word before a session ends, and a provider that ends sessions.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible, hydrated, open, openBrowser, openPage, ready } from '../support/browser.mjs';
import { INES, accountMenu, activate, expectSignedIn, expectSignedOut, mailTo, nameOf, register, submitSignIn } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { saveSettings } from '../support/office.mjs';
import { confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const OFFER = '/offers/yoga-course';
const LOGIN = 'mara@harbour.example';

let browser;
let shop;
let page;
/** Ines as the shop knows her: a test gives her another name. */
let ines = INES;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour'], backChannel: true });
  await saveSettings(shop.office, shop.url, { approval: false });
  page = await openPage(browser);
  await activate(page, await register(page, shop, INES, OFFER));
  await expectSignedIn(page, nameOf(INES));
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Signs Ines in with another browser. */
async function anotherBrowser(options) {
  const other = await openPage(browser, options);
  await other.goto(`${shop.url}/login`);
  await submitSignIn(other, ines);
  await expectSignedIn(other, nameOf(ines));
  return other;
}

test('My Profile over the storefront keeps every field', async () => {
  await open(page, `${shop.url}${OFFER}`);
  await accountMenu(page).click();
  await page.locator('.account-menu').getByRole('link', { name: 'My Profile' }).click();
  const dialog = page.getByRole('dialog', { name: 'My Profile' });
  await dialog.getByLabel('Given name').fill('Inês');
  await dialog.getByLabel('Time zone').selectOption('Europe/Lisbon');
  await dialog.getByLabel('News and offers by e-mail').check();
  await dialog.getByLabel(/^Calls about/).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.locator('#fault-phone').waitFor();
  await dialog.getByLabel(/^Phone/).fill('+351 21 555 0142');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).pathname, OFFER);
  ines = { ...INES, givenName: 'Inês' };

  const still = await anotherBrowser({ javaScriptEnabled: false });
  await still.goto(`${shop.url}/account/profile`);
  assert.equal(await still.getByLabel('Given name').inputValue(), 'Inês');
  assert.equal(await still.getByLabel('Time zone').inputValue(), 'Europe/Lisbon');
  assert.ok(await still.getByLabel('News and offers by e-mail').isChecked());
  assert.ok(await still.getByLabel(/^Calls about/).isChecked());
  const accepted = still.getByRole('link', { name: /^Version 1, accepted on/ });
  assert.match(await accepted.getAttribute('href'), /\/terms\?version=1$/);
  await still.context().close();
});

test('the pages of the account lead to each other', async () => {
  await open(page, `${shop.url}/account/profile`);
  const links = page.getByRole('navigation', { name: 'Your account' });
  assert.equal(await links.locator('[aria-current=page]').innerText(), 'My Profile');
  await links.getByRole('link', { name: 'Your devices' }).click();
  await page.getByRole('heading', { name: 'Your devices' }).waitFor();
  assert.equal(await links.locator('[aria-current=page]').innerText(), 'Your devices');
  await hydrated(page);
  await assertAccessible(page);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'hydrated' : 'without JavaScript';
  test(`a device is told by mail, listed, and signed out, ${how}`, async () => {
    const other = await anotherBrowser();
    await mailTo(shop, INES.email, /^New sign-in to/);
    const own = await anotherBrowser({ javaScriptEnabled });
    await own.goto(`${shop.url}/account/sessions`);
    await ready(own);
    const rows = own.locator('.devices > li');
    assert.match(await rows.first().innerText(), /Chrome.*\n[\s\S]*This device/);
    const before = await rows.count();
    await rows.nth(1).getByRole('button', { name: /^Sign out/ }).click();
    await own.getByText('That device is signed out.').waitFor();
    assert.equal(await rows.count(), before - 1);
    await own.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await own.getByText('You are signed out everywhere else.').waitFor();
    assert.equal(await rows.count(), 1);
    await other.goto(`${shop.url}/`);
    await expectSignedOut(other);
    assert.deepEqual(own.faults, []);
    await other.context().close();
    await own.context().close();
  });
}

/** Sets how many minutes a session lives without a request. */
async function setIdleLimit(minutes) {
  const { office, url } = shop;
  await office.goto(`${url}/office/settings/sessions`);
  await ready(office);
  await office.getByLabel('Minutes without activity').fill(String(minutes));
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('The settings are saved and apply from now on.').waitFor();
}

test('a few minutes before the end the page asks, and goes on asking nobody who stays', async () => {
  await setIdleLimit(5);
  const own = await openPage(browser);
  await own.clock.install();
  await open(own, `${shop.url}/login?next=${encodeURIComponent(OFFER)}`);
  await submitSignIn(own, ines);
  await own.waitForURL(`${shop.url}${OFFER}`);
  await hydrated(own);
  const word = own.locator('.session-watch');
  assert.equal(await word.innerText(), '');
  // The server's clock stands where it was: it says what is left, and the page believes the server.
  const asked = own.waitForRequest(/\/ui\/session/);
  await own.clock.fastForward('04:30');
  await asked;
  assert.equal(await word.innerText(), '', 'the session is fresh on the server');
  await own.route(/\/ui\/session\?stay=false/, (route) =>
    route.fulfill({ json: { runs: { left: 45, warn: 60, extends: true } } }),
  );
  await own.clock.fastForward('05:00');
  await word.getByText(/you will be signed out in about 1 min/).waitFor();
  await assertAccessible(own);
  await word.getByRole('button', { name: 'Stay signed in' }).click();
  await word.getByText(/signed out/).waitFor({ state: 'detached' });
  await own.unrouteAll();
  await own.route(/\/ui\/session\?stay=false/, (route) => route.fulfill({ json: { over: 'idle' } }));
  await own.clock.fastForward('05:00');
  await word.getByText('You were signed out because nothing happened here for a while.').waitFor();
  const back = word.getByRole('link', { name: 'Sign in' });
  assert.equal(await back.getAttribute('href'), `/login?next=${encodeURIComponent(OFFER)}`);
  assert.deepEqual(own.faults, []);
  await own.context().close();
  await setIdleLimit(60);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'hydrated' : 'without JavaScript';
  test(`who does not accept the terms signs out of My Profile, ${how}`, async () => {
    const own = await openPage(browser, { javaScriptEnabled });
    const person = { ...INES, email: `terms.${javaScriptEnabled}@mail.example`, password: 'nine-blue-lanterns' };
    // A reset before the address was proven forgets what was accepted: the owner of the address looks for themselves.
    await register(own, shop, person);
    await own.goto(`${shop.url}/forgot`);
    await ready(own);
    await own.getByLabel('E-mail address').fill(person.email);
    await own.getByRole('button', { name: 'Send the link' }).click();
    await own.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await own.goto(linkIn(await mailTo(shop, person.email, /^Set a new password/), '/reset'));
    await ready(own);
    await own.getByLabel('New password', { exact: true }).fill(person.password);
    await own.getByRole('button', { name: 'Set the password' }).click();
    await submitSignIn(own, person);
    await own.waitForURL('**/account/profile');
    await ready(own);
    await own.locator('.dialog-actions').getByRole('button', { name: 'Sign out' }).click();
    await own.waitForURL('**/signed-out');
    await expectSignedOut(own);
    assert.deepEqual(own.faults, []);
    await own.context().close();
  });
}

test('a sign-out at the provider ends the session here at once', async () => {
  const { harbour } = shop.providers;
  const here = await openPage(browser);
  await here.goto(`${shop.url}/login`);
  await here.getByRole('link', { name: 'Harbour ID' }).click();
  await signInAtProvider(here, harbour.issuer, LOGIN);
  await here.waitForURL((url) => url.origin === shop.url);
  await accountMenu(here).waitFor();
  const tab = await here.context().newPage();
  await tab.goto(`${harbour.issuer}/session/end`);
  await confirmSignOutAtProvider(tab, harbour.issuer);
  await tab.getByText(/signed out/i).first().waitFor();
  await here.goto(`${shop.url}/`);
  await expectSignedOut(here);
  await here.context().close();
});

test('nothing was refused by the browser on the way', () => {
  assert.deepEqual(page.faults, []);
});
