// A shop in which nothing was done yet.

import { startMailServer } from '../support/mail.mjs';
import { becomeAdministrator } from '../support/office.mjs';
import { startPortico } from '../support/portico.mjs';

/** Takes the shop before its first offer, and the back office before its first request. */
export async function empty({ camera, page, still }) {
  const mail = await startMailServer();
  const shop = await startPortico({ env: { PORTICO_MAIL__SMTP_URL: mail.url } });
  try {
    camera.section('Empty');
    const pages = { page, still };
    await camera.visit(pages, shop.url, 'Home without offers');
    await camera.visit(pages, `${shop.url}/terms`, 'Terms that nobody wrote yet');
    const [link] = shop.output().match(/https?:\/\/\S+\/office\/invitation\?token=\S+/);
    await camera.visit(pages, link, 'The first administrator');
    await becomeAdministrator(page, shop);
    for (const [path, caption] of [
      ['requests', 'No request'],
      ['requests?show=decided', 'No request in a list'],
      ['providers', 'No provider'],
      ['settings', 'Settings as they are at first'],
      ['history', 'History as it begins'],
    ]) {
      await camera.visit({ page }, `${shop.url}/office/${path}`, caption);
    }
    await camera.visit(pages, link, 'A set-up link that was used');
  } finally {
    await shop.close();
    await mail.stop();
  }
}
