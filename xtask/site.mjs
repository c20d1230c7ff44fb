// Puts the site together: every file under a name made of its content, a brotli sibling, and manifest.json, in which
// the server looks the names up. Usage: node site.mjs --bundles DIR --style DIR --public DIR --out DIR

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, parse, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

const { values: folders } = parseArgs({
  options: Object.fromEntries(['bundles', 'style', 'public', 'out'].map((name) => [name, { type: 'string' }])),
});

/** Kinds that shrink; pictures like PNG are compressed already. */
const COMPRESSED = new Set(['.js', '.wasm', '.css', '.svg', '.txt', '.json', '.webmanifest', '.ico']);
/** Styles come in this order, then the components by name. */
const FIRST_STYLES = ['tokens.css', 'base.css', 'layout.css'];

const kept = new Set(['manifest.json']);

/** Writes `name` with the first 64 bits of its SHA-256 in it, and its compressed sibling; returns the new name. */
function publish(name, content) {
  const { dir, name: stem, ext } = parse(name);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const hashed = (dir ? `${dir}/` : '') + `${stem}-${hash}${ext}`;
  writeOnce(hashed, () => content);
  if (COMPRESSED.has(ext)) writeOnce(`${hashed}.br`, () => compress(content));
  return hashed;
}

/** The name says the content, so a file that exists is right. */
function writeOnce(name, content) {
  kept.add(name);
  const path = join(folders.out, name);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, content());
  renameSync(`${path}.part`, path);
}

function compress(content) {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

/** All files below a folder, as paths with `/` relative to it, sorted. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
}

/** Comments and indentation go; strings stay as they are. */
function smaller(css) {
  return css
    .replace(/("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|\/\*[\s\S]*?\*\//g, (_, string) => string ?? '')
    .replace(/^\s+|\s+$/gm, '')
    .replace(/\n+/g, '\n');
}

/** All styles in one text; `url("pictures/x.svg")`, relative to public/, gets the picture's new name. */
function styles(pictures) {
  const names = filesIn(folders.style).filter((name) => name.endsWith('.css'));
  const ordered = [...FIRST_STYLES.filter((name) => names.includes(name))];
  ordered.push(...names.filter((name) => !ordered.includes(name)));
  return ordered
    .map((name) => {
      const css = smaller(readFileSync(join(folders.style, name), 'utf8'));
      return css.replace(/url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)/g, (_, quote, target) => {
        const picture = pictures[target];
        if (!picture) throw new Error(`style/${name}: url(${target}) is no file of public/`);
        return `url(${quote}${picture}${quote})`;
      });
    })
    .join('\n');
}

function main() {
  mkdirSync(folders.out, { recursive: true });
  const files = {};
  for (const name of filesIn(folders.public)) {
    files[name] = publish(name, readFileSync(join(folders.public, name)));
  }
  const manifest = { css: publish('main.css', Buffer.from(styles(files))), files };
  for (const bundle of ['shop', 'account', 'office']) {
    for (const kind of ['js', 'wasm']) {
      const name = `${bundle}.${kind}`;
      manifest[`${bundle}_${kind}`] = publish(name, readFileSync(join(folders.bundles, name)));
    }
  }
  const path = join(folders.out, 'manifest.json');
  writeFileSync(`${path}.part`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.part`, path);
  for (const name of filesIn(folders.out)) {
    if (!kept.has(name)) rmSync(join(folders.out, name));
  }
}

main();
