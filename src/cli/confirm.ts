import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; true for "yes", written out. */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`${question} Type yes: `)).trim().toLowerCase() === 'yes';
  } finally {
    lines.close();
  }
}
