import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COMMANDS } from '../../src/cli/commands.js';
import { migrations } from '../../src/platform/database/migrations/index.js';
import { events, LOG_KEY, logOf, writeFiles } from '../builders/log-files.js';
import { deliveredProduct } from '../setup/delivered-product.js';
import { callForReal, KINDS_OF_CALLS, REAL_CALLS, type Outcome } from './real-calls.js';
import { cli, run, type Ended } from './run.js';

// Processes that start while other tests run.
const MS_MAX = 300_000;

const NAMES = Object.keys(COMMANDS);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ardoise-command-line-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

test('every command is called for real below', () => {
  expect(Object.keys(REAL_CALLS).sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('%s', (name) => {
  const words = name.split(' ');

  test(
    'explains itself on standard output, and refuses an option that it does not know on the other',
    async () => {
      const [help, wrong] = await Promise.all([cli([...words, '--help']), cli([...words, '--no-such-option'])]);
      expect(help).toEqual({ code: 0, stderr: '', stdout: expect.stringContaining(`npm run cli -- ${name}`) });
      expect(wrong).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/--no-such-option|nothing else/) });
    },
    MS_MAX,
  );
});

describe('with the settings of a plain npm start', () => {
  describe('beside the one that runs', () => {
    let outcomes: Outcome[];
    beforeAll(async () => {
      const { dataDir } = await deliveredProduct();
      outcomes = await callForReal(Object.keys(REAL_CALLS), folder, { DATA_DIR: dataDir });
    }, MS_MAX);

    test.each(Object.keys(REAL_CALLS))('%s works and ends', (name) => expectToWork(outcomes, name));
  });

  describe('alone', () => {
    let outcomes: Outcome[];
    beforeAll(async () => {
      const into = mkdtempSync(join(folder, 'alone-'));
      outcomes = await callForReal(KINDS_OF_CALLS, into, { DATA_DIR: join(into, 'data') });
    }, MS_MAX);

    test.each(KINDS_OF_CALLS)('%s works and ends', (name) => expectToWork(outcomes, name));

    test('migrate names what it ran, each migration once', () => {
      const { stdout } = outcomes.find(({ command }) => command === 'migrate')!.ended;
      const names = migrations.map((migration) => `Ran ${new migration().name!}.`);
      expect(stdout.trim().split('\n')).toEqual([...names, 'The database is up to date.']);
    });
  });
});

function endingWith(text: string): RegExp {
  return new RegExp(`${text.replace(/[^\w\s]/g, '\\$&')}$`);
}

function expectToWork(outcomes: readonly Outcome[], name: string): void {
  const { ended, expected } = outcomes.find(({ command }) => command === name)!;
  expect({ name, ...ended }).toEqual({
    name,
    code: expected.code,
    stdout: expect.stringMatching(expected.prints),
    // What the database server has to say, and how far it is.
    stderr: expect.stringMatching(
      /^((Started|Joined) the database server .*\n|Migrated: .*\n|\w+: \d+ of \d+ \(\d+ %\)\n)*$/,
    ),
  });
}

describe('the command line', () => {
  test(
    'is what npm run cli -- runs, exit code and both outputs included',
    async () => {
      const [help, wrong] = await Promise.all([
        run('npm', ['run', '--silent', 'cli', '--', '--help']),
        run('npm', ['run', '--silent', 'cli', '--', 'audit', 'verify', '--no-such-option']),
      ]);
      // npm may have warnings of its own to give first.
      const asByNpm = ({ stderr, ...rest }: Ended) => ({ ...rest, stderr: expect.stringMatching(endingWith(stderr)) });
      expect(help).toEqual(asByNpm(await cli(['--help'])));
      expect(wrong).toEqual(asByNpm(await cli(['audit', 'verify', '--no-such-option'])));
    },
    MS_MAX,
  );

  test(
    'takes paths from where its user stands, wherever npm runs it',
    async () => {
      const cwd = mkdtempSync(join(folder, 'stands-here-'));
      await writeFiles(await logOf(events(3)), join(cwd, 'log'));
      const words = ['audit', 'verify', 'log', '--key', LOG_KEY, '--save', 'kept.checkpoint'];
      const { code, stdout } = await run('npm', ['--prefix', resolve('.'), 'run', '--silent', 'cli', '--', ...words], {
        cwd,
      });
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`VERIFIED: all 3 entries`) });
      expect(readdirSync(cwd).sort()).toEqual(['kept.checkpoint', 'log']);
    },
    MS_MAX,
  );

  test(
    'names every command when it is asked for help, or nothing',
    async () => {
      const [asked, nothing] = await Promise.all([cli(['--help']), cli([])]);
      for (const name of NAMES) expect(asked.stdout).toContain(`  ${name} `);
      expect(nothing).toEqual(asked);
    },
    MS_MAX,
  );

  test(
    'refuses a command that it does not know',
    async () => {
      const { code, stdout, stderr } = await cli(['audit', 'falsify']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('There is no command "audit falsify".');
    },
    MS_MAX,
  );

  test(
    'ends with 1 and one line when a command fails at its work',
    async () => {
      const { dataDir } = await deliveredProduct();
      const env = { DATA_DIR: dataDir };
      const out = join(folder, 'no-such-folder', 'extract');
      const add = ['staff', 'add', '--email', 'new@example.test', '--role', 'support'];
      const why = ['--reason', 'JOINED', '--ticket', 'OPS-1'];
      const [unwritable, unknown, weak] = await Promise.all([
        cli(['audit', 'export', '--format', 'jsonl', '--out', out], { env }),
        cli(['staff', 'disable', '--email', 'nobody@example.test'], { env }),
        // One letter short of what staff need; owners may have it.
        cli([...add, ...why], { env, input: 'plum garden' }),
      ]);
      expect(unwritable).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no-such-folder') });
      expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('No such staff account') });
      expect(weak).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('at least 12 characters') });
    },
    MS_MAX,
  );

  test(
    'ends with 1 when something breaks that nobody has thought of, its database stopped',
    async () => {
      const dataDir = join(mkdtempSync(join(folder, 'fault-')), 'data');
      // The password is waited for, with the database open: the error comes in between.
      const fault = `process.stdin.once('newListener', () =>
      process.nextTick(() => { throw new Error('a fault of the test'); }))`;
      const why = ['--reason', 'JOINED', '--ticket', 'OPS-1'];
      const broken = await cli(['staff', 'add', '--email', 'a@example.test', '--role', 'support', ...why], {
        env: { DATA_DIR: dataDir, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(fault)}` },
      });
      expect(broken).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^a fault of the test$/m) });
      expect(readdirSync(dataDir)).not.toContain('mysqld.pid');
    },
    MS_MAX,
  );

  test(
    'does its work to the end when nobody reads what it prints any more',
    async () => {
      const [help, catalogue] = await Promise.all([
        cli(['--help'], { isUnread: true }),
        cli(['audit', 'catalogue'], { isUnread: true }),
      ]);
      expect([help, catalogue]).toEqual(Array(2).fill({ code: 0, stdout: '', stderr: '' }));
    },
    MS_MAX,
  );
});
