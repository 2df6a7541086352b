import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatVerifierKey } from './platform/tlog/signed-note.js';
import { WitnessFolder } from './log/witness/witness-folder.js';
import type { WitnessAddress } from './log/witness/witness-process.js';
import { createWitnessServer } from './log/witness/witness-server.js';
import { readWitnessSettings, WitnessUsageError } from './log/witness/witness-settings.js';

// Whatever it writes is for this user alone.
process.umask(0o077);

const HELP = `Usage: npm run witness

Cosigns checkpoints of the audit log, and refuses one that does not extend the last it has seen (C2SP tlog-witness).
Run it on another machine, by other people, than the log: that is what it is for.

Settings (environment):
  WITNESS_LOG_VKEY   verifier key of the log (GET /audit/vkey), required; several separated by spaces
  WITNESS_NAME       its name, ardoise/witness by default; it must not change
  WITNESS_DATA_DIR   its key and its memory, .witness by default
  WITNESS_HOST       127.0.0.1 by default
  WITNESS_PORT       3100 by default; 0 lets the system choose

Exit codes: 0 stopped, 1 failed, 2 bad usage.`;

const [FAILED, BAD_USAGE] = [1, 2];
/** So long may answers that are under way take when it stops. */
const FINISH_MS_MAX = 2_000;

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(HELP);
  if (args.length > 0) throw new WitnessUsageError(`There is no option ${args[0]}.`);
  const { logs, name, dataDir, host, port } = readWitnessSettings(process.env);
  // Before anything that takes time: a parent may be gone by then.
  const end = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'disconnect')]);
  const folder = await WitnessFolder.open(dataDir, name);
  try {
    const server = createWitnessServer({ folder, logs, log: (line) => console.error(line) });
    server.listen(port, host);
    await once(server, 'listening');
    tell({ url: urlOf(server), verifierKey: formatVerifierKey(folder.signer.key) });
    await end;
    await finish(server);
  } finally {
    folder.close();
  }
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** To people, and to the program that started it beside itself. */
function tell(address: WitnessAddress): void {
  console.log(`The witness is ready at ${address.url} with the key ${address.verifierKey}`);
  process.send?.(address);
}

async function finish(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await Promise.race([closed, sleep(FINISH_MS_MAX)]);
  server.closeAllConnections();
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    const isUsage = error instanceof WitnessUsageError;
    console.error(isUsage ? `${error.message}\n\n${HELP}` : (error as Error).message);
    process.exitCode = isUsage ? BAD_USAGE : FAILED;
  })
  // The channel to a parent would keep it alive.
  .finally(() => process.connected && process.disconnect());
