import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { deliveredProduct } from '../setup/delivered-product.js';
import { countOfShellFences, documents, linePattern, shellBlocks, type ShellBlock } from './documents.js';
import { run, type Ended } from './run.js';

/** The commands of several pages, one after the other, while other tests run. */
const MS_MAX = 300_000;
/** What a reader types where a command asks: staff's passwords. */
const TYPED = 'a password of many words\n';

const NOTICES = resolve('test/.output/blocks-not-run.txt');

const blocks = new Map(documents().map((document) => [document, shellBlocks(document)]));
const pages = [...blocks].filter(([, found]) => found.some(({ notRun }) => notRun === undefined));
const notRun = [...blocks.values()].flat().filter((block) => block.notRun !== undefined);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ardoise-documents-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const list = notRun.map(({ place, notRun: why }) => `  ${place}: ${why}\n`);
  // Printed at the end of the run.
  writeFileSync(NOTICES, `${notRun.length} blocks of the documents were not run, and say why:\n${list.join('')}`);
});

test('every block of shell lines is recognised', () => {
  const counted = documents().map((document) => [document, countOfShellFences(document)]);
  expect([...blocks].map(([document, { length }]) => [document, length])).toEqual(counted);
});

describe.each(pages)('%s', (_, all) => {
  const runnable = all.filter(({ notRun: why }) => why === undefined);
  let ended: Ended;
  let outputs: string[];

  beforeAll(async () => {
    const { port, dataDir } = await deliveredProduct();
    const env = { PORT: port, DATA_DIR: dataDir, PATH: `${shims()}${delimiter}${process.env['PATH']}`, TMPDIR: folder };
    ended = await run('sh', ['-e', '-c', oneAfterTheOther(runnable)], { env, input: TYPED });
    outputs = ended.stdout.split(/^@@ block \d+\n/m).slice(1);
  }, MS_MAX);

  test.each(runnable.map((block, index) => [block.place, block, index] as const))('%s', (_, { prints }, index) => {
    const [printed, isDone] = outputs[index]?.split('@@ done\n') ?? [];
    if (isDone === undefined)
      throw new Error(`It ended with ${ended.code}, having printed:\n${printed}\n${ended.stderr}`);
    for (const line of prints) expect(printed).toMatch(linePattern(line));
  });
});

/** Blocks of one page in one shell, as a reader types them: variables and the folder are kept from one to the next. */
function oneAfterTheOther(runnable: readonly ShellBlock[]): string {
  return runnable.map(({ script }, index) => `echo '@@ block ${index}'\n${script}\necho '@@ done'\n`).join('');
}

/**
 * A folder for the search path, in which `npm run cli --` is the compiled program, without npm and the look whether sources
 * changed: command-line.test.ts proves once that it is the same.
 */
function shims(): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const cli = [process.execPath, '--enable-source-maps', resolve('dist/cli.js')].join(' ');
  const npm = `#!/bin/sh
case "$*" in
  'run cli -- '*) shift 3 ;;
  'run --silent cli -- '*) shift 4 ;;
  *) echo "The documents' npm $* is not run by a test: say why, in <!-- not run: … --> before the block." >&2; exit 64 ;;
esac
cd '${resolve('.')}' && NODE_ENV=production exec ${cli} "$@"
`;
  writeFileSync(join(bin, 'npm'), npm);
  chmodSync(join(bin, 'npm'), 0o755);
  return bin;
}
