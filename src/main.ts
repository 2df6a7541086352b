import { once } from 'node:events';
import { join } from 'node:path';
import { createApp } from './app.js';
import { readSettings, type Settings } from './config/settings.js';
import { openDatabase, type Database } from './database/provide.js';
import { Jobs } from './outbox/jobs.service.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, seedDemo } from './sign-ups/demo.js';
import { formatVerifierKey } from './tlog/signed-note.js';
import { logSigner } from './transparency-log/log-keys.service.js';
import { WitnessProcess, withWitness } from './witness/witness-process.js';

const HELP = `Usage: npm start -- [options]

Serves Ardoise. Without DATABASE_URL it runs a private database in DATA_DIR (.data), and without WITNESS_URL a witness of
the audit log beside it.

Options:
  --demo   also seed the demo accounts in the database that DATABASE_URL names
  --help   show this

All settings come from the environment; the README lists them.`;

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) return console.log(HELP);
  const unknown = args.find((arg) => arg !== '--demo');
  if (unknown !== undefined) {
    console.error(`There is no option ${unknown}.\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  const settings = readSettings(process.env);
  const database = await openDatabase(settings, (line) => console.log(line));
  const witness = ownWitness(settings, database);
  try {
    const demo = args.includes('--demo') || database.isEmbedded;
    await serve(witness ? withWitness(settings, witness) : settings, database, demo);
  } finally {
    await witness?.stop();
    await database.close();
  }
}

/** One beside the private database; whoever runs a server of their own runs the witness elsewhere. */
function ownWitness(settings: Settings, database: Database): WitnessProcess | undefined {
  if (!database.isEmbedded || settings.witnessUrl) return undefined;
  const logKey = formatVerifierKey(logSigner(settings).key);
  return new WitnessProcess(logKey, join(settings.dataDir, 'witness'), (line) => console.error(line));
}

async function serve(settings: Settings, database: Database, demo: boolean): Promise<void> {
  const app = await createApp(database, settings);
  // Heard before anybody can know that it is ready: a signal that comes first would leave the database running.
  // Nest's own shutdown hooks stay off: they end the process before the database server is stopped.
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  if (demo) await seedDemo(app);
  await app.listen(settings.port, settings.host);
  app.get(Jobs).start();
  const address = app.getHttpServer().address();
  announce(typeof address === 'object' && address ? { ...settings, port: address.port } : settings, demo);
  await asked;
  console.log('\nStopping …');
  await app.close();
}

function announce(settings: Settings, demo: boolean): void {
  const url = settings.publicUrl.replace(/:\d+$/, `:${settings.port}`);
  console.log(`\nArdoise is ready at ${url}\n`);
  if (!demo) return;
  console.log(`Demo accounts, password ${DEMO_PASSWORD}:`);
  for (const account of DEMO_ACCOUNTS) console.log(`  ${account.email.padEnd(26)} ${account.what}`);
  console.log('\nStop with Ctrl-C.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
