// Client applications in the back office, through its pages. Works with and without JavaScript.

import { ready } from './browser.mjs';

/** Adds an application with codes and a secret. Answers the address of its page, its `client_id` and its secret. */
export async function addClient(page, shop, { name, redirectUri, fill = async () => {} }) {
  await page.goto(`${shop}/office/clients/new`);
  await ready(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel(/^Redirect URIs(?! after)/).fill(redirectUri);
  await fill(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${name} is saved.`).waitFor();
  await ready(page);
  const url = page.url().replace(/\?.*$/, '');
  return { url, clientId: url.split('/').at(-1), clientSecret: await newSecret(page) };
}

/** The new secret that an application's page shows; none when there is none. */
export async function newSecret(page) {
  const secret = page.getByRole('region', { name: 'The new secret' }).locator('code');
  return (await secret.count()) > 0 ? secret.textContent() : undefined;
}
