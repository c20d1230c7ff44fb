// The thread without a mouse: Tab, Enter, Space and Escape, with a focus that can be seen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hydrated, open, openBrowser, openPage } from '../support/browser.mjs';
import { expectSignedIn, mailTo } from '../support/customer.mjs';
import { linkIn } from '../support/mail.mjs';
import { ADMINISTRATOR } from '../support/office.mjs';
import { confirmSignOutAtProvider, signInAtProvider } from '../support/provider.mjs';
import { startShop } from '../support/shop.mjs';

const MARA = { name: 'Mara Lindqvist', email: 'mara@harbour.example' };
/** More than any page has to tab through. */
const FAR = 60;

let browser;
let shop;
let harbour;
let page;

before(async () => {
  browser = await openBrowser();
  shop = await startShop(browser, { providers: ['harbour'] });
  harbour = shop.providers.harbour;
  page = await openPage(browser);
});

after(async () => {
  await shop?.close();
  await browser?.close();
});

/** Tabs until the element has the focus, and makes sure that the focus can be seen on the way. */
async function tabTo(locator, on = page) {
  const what = String(locator);
  for (let presses = 0; presses < FAR; presses += 1) {
    await on.keyboard.press('Tab');
    const unseen = await unseenFocus(on);
    assert.equal(unseen, null, `after ${presses + 1} Tabs the focus can't be seen, on the way to ${what}`);
    if ((await locator.count()) > 0 && (await locator.first().evaluate((element) => element === document.activeElement))) {
      return;
    }
  }
  assert.fail(`${what} is not reached with Tab`);
}

/** What has the focus and is not drawn differently, or not inside the window; null when all is well. */
function unseenFocus(on) {
  return on.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const focused = document.activeElement;
    // Between the last and the first element the focus is at the page or at the dialog as a whole.
    if (!focused || focused.matches('body, dialog')) return null;
    // A link that covers its card has its ring around a part of its own.
    const styles = [null, '::before', '::after'].map((part) => getComputedStyle(focused, part));
    const ring = styles.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) > 0);
    const box = focused.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return ring && inside ? null : `${focused.outerHTML.slice(0, 200)} ring: ${ring}, ${JSON.stringify(box)}`;
  });
}

test('the first Tab is the skip link, and it skips', async () => {
  await open(page, shop.url);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  assert.ok(await skip.evaluate((link) => link === document.activeElement));
  assert.ok(await skip.evaluate((link) => link.getBoundingClientRect().top >= 0), 'the skip link shows itself');
  await page.keyboard.press('Enter');
  await tabTo(page.locator('main a').first());
});

test('sign in through the provider', async () => {
  await open(page, shop.url);
  await tabTo(page.getByRole('banner').getByRole('link', { name: 'Sign in' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await hydrated(page);
  await tabTo(page.getByRole('link', { name: 'Harbour ID' }));
  await page.keyboard.press('Enter');
  await signInAtProvider(page, harbour.issuer, MARA.email);
  await page.getByRole('heading', { name: 'Thank you. Your registration is waiting for approval.' }).waitFor();
});

test('operations approve', async () => {
  const office = await openPage(browser);
  await open(office, `${shop.url}/office/login`);
  await tabTo(office.getByLabel('E-mail address'), office);
  await office.keyboard.type(ADMINISTRATOR.email);
  await tabTo(office.getByLabel('Password', { exact: true }), office);
  await office.keyboard.type(ADMINISTRATOR.password);
  await office.keyboard.press('Enter');
  await office.waitForURL('**/office/requests');
  await hydrated(office);
  await tabTo(office.getByRole('link', { name: `Open the request of ${MARA.name}` }), office);
  await office.keyboard.press('Enter');
  await office.getByRole('heading', { level: 1, name: MARA.name }).waitFor();
  assert.ok(
    await office.evaluate(() => document.activeElement === document.querySelector('main')),
    'after a navigation the focus is at the content',
  );
  await tabTo(office.getByRole('button', { name: 'Approve' }), office);
  await office.keyboard.press('Enter');
  await office.getByText(`Approved. The mail to ${MARA.name} is on its way.`).waitFor();
  assert.deepEqual(office.faults, []);
  await office.context().close();
});

test('accept the terms in the dialog, which holds the focus', async () => {
  await page.goto(linkIn(await mailTo(shop, MARA.email, /^Welcome to/), '/login'));
  await hydrated(page);
  await tabTo(page.getByRole('link', { name: 'Harbour ID' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account/profile**');
  await open(page, shop.url);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading').first().waitFor();
  const inDialog = () => dialog.evaluate((element) => element.contains(document.activeElement));
  assert.ok(await inDialog(), 'the dialog takes the focus');
  // Browsers let nobody keep a dialog open against a second Escape: it comes back.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await dialog.getByRole('heading').first().waitFor();
  assert.ok(await inDialog(), 'the dialog holds the focus');
  await tabTo(dialog.getByLabel('I accept the terms of use'));
  await page.keyboard.press('Space');
  await tabTo(dialog.getByRole('button', { name: 'Save and go on' }));
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expectSignedIn(page, MARA.name);
});

test('the account menu opens, closes by Escape and gives the focus back', async () => {
  await hydrated(page);
  const menu = page.locator('.account-menu > summary');
  await tabTo(menu);
  await page.keyboard.press('Enter');
  const profile = page.getByRole('link', { name: 'My Profile' });
  await profile.waitFor();
  await tabTo(profile);
  await page.keyboard.press('Escape');
  await profile.waitFor({ state: 'hidden' });
  assert.ok(await menu.evaluate((summary) => summary === document.activeElement));
});

test('the logout dialog closes by Escape and gives the focus back; then log out globally', async () => {
  const menu = page.locator('.account-menu > summary');
  const signOut = page.locator('.account-menu .menu-item', { hasText: 'Sign out' });
  const dialog = page.getByRole('dialog', { name: 'Where do you want to sign out?' });
  await page.keyboard.press('Enter');
  await tabTo(signOut);
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement)));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await menu.evaluate((summary) => summary === document.activeElement), 'the focus is back at the menu');

  await page.keyboard.press('Enter');
  await tabTo(signOut);
  await page.keyboard.press('Enter');
  await tabTo(dialog.getByRole('button', { name: /^Here and at/ }));
  await page.keyboard.press('Space');
  await confirmSignOutAtProvider(page, harbour.issuer);
  await page.waitForURL('**/signed-out');
  assert.deepEqual(page.faults, []);
});
