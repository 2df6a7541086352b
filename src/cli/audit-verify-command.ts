import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { NoteError, parseVerifierKey } from '../platform/tlog/signed-note.js';
import { VerificationFailure } from '../log/verifier/verdict.js';
import { isAddress, verifyTarget, type Finding, type Target } from './audit-verify-targets.js';
import type { CliCommand } from './command.js';
import { pathAsTyped } from './options.js';
import { progress } from './progress.js';
import { UsageError } from './usage-error.js';

interface AuditVerifyInput extends Target {
  readonly since: string | undefined;
  readonly save: string | undefined;
}

export const auditVerify: CliCommand<AuditVerifyInput> = {
  summary: 'verify the audit log: a live one, an exported folder, one proof, or the database',
  usage: '[DIR|URL|FILE] [--key KEY|FILE]… [--since FILE] [--save FILE] [--reader-key TOKEN]',
  help: `Trusts nothing but the keys. Recomputes every hash from the events themselves, up to the root that the log signed;
checks signatures, cosignatures of witnesses, the gap-free numbers of each business, and that no event is back-dated.
Names the first entry that is wrong. The last line is the verdict; ends with 0 only when everything is right.

  DIR     a folder that "audit export" wrote: the whole log (tile/…) or an extract (events.jsonl). Needs no database.
  URL     a live log, for example https://books.example (/audit is added when there is no path). Needs no database.
  FILE    one event's proof, as "audit proof" writes it. Needs no database.
  (none)  the database; and whether the personal details in it are still those that were recorded.

  --key KEY|FILE      a verifier key that you know: the log's, or a witness's, which must then have cosigned. A text
                      such as log.example/audit+1a2b3c4d+AbC…, or a file that holds it. May be given several times.
                      Without the log's key, the one that comes with the log is believed, and the verdict says so.
  --since FILE        a checkpoint that you kept: the log must still begin with exactly those entries.
  --save FILE         keeps the checkpoint, once it is verified, for --since the next time.
  --reader-key TOKEN  lets you read a live log; AUDIT_READER_KEY in the environment does the same.`,
  parse: parseInput,
  async run({ open, print }, input) {
    try {
      const kept = input.since === undefined ? undefined : await keptCheckpoint(input.since);
      const finding = await verifyTarget(input, kept, open, progress('Verified'));
      if (input.save) await writeFile(input.save, finding.verdict.checkpoint);
      for (const line of reportOf(finding)) print(line);
      return true;
    } catch (error) {
      if (!(error instanceof VerificationFailure)) throw error;
      print(`NOT VERIFIED. ${error.message}`);
      return false;
    }
  },
};

function parseInput(args: string[]): AuditVerifyInput {
  const { values, positionals } = readArguments(args);
  if (positionals.length > 1) throw new UsageError('Give one folder, address or file, or none for the database.');
  return {
    target: positionals[0] === undefined || isAddress(positionals[0]) ? positionals[0] : pathAsTyped(positionals[0]),
    keys: (values.key ?? []).flatMap(keysFrom),
    since: values.since === undefined ? undefined : pathAsTyped(values.since),
    save: values.save === undefined ? undefined : pathAsTyped(values.save),
    readerKey: values['reader-key'] ?? (process.env.AUDIT_READER_KEY || undefined),
  };
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { key: { type: 'string', multiple: true }, since: text, save: text, 'reader-key': text } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A key as text, or the keys in a file, one a line. */
function keysFrom(textOrFile: string): string[] {
  const file = pathAsTyped(textOrFile);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : textOrFile;
  const keys = text.trim().split('\n');
  try {
    for (const key of keys) parseVerifierKey(key);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new UsageError(`--key ${textOrFile} is neither a verifier key nor a file that holds one: ${error.message}`);
  }
  return keys;
}

async function keptCheckpoint(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as Error).message}). Keep a checkpoint first, with --save.`);
  }
}

function reportOf({ verdict, name, also }: Finding): string[] {
  const { entries, size, root, signedBy, isLogKeyGiven, remarks } = verdict;
  const count = entries === size ? `all ${size} entries` : `${entries} of ${size} entries`;
  const trust = isLogKeyGiven ? 'VERIFIED' : 'VERIFIED, but only with the key that the log gives for itself';
  return [
    `Root hash of ${size} entries: ${root}`,
    `Signed by ${signedBy.join(', ')}`,
    ...also,
    ...remarks.map((remark) => `Note: ${remark}`),
    `${trust}: ${count} of ${name}.`,
  ];
}
