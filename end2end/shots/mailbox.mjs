// The built-in mailbox, which a demonstration has when no mail server is set.

import { INES, fillRegistration } from '../support/customer.mjs';
import { startPortico } from '../support/portico.mjs';
import { eventually } from '../support/process.mjs';

/** Takes the mailbox before the first mail, the list, and a mail. */
export async function mailbox({ camera, page }) {
  const shop = await startPortico({ args: ['--demo'] });
  const inbox = `${shop.url}/demo/mailbox`;
  try {
    camera.section('Mailbox of the demonstration');
    await page.goto(inbox);
    await camera.take(page, 'No mail yet');
    await page.goto(`${shop.url}/register`);
    await fillRegistration(page, INES);
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const mail = page.locator('.mail-list a').first();
    await eventually('a mail arrives', async () => {
      await page.goto(inbox);
      return (await mail.count()) > 0;
    });
    await camera.take(page, 'Mails');
    await mail.click();
    await page.locator('.mail').waitFor();
    await camera.take(page, 'One mail');
  } finally {
    await shop.close();
  }
}
