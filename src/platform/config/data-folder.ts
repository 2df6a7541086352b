import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Throws an Error with a sentence unless files can be written in the data folder, which is made where it is missing. */
export function assertWritable(dataDir: string): void {
  const probe = join(dataDir, `.writable-${process.pid}`);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(probe, 'Deleted at once.');
    rmSync(probe);
  } catch (error) {
    throw new Error(
      `The data folder ${dataDir} (DATA_DIR) cannot be written: ${(error as Error).message}. The log's file of checkpoints and ` +
        'uploads go there.',
      { cause: error },
    );
  }
}
