import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of style or script, as it is and as the build compressed it (scripts/build-assets.mjs). */
export interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly compressed: Readonly<Record<AssetEncoding, Buffer>>;
}

/** Of HTTP, the better one first. */
export const ASSET_ENCODINGS = ['br', 'gzip'] as const;
export type AssetEncoding = (typeof ASSET_ENCODINGS)[number];

const FOLDER = fileURLToPath(new URL('../../dist/assets', import.meta.url));
const MANIFEST = 'manifest.json';
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

function load(file: string): Asset {
  const read = (ending: string) => readFileSync(join(FOLDER, file + ending));
  return { type: TYPES[extname(file)]!, plain: read(''), compressed: { br: read('.br'), gzip: read('.gz') } };
}

/** Read once, by the name with the hash of its content: what is not here does not exist. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  filesOf(FOLDER)
    .filter((file) => extname(file) in TYPES)
    .map((file) => [file, load(file)]),
);

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new Error(`There is no style or script in ${folder}: npm run build makes them.`, { cause: error });
  }
}

const nowNamed = JSON.parse(readFileSync(join(FOLDER, MANIFEST), 'utf8')) as Record<string, string>;

/** Where a file is now, by its name without the hash. Browsers may keep what they get there for ever. */
function urlOf(name: string): string {
  const file = nowNamed[name];
  if (file === undefined) throw new Error(`The build made no ${name}.`);
  return `/assets/${file}`;
}

export const assetUrls = {
  css: urlOf('ardoise.css'),
  js: urlOf('ardoise.js'),
  passkeys: urlOf('passkeys.js'),
  documents: urlOf('documents.js'),
};
export const panelAssetUrls = { css: urlOf('panel.css'), js: urlOf('panel.js') };
