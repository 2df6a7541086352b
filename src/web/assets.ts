import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly hash: string;
}

const TYPES = { 'ardoise.css': 'text/css; charset=utf-8', 'ardoise.js': 'text/javascript; charset=utf-8' };

function load(name: keyof typeof TYPES): Asset {
  const bytes = readFileSync(fileURLToPath(new URL(`./assets/${name}`, import.meta.url)));
  return { type: TYPES[name], bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 12) };
}

/** Read once: the style and the script of all pages. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  (Object.keys(TYPES) as (keyof typeof TYPES)[]).map((name) => [name, load(name)]),
);

const urlOf = (name: string) => `/assets/${name}?v=${assets.get(name)!.hash}`;

/** With the hash of their content, so that browsers may keep them for ever. */
export const assetUrls = { css: urlOf('ardoise.css'), js: urlOf('ardoise.js') };
