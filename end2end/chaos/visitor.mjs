// A person without a browser: fetches pages, fills forms, keeps cookies. Each has an address of their own on the
// loopback network, so that budgets of tries count them apart.

import http from 'node:http';
import https from 'node:https';

const PATIENCE = 20_000;
let addresses = 0;

/** What came instead of an answer: the connection broke, or nothing came in time. */
export class Broken extends Error {}

export class Visitor {
  #cookies = new Map();
  #address;
  #watch;

  /** `watch(answer)` sees every answer. */
  constructor(watch) {
    addresses += 1;
    this.#address = `127.${1 + ((addresses >> 16) & 63)}.${(addresses >> 8) & 255}.${1 + (addresses & 127)}`;
    this.#watch = watch;
  }

  /** One request; `{ status, location, body, headers, url }`. */
  async ask(url, form) {
    const target = new URL(url);
    const body = form && new URLSearchParams(form).toString();
    const options = {
      method: form ? 'POST' : 'GET',
      agent: false,
      localAddress: this.#address,
      rejectUnauthorized: false,
      timeout: PATIENCE,
      headers: { accept: 'text/html', cookie: this.#cookieFor(target.hostname), origin: target.origin },
    };
    if (body) options.headers['content-type'] = 'application/x-www-form-urlencoded';
    const answer = await exchange(target, options, body);
    this.#keep(target.hostname, answer.headers['set-cookie'] ?? []);
    const { location } = answer.headers;
    answer.location = location && new URL(location, target).href;
    this.#watch(answer);
    return answer;
  }

  /** Opens an address and goes where it leads. */
  async open(url) {
    let answer = await this.ask(url);
    for (let hops = 0; answer.status >= 300 && answer.status < 400 && hops < 10; hops += 1) {
      answer = await this.ask(answer.location);
    }
    return answer;
  }

  /** Fills the form of a page that posts to `action`, and sends it. Nothing if the page has none. */
  async submit(page, action, values) {
    const form = formOf(page.body, action);
    if (!form) return undefined;
    return this.ask(new URL(action, page.url), { ...form, ...values });
  }

  /** Opens a page, fills its form and sends it. */
  async fill(url, action, values) {
    return this.submit(await this.open(url), action, values);
  }

  #cookieFor(host) {
    const pairs = this.#cookies.get(host) ?? new Map();
    return [...pairs].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(host, lines) {
    const pairs = this.#cookies.get(host) ?? new Map();
    for (const line of lines) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line) || value === '') pairs.delete(name);
      else pairs.set(name, value);
    }
    this.#cookies.set(host, pairs);
  }
}

function exchange(target, options, body) {
  return new Promise((resolve, reject) => {
    const broken = (error) => reject(new Broken(error.message));
    const request = (target.protocol === 'https:' ? https : http).request(target, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('error', broken).on('aborted', () => broken(new Error('aborted')));
      response.on('end', () =>
        resolve({ url: target.href, status: response.statusCode, headers: response.headers, body: text }),
      );
    });
    request.on('error', broken).on('timeout', () => request.destroy(new Error('nothing came in time')));
    request.end(body);
  });
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
const plain = (text) => text.replace(/&([#\w]+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** The values that a form has before anybody types: hidden and filled fields, chosen options. */
function formOf(html, action) {
  const forms = html.matchAll(/<form[^>]*\baction="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g);
  const found = [...forms].find(([, target]) => new URL(plain(target), 'http://x').pathname === action);
  if (!found) return undefined;
  const values = {};
  for (const [tag] of found[2].matchAll(/<input[^>]*>/g)) {
    const attribute = (name) => tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1];
    const unticked = attribute('type') === 'checkbox' && !/\bchecked\b/.test(tag);
    if (attribute('name') && !unticked) values[attribute('name')] = plain(attribute('value') ?? '');
  }
  for (const [, name, options] of found[2].matchAll(/<select[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const chosen = options.match(/<option[^>]*value="([^"]*)"[^>]*\bselected/) ?? options.match(/<option[^>]*value="([^"]*)"/);
    if (chosen) values[name] = plain(chosen[1]);
  }
  for (const [, name, text] of found[2].matchAll(/<textarea[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
    values[name] = plain(text.replace(/<!-*>/g, ''));
  }
  return values;
}
