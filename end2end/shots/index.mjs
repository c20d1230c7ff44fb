// Every page in every state as pictures, with an index page.
// Usage: node shots/index.mjs --out FOLDER, with PORTICO_TEST_PROGRAM, PORTICO_TEST_CHROMIUM and PORTICO_TEST_POSTGRES.

import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { openBrowser, openPage } from '../support/browser.mjs';
import { startShop } from '../support/shop.mjs';
import { customer } from './account.mjs';
import { accountPages } from './account_pages.mjs';
import { administration } from './administration.mjs';
import { Camera } from './camera.mjs';
import { clients } from './clients.mjs';
import { empty } from './empty.mjs';
import { databaseAway, faults } from './faults.mjs';
import { flows } from './flows.mjs';
import { identities } from './identities.mjs';
import { localAccounts } from './local_accounts.mjs';
import { mailbox } from './mailbox.mjs';
import { office } from './office.mjs';
import { officePages } from './office_pages.mjs';
import { providerSettings } from './provider_settings.mjs';
import { providers } from './providers.mjs';
import { queue } from './queue.mjs';
import { registration } from './registration.mjs';
import { secondFactor } from './second_factor.mjs';
import { signIn } from './sign_in.mjs';
import { storefront } from './storefront.mjs';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
rmSync(values.out, { recursive: true, force: true });
const camera = new Camera(values.out);
const browser = await openBrowser();

/** What every section gets: the shop, a page with JavaScript and one without, in contexts that begin empty. */
async function section(shop, take) {
  const page = await openPage(browser);
  const still = await openPage(browser, { javaScriptEnabled: false });
  await take({ camera, browser, shop, page, still });
  await page.context().close();
  await still.context().close();
}

try {
  await section(undefined, empty);
  const shop = await startShop(browser, { providers: ['harbour', 'northwind'] });
  try {
    for (const take of [
      storefront,
      signIn,
      registration,
      providers,
      customer,
      accountPages,
      identities,
      localAccounts,
      secondFactor,
      office,
      officePages,
      queue,
      faults,
      providerSettings,
      clients,
      flows,
      administration,
    ]) {
      await section(shop, take);
    }
  } finally {
    await shop.close();
  }
  await section(undefined, mailbox);
  await section(undefined, databaseAway);
} finally {
  await browser.close();
}
console.log(`  ${camera.finish()} pictures: ${values.out}/index.html`);
