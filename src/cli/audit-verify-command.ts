import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { keysFrom, quorumFrom } from '../log/verifier/given-keys.js';
import { refusalOf, reportOf } from '../log/verifier/report.js';
import { VerificationFailure } from '../log/verifier/verdict.js';
import { isAddress, WrongUse } from '../log/verifier/verify-path.js';
import { verifyTarget, type Target } from './audit-verify-targets.js';
import type { CliCommand } from './command.js';
import { pathAsTyped } from './options.js';
import { progress } from './progress.js';
import { UsageError } from './usage-error.js';

interface AuditVerifyInput extends Target {
  readonly since: string | undefined;
  readonly save: string | undefined;
}

export const auditVerify: CliCommand<AuditVerifyInput> = {
  summary: 'verify the audit log: a live one, an export, one proof, or the database',
  usage: '[DIR|URL|FILE] [--key KEY|FILE]… [--quorum N] [--complete] [--since FILE] [--save FILE] [--reader-key TOKEN]',
  help: `Trusts nothing but the keys. Recomputes every hash from the events themselves, up to the root that the log signed;
checks signatures, cosignatures of witnesses, the gap-free numbers of each business, and that no event is back-dated.
Names the first entry that is wrong. The last line is the verdict; ends with 0 only when everything is right.

  DIR     a folder that "audit export" wrote: the whole log (tile/…) or an extract (events.jsonl). Needs no database.
          Of an extract with a manifest it also says whether it is complete.
  URL     a live log, for example https://books.example (/audit is added when there is no path). Needs no database.
  FILE    such a folder as .tar or .zip; one event's proof, as "audit proof" writes it; or a file of an unpacked extract,
          such as its sheet. Needs no database.
  (none)  the database; and whether the personal details in it are still those that were recorded.

  --key KEY|FILE      a verifier key that you know: the log's, or a witness's, which must then have cosigned. A text
                      such as log.example/audit+1a2b3c4d+AbC…, or a file that holds it. May be given several times.
                      Without the log's key, the one that comes with the log is believed, and the verdict says so.
  --quorum N          so many of the witnesses whose keys you give must have cosigned, instead of all of them.
  --complete          an extract that does not show that it is complete is not verified: one without a manifest.
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
      print(refusalOf(error));
      return false;
    }
  },
};

function parseInput(args: string[]): AuditVerifyInput {
  const { values, positionals } = readArguments(args);
  if (positionals.length > 1) throw new UsageError('Give one folder, address or file, or none for the database.');
  const keys = (values.key ?? []).flatMap(readKeys);
  return {
    target: positionals[0] === undefined || isAddress(positionals[0]) ? positionals[0] : pathAsTyped(positionals[0]),
    keys,
    quorum: orUsage(() => quorumFrom(values.quorum, keys)),
    since: values.since === undefined ? undefined : pathAsTyped(values.since),
    save: values.save === undefined ? undefined : pathAsTyped(values.save),
    mustBeComplete: values.complete ?? false,
    readerKey: values['reader-key'] ?? (process.env.AUDIT_READER_KEY || undefined),
  };
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    key: { type: 'string', multiple: true },
    quorum: text,
    complete: { type: 'boolean' },
    since: text,
    save: text,
    'reader-key': text,
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const readKeys = (given: string): string[] => orUsage(() => keysFrom(given, pathAsTyped(given)));

function orUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof WrongUse ? new UsageError(error.message) : error;
  }
}

async function keptCheckpoint(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as Error).message}). Keep a checkpoint first, with --save.`);
  }
}
