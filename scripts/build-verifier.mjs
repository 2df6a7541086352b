import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const BANNER = `#!/usr/bin/env node
// Verifies what the audit log of Ardoise has signed: node ardoise-verify.mjs --help
// One file, made of src/verify.ts and what it imports. It needs Node 20.19 or later and nothing else.
// Its SHA-256 is published in the README of Ardoise; the same sources make the same bytes.`;

/**
 * dist/ardoise-verify.mjs: the auditor's verifier as one file without dependencies. The same sources and the same esbuild make
 * the same bytes wherever it is built: paths in it are relative to the root, and there is no date. Not minified: whoever is
 * asked to run it may read it.
 * @param {string} outfile
 */
export async function buildVerifier(outfile) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/verify.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    metafile: true,
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: {},
    banner: { js: BANNER },
    logLevel: 'warning',
  });
  const foreign = Object.keys(metafile.inputs).filter((path) => !path.startsWith('src/'));
  if (foreign.length > 0) throw new Error(`The verifier has no dependencies, but imports ${foreign.join(', ')}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildVerifier('dist/ardoise-verify.mjs');
