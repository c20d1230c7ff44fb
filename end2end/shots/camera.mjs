// Takes the pictures: each state wide and narrow, light and dark, and pages also as they are without JavaScript.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { open } from '../support/browser.mjs';

const WIDTHS = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** A folder of pictures, in sections. */
export class Camera {
  sections = [];

  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Begins a section of the gallery. */
  section(name) {
    console.log(`  ${name}`);
    this.sections.push({ name, states: [] });
  }

  /** Pictures of a page as it stands. `whole` takes in what must be scrolled to; dialogs cover the window only. */
  async take(page, caption, { whole = true } = {}) {
    const pictures = [];
    for (const viewport of WIDTHS) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        pictures.push(await this.#shoot(page, caption, `${viewport.width} ${colorScheme}`, whole));
      }
    }
    await page.setViewportSize(WIDTHS[0]);
    await page.emulateMedia({ colorScheme: 'light' });
    this.#keep(caption, pictures);
  }

  /** Pictures of a page in a browser without JavaScript: light alone, since styles are the same. */
  async takeStill(page, caption) {
    const pictures = [];
    for (const viewport of WIDTHS) {
      await page.setViewportSize(viewport);
      pictures.push(await this.#shoot(page, caption, `${viewport.width} without JavaScript`, true));
    }
    await page.setViewportSize(WIDTHS[0]);
    this.#keep(caption, pictures);
  }

  /** Opens an address with and without JavaScript and takes both. */
  async visit({ page, still }, url, caption) {
    await open(page, url);
    await this.take(page, caption);
    if (still) {
      await still.goto(url);
      await this.takeStill(still, caption);
    }
  }

  async #shoot(page, caption, variant, whole) {
    const file = `${slug(this.sections.at(-1).name)}-${slug(caption)}-${slug(variant)}.png`;
    await page.evaluate(settle, whole);
    await page.screenshot({ path: join(this.folder, file), fullPage: whole, animations: 'disabled' });
    return { file, variant };
  }

  /** Pictures of one state stand together. */
  #keep(caption, pictures) {
    const { states } = this.sections.at(-1);
    const known = states.find((state) => state.caption === caption);
    if (known) known.pictures.push(...pictures);
    else states.push({ caption, pictures });
  }

  /** Writes the index page and gives the number of pictures. */
  finish() {
    writeFileSync(join(this.folder, 'index.html'), gallery(this.sections));
    return this.sections.flatMap(({ states }) => states).reduce((sum, { pictures }) => sum + pictures.length, 0);
  }
}

/** In the page: loads the pictures that wait to be scrolled to; in a picture of the window, shows what has the focus. */
async function settle(whole) {
  const lazy = [...document.querySelectorAll('img[loading=lazy]')];
  for (const image of lazy) image.loading = 'eager';
  await Promise.all(lazy.map((image) => image.decode().catch(() => {})));
  const focused = document.activeElement;
  if (!whole && focused !== document.body) focused?.scrollIntoView({ block: 'center' });
}

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function gallery(sections) {
  const picture = ({ file, variant }) =>
    `<a href="${file}"><img src="${file}" alt="" loading="lazy"><span>${escape(variant)}</span></a>`;
  const state = ({ caption, pictures }) =>
    `<figure><figcaption>${escape(caption)}</figcaption><div>${pictures.map(picture).join('')}</div></figure>`;
  const section = ({ name, states }) =>
    `<section id="${slug(name)}"><h2>${escape(name)}</h2>${states.map(state).join('\n')}</section>`;
  const links = sections.map(({ name, states }) => `<a href="#${slug(name)}">${escape(name)} (${states.length})</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Portico, page by page</title>
<style>
body { margin: 2rem; font: 16px/1.5 system-ui, sans-serif; color: #222; background: #f3f3f3; }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; }
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
figure div { display: flex; gap: .75rem; overflow-x: auto; align-items: flex-start; }
figure a { color: inherit; text-decoration: none; font-size: .8rem; flex: none; }
img { display: block; height: 22rem; border: 1px solid #bbb; background: #fff; }
</style>
<h1>Portico, page by page</h1>
<nav>${links.join('')}</nav>
${sections.map(section).join('\n')}
</html>
`;
}
