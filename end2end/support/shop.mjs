// A whole shop for a test file: Portico with sample data, a mail server, an administrator, and real providers that the
// administrator connected.

import { startMailServer } from './mail.mjs';
import { addProvider, becomeAdministrator } from './office.mjs';
import { openPage } from './browser.mjs';
import { startPortico } from './portico.mjs';
import { startProvider } from './provider.mjs';

/** Names of the sample providers, by slug. */
const NAMES = { harbour: 'Harbour ID', northwind: 'Northwind Works' };

/**
 * Starts everything on free ports. The administrator comes in by the one-time link of the first start and connects the
 * named `providers`; then Portico starts again with the sample data.
 *
 * `mail` is the mail server, `office` the administrator's page, `providers` what `startProvider` gives, by slug;
 * `close()` ends it all. With `backChannel` the providers tell the shop of sign-outs. `env` holds further PORTICO_… variables,
 * `people` by slug a file with the people of a provider.
 */
export async function startShop(browser, { providers: slugs = [], env = {}, backChannel = false, people = {} } = {}) {
  const mail = await startMailServer();
  const portico = await startPortico({ env: { PORTICO_MAIL__SMTP_URL: mail.url, ...env } });
  const office = await openPage(browser);
  const providers = {};
  const closePortico = portico.close;
  const close = async () => {
    await office.context().close();
    await Promise.all(Object.values(providers).map((provider) => provider.stop()));
    await closePortico();
    await mail.stop();
  };
  try {
    await becomeAdministrator(office, portico);
    for (const slug of slugs) {
      providers[slug] = await startProvider({
        shop: portico.url,
        slug,
        name: NAMES[slug],
        backChannel,
        people: people[slug],
      });
      await addProvider(office, portico.url, providers[slug]);
    }
    await portico.stop();
    await portico.restart(['--demo']);
  } catch (error) {
    await close();
    throw error;
  }
  return Object.assign(portico, { mail, office, providers, close });
}
