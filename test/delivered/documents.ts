import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A block of shell lines in a document, as a reader finds it. */
export interface ShellBlock {
  /** `README.md:14`: where its first line stands. */
  readonly place: string;
  readonly script: string;
  /** From `<!-- not run: … -->` right before it: why it cannot run in a test. */
  readonly notRun: string | undefined;
  /** The lines of the `text` block right behind it: what the document says it prints; `…` stands for anything. */
  readonly prints: readonly string[];
}

const BLOCK =
  /(?:<!-- not run: (?<notRun>[^]*?) -->\n+)?^```sh\n(?<script>[^]*?)^```\n(?:\n```text\n(?<prints>[^]*?)^```\n)?/gm;

/** The pages that are kept for readers: README, docs/ and the READMEs of folders. */
export function documents(): string[] {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    encoding: 'utf8',
  });
  return tracked.trim().split('\n').sort();
}

export function shellBlocks(document: string): ShellBlock[] {
  const text = readFileSync(document, 'utf8');
  return [...text.matchAll(BLOCK)].map((found) => {
    const { notRun, script, prints } = found.groups as { notRun?: string; script: string; prints?: string };
    const before = text.slice(0, found.index + found[0].indexOf('```sh\n'));
    return {
      place: `${document}:${before.split('\n').length + 1}`,
      script,
      notRun: notRun?.replace(/\s+/g, ' '),
      prints: prints?.trimEnd().split('\n') ?? [],
    };
  });
}

/** How many blocks a document has, however they are marked: none may be missed by the pattern above. */
export function countOfShellFences(document: string): number {
  return readFileSync(document, 'utf8').match(/^ *(```|~~~) *(sh|bash|shell|console|zsh)\b/gm)?.length ?? 0;
}

/** What a document says is printed, as a pattern for one line. */
export function linePattern(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'm');
}
