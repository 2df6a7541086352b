import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, type Ended } from './run.js';

/** A command in earnest, with what it must do. */
interface RealCall {
  readonly args: (so: Progress) => string[];
  readonly input?: string;
  readonly code: number;
  /** On standard output. */
  readonly prints: RegExp;
}

/** What the calls before have left: their output by command, and the folder that they write to. */
interface Progress {
  readonly folder: string;
  readonly outputs: Map<string, string>;
}

const STAFF = 'new-reviewer@example.test';
const UNKNOWN_ID = '01900000-0000-7000-8000-000000000000';

/** Every command once, in an order in which each finds what it needs. */
export const REAL_CALLS: Readonly<Record<string, RealCall>> = {
  migrate: { args: () => [], code: 0, prints: /^The database is up to date\.$/m },
  demo: { args: () => ['--demo'], code: 0, prints: /owner@demo\.test/ },
  'staff add': {
    args: () => ['--email', STAFF, '--role', 'compliance', '--reason', 'JOINED', '--ticket', 'OPS-1'],
    input: 'a password of many words\n',
    code: 0,
    prints: /^Made the staff account new-reviewer@example\.test \(compliance\)\.$/m,
  },
  'staff list': { args: () => [], code: 0, prints: /^new-reviewer@example\.test +compliance .* in use$/m },
  'staff reset-second-factor': {
    args: () => ['--email', STAFF, '--reason', 'PHONE_LOST', '--ticket', 'OPS-2'],
    code: 0,
    prints: /has no second factor/,
  },
  'staff disable': { args: () => ['--email', STAFF], code: 0, prints: /^Disabled the staff account/m },
  'audit export': {
    args: ({ folder }) => ['--format', 'jsonl', '--out', join(folder, 'extract')],
    code: 0,
    prints: /^Wrote \d+ entr(y|ies) to /m,
  },
  'audit proof': {
    args: ({ folder }) => [firstEvent(folder), '--out', join(folder, 'event.tlog-proof')],
    code: 0,
    prints: /^Wrote .* is entry \d+ of \d+\.$/m,
  },
  'audit verify': { args: () => [], code: 0, prints: /^VERIFIED/m },
  'audit catalogue': { args: () => [], code: 0, prints: /^# Events of the audit log$/m },
  'audit erase': { args: () => ['--user', UNKNOWN_ID, '--yes'], code: 0, prints: /no personal details/ },
  'audit reader-key add': { args: () => ['--name', 'The auditors'], code: 0, prints: /^\S{20,}$/m },
  'audit reader-key list': { args: () => [], code: 0, prints: /The auditors .* in use/ },
  'audit reader-key end': {
    args: ({ outputs }) => [/^(\S+) +The auditors .* in use/m.exec(outputs.get('audit reader-key list')!)![1]!],
    code: 0,
    prints: /^Ended the reader key/m,
  },
  retention: { args: () => [], code: 0, prints: /^# Retention$/m },
  'books verify': { args: () => [], code: 0, prints: /^\d+ books, none differs\.$/m },
  'snapshot verify': { args: () => [], code: 0, prints: /snapshots, none differs/ },
};

/** One of each kind: all that differs elsewhere is who starts and stops the database. */
export const KINDS_OF_CALLS = ['migrate', 'staff add', 'audit export', 'audit verify'] as const;

/** All of them as three steps; what stands side by side needs nothing of each other, so that two can run at a time. */
const STEPS_OF_CALLS: readonly (readonly (readonly string[])[])[] = [
  [['migrate']],
  [
    ['demo', 'audit export', 'audit proof', 'books verify', 'snapshot verify', 'audit erase'],
    [...namesOf('staff '), ...namesOf('audit reader-key '), 'audit catalogue', 'retention'],
  ],
  [['audit verify']],
];

/** What a call did, and what it should have done; these two are equal for a command that works. */
export interface Outcome {
  readonly command: string;
  readonly ended: Ended;
  readonly expected: RealCall;
}

/** Runs these commands one after the other with the settings given. */
export async function callForReal(
  commands: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Outcome[]> {
  const progress: Progress = { folder, outputs: new Map() };
  const outcomes: Outcome[] = [];
  for (const command of commands) {
    const expected = REAL_CALLS[command]!;
    const args = [...command.split(' '), ...expected.args(progress)];
    const ended = await cli(args, { env, input: expected.input });
    progress.outputs.set(command, ended.stdout);
    outcomes.push({ command, ended, expected });
  }
  return outcomes;
}

/** The same, step by step: what stands side by side at the same time. */
export async function callAllForReal(folder: string, env: Readonly<Record<string, string>>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of STEPS_OF_CALLS) {
    const found = await Promise.all(step.map((commands) => callForReal(commands, folder, env)));
    outcomes.push(...found.flat());
  }
  return outcomes;
}

function namesOf(group: string): string[] {
  return Object.keys(REAL_CALLS).filter((name) => name.startsWith(group));
}

function firstEvent(folder: string): string {
  const [first] = readFileSync(join(folder, 'extract/events.jsonl'), 'utf8').split('\n');
  return (JSON.parse(first!) as { id: string }).id;
}
