import { build } from 'esbuild';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/**
 * Style and script as browsers get them, made once, at build time: dist/assets/. Each file has the hash of its content in
 * its name, and lies there three times: as it is, as `.br` and as `.gz`. `manifest.json` says which file a name is now:
 * { "panel.js": "panel-7QX2M4KD.js", … }.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist/assets');

const ENTRIES = {
  ardoise: ['src/ui/assets/ardoise.css', 'src/ui/assets/ardoise.js'],
  passkeys: ['src/ui/assets/passkeys.ts'],
  documents: ['src/ui/assets/documents.ts'],
  panel: ['src/panel/assets/panel.css', 'src/panel/components/index.tsx'],
};

/** Made beside and put in place at once: whoever reads meanwhile finds the whole of the old or the whole of the new. */
const draft = `${folder}.draft-${process.pid}`;
mkdirSync(draft, { recursive: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: Object.entries(ENTRIES).flatMap(([out, sources]) => sources.map((source) => ({ in: source, out }))),
  outdir: draft,
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  metafile: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  charset: 'utf8',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});

const named = Object.entries(metafile.outputs)
  .filter(([, { entryPoint }]) => entryPoint !== undefined)
  .map(([path]) => ({ name: basename(path).replace(/-[A-Z0-9]+(?=\.\w+$)/, ''), file: basename(path) }));
writeFileSync(
  join(draft, 'manifest.json'),
  JSON.stringify(Object.fromEntries(named.map(({ name, file }) => [name, file]))),
);

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
await Promise.all(
  named.map(async ({ file }) => {
    const bytes = readFileSync(join(draft, file));
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(join(draft, `${file}.br`), await brotli(bytes, { params }));
    writeFileSync(join(draft, `${file}.gz`), await zip(bytes, { level: 9 }));
  }),
);

rmSync(folder, { recursive: true, force: true });
renameSync(draft, folder);
