import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { keysFrom, quorumFrom } from './log/verifier/given-keys.js';
import { refusalOf, reportOf } from './log/verifier/report.js';
import { VerificationFailure, type VerifyOptions } from './log/verifier/verdict.js';
import { isAddress, verifyAddress, verifyPath, WrongUse } from './log/verifier/verify-path.js';
import { HELP, inWordsOf, LANGUAGES, type Language } from './log/verifier/words.js';

/**
 * The auditor's verifier. scripts/build-verifier.mjs makes one file of it, `ardoise-verify.mjs`, which runs with Node alone: so nothing
 * here or below may import a package.
 */

/** Exit codes: 0 verified, 1 not verified, 2 nothing could be verified. */
const [NOT_VERIFIED, NO_VERDICT] = [1, 2];

/** Of --lang, or of the terminal where it is French; known before the arguments are read, since their faults are told in it. */
const language = languageOf(process.argv, process.env.LANG ?? '');
const say = (line: string) => console.log(inWordsOf(language, line));

async function main(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help === true || args.length === 0) {
    console.log(HELP[language]);
    return 0;
  }
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new WrongUse('Give one folder, address or file.');
  const keys = (values.key ?? []).flatMap((given) => keysFrom(given));
  const quorum = quorumFrom(values.quorum, keys);
  const options: VerifyOptions = {
    keys,
    ...(quorum !== undefined && { quorum }),
    mustBeComplete: values.complete ?? false,
    ...(values.since !== undefined && { kept: await readFile(values.since, 'utf8') }),
  };
  try {
    const finding = await (isAddress(target)
      ? verifyAddress(target, values['reader-key'], options)
      : verifyPath(target, options));
    if (values.save !== undefined) await writeFile(values.save, finding.verdict.checkpoint);
    for (const line of reportOf(finding)) say(line);
    return 0;
  } catch (error) {
    if (!(error instanceof VerificationFailure)) throw error;
    say(refusalOf(error));
    return NOT_VERIFIED;
  }
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    key: { type: 'string', multiple: true },
    quorum: text,
    since: text,
    save: text,
    'reader-key': text,
    lang: text,
    complete: flag,
    help: flag,
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse((error as Error).message);
  }
}

function languageOf(args: readonly string[], terminal: string): Language {
  const asked = args.find((_, i) => args[i - 1] === '--lang') ?? /^--lang=(.*)$/m.exec(args.join('\n'))?.[1];
  return LANGUAGES.find((known) => known === (asked ?? terminal.slice(0, 2))) ?? 'en';
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(inWordsOf(language, error.message));
    if (error instanceof WrongUse) console.error(`\n${HELP[language]}`);
    process.exitCode = NO_VERDICT;
  },
);
