import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on a terminal without showing what is typed; without a terminal the first line of standard input is it. */
export async function readPassword(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  try {
    if (process.stdin.isTTY) process.stderr.write(question);
    const [line] = await Promise.race([
      lines.question('').then((typed) => [typed]),
      new Promise<[string]>((done) => lines.once('close', () => done(['']))),
    ]);
    if (process.stdin.isTTY) process.stderr.write('\n');
    return line ?? '';
  } finally {
    lines.close();
  }
}
