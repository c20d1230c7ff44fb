// What everybody sees.

import { hydrated, open, openPage } from '../support/browser.mjs';

/** Takes the shop's public pages. */
export async function storefront({ camera, browser, shop, page, still }) {
  camera.section('Storefront');
  const pages = { page, still };
  for (const [path, caption] of [
    ['/', 'Home'],
    ['/offers/kayak-tour', 'Offer'],
    ['/offers/moonlight-dive', 'Offer that has ended'],
    ['/terms', 'Terms of use'],
    ['/privacy', 'Privacy notice'],
    ['/imprint', 'Imprint'],
    ['/nothing/here', 'Not found'],
    ['/signed-out', 'Signed out, with nothing to tell'],
  ]) {
    await camera.visit(pages, `${shop.url}${path}`, caption);
  }

  await open(page, shop.url);
  await page.keyboard.press('Tab');
  await camera.take(page, 'Skip link', { whole: false });
  await open(page, shop.url);
  await page.locator('.language-menu > summary').click();
  await camera.take(page, 'Choosing a language', { whole: false });

  await open(page, shop.url);
  await page.route('**/ui/offer?*', () => {});
  await page.getByRole('link', { name: 'Yoga at sunrise' }).click();
  await page.locator('.skeleton').waitFor();
  await camera.take(page, 'An offer that is awaited', { whole: false });
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  for (const [locale, language] of [
    ['de', 'German'],
    ['el', 'Greek'],
  ]) {
    const other = await openPage(browser, { locale });
    for (const [path, caption] of [
      ['/', 'Home'],
      ['/offers/climbing-session', 'Offer'],
      ['/login', 'Sign in'],
      ['/register', 'Register'],
      ['/nothing/here', 'Not found'],
    ]) {
      await other.goto(`${shop.url}${path}`);
      await hydrated(other);
      await camera.take(other, `${caption}, in ${language}`);
    }
    await other.context().close();
  }
}
