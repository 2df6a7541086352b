import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../setup/server-process.js';

/** Brings an error that nobody catches into the program, at a signal. */
const FAULT = `process.on("SIGUSR2",()=>{throw new Error("a fault of the test")})`;

test('an error that nobody caught is logged and ends the program with 1, its database stopped', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-last-resort-'));
  const server = await ServerProcess.start({
    DATA_DIR: dataDir,
    PANEL: 'off',
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(FAULT)}`,
  });
  try {
    process.kill(server.pid, 'SIGUSR2');
    expect(await server.ended()).toBe(1);
    expect(server.said()).toContain('a fault of the test');
  } finally {
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}, 180_000);
