import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As `expectGolden`, for a file of the sources that is written and not read. */
export function expectFile(path: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    throw new Error(
      `${path} is not what the database says. Write it anew with \`UPDATE_GOLDEN=1 npm test -- test/platform/schema\`; ` +
        'then npm run check names every statement that reads what was renamed, retyped or made nullable.',
    );
  }
}

/**
 * Compares what the program says of itself with the file in `test/golden/` that reviewers read, line by line. Throws
 * with the lines that differ and with how to mend it.
 */
export function expectGolden(name: string, lines: readonly string[]): void {
  const path = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
  const text = `${lines.join('\n')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(path, text);
    return;
  }
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (golden === text) return;
  const known = golden.split('\n');
  const differences = [
    ...known.filter((line) => !lines.includes(line) && line !== '').map((line) => `- ${line}`),
    ...lines.filter((line) => !known.includes(line)).map((line) => `+ ${line}`),
  ];
  throw new Error(
    `test/golden/${name} does not say what the program does (+):\n\n${differences.join('\n') || 'the order differs'}\n\n` +
      `If that is what you meant, write the file anew with \`UPDATE_GOLDEN=1 npm test -- ${thisTest()}\` and let a reviewer ` +
      'read its difference; otherwise mend the program.',
  );
}

/** The file whose test compares: each golden file is written by its own. */
const thisTest = () => relative(process.cwd(), expect.getState().testPath ?? '');
