import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LISEZMOI, README } from './auditor-readme.js';

const VERIFIER = 'ardoise-verify.mjs';
/** Made by scripts/build-verifier.mjs. */
const BUILT = fileURLToPath(new URL(`../../../dist/${VERIFIER}`, import.meta.url));

/** What an auditor needs beside an export: the verifier, one file that runs with Node alone, and how to use it. */
export async function addVerifier(folder: string): Promise<void> {
  await copyFile(BUILT, join(folder, VERIFIER)).catch((error: Error) => {
    throw new Error(`There is no verifier for auditors in ${BUILT}: npm run build makes it.`, { cause: error });
  });
  await writeFile(join(folder, 'README.txt'), README);
  await writeFile(join(folder, 'LISEZMOI.txt'), LISEZMOI);
}
