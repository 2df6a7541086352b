import { once } from 'node:events';
import { join } from 'node:path';
import { createApp } from './app.js';
import { assertWritable } from './platform/config/data-folder.js';
import { misspeltSettings, readSettings, type Settings } from './platform/config/settings.js';
import { openDatabase, type Database } from './platform/database/provide.js';
import { demoGuide } from './demo/demo-accounts.js';
import { makeDemo } from './demo/make-demo.js';
import { JsonLogger } from './http/json-logger.js';
import { endProcess } from './platform/kernel/end-process.js';
import { Lifecycle } from './http/lifecycle.service.js';
import { Jobs } from './platform/outbox/jobs.service.js';
import { formatVerifierKey } from './platform/tlog/signed-note.js';
import { logSigner } from './log/transparency-log/log-keys.service.js';
import { WitnessProcess, withWitness } from './log/witness/witness-process.js';

// Whatever any part of it writes, into folders of other versions too, is for this user alone.
process.umask(0o077);

const HELP = `Usage: npm start -- [options]

Serves Ardoise. Without DATABASE_URL it runs a private database in DATA_DIR (.data), and without WITNESS_URL a witness of
the audit log beside it.

Options:
  --demo   also make the demo in the database that DATABASE_URL names
  --help   show this

All settings come from the environment; the README lists them.`;

/** The exit code: 0 stopped as asked, 1 failed, 2 bad usage. */
async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  const unknown = args.find((arg) => arg !== '--demo');
  if (unknown !== undefined) {
    console.error(`There is no option ${unknown}.\n\n${HELP}`);
    return 2;
  }
  const settings = readSettings(process.env);
  for (const sentence of misspeltSettings(process.env)) console.error(sentence);
  assertWritable(settings.dataDir);
  const database = await openDatabase(settings, (line) => console.log(line));
  const witness = ownWitness(settings, database);
  try {
    const demo = args.includes('--demo') || database.isEmbedded;
    const served = { ...settings, hasDemo: demo };
    return await serve(witness ? withWitness(served, witness) : served, database);
  } finally {
    await witness?.stop();
    await database.close();
  }
}

/** One beside the private database; whoever runs a server of their own runs the witness elsewhere. */
function ownWitness(settings: Settings, database: Database): WitnessProcess | undefined {
  if (!database.isEmbedded || settings.witnesses.some(({ url }) => url !== undefined)) return undefined;
  const logKey = formatVerifierKey(logSigner(settings).key);
  return new WitnessProcess(logKey, join(settings.dataDir, 'witness'), (line) => console.error(line));
}

async function serve(settings: Settings, database: Database): Promise<number> {
  const app = await createApp(database, settings);
  // Heard before anybody can know that it is ready: a signal that comes first would leave the database running.
  // Nest's own shutdown hooks stay off: they end the process before the database server is stopped.
  const ending = Promise.race([stopAsked(), errorOfLastResort(settings.logLevel)]);
  if (settings.hasDemo) await makeDemo(app, (line) => console.log(line)).catch(sayUnfinished);
  const lifecycle = app.get(Lifecycle);
  lifecycle.watch(app.getHttpServer());
  await app.listen(settings.port, settings.host);
  app.get(Jobs).start();
  const address = app.getHttpServer().address();
  announce(settings, typeof address === 'object' && address ? address.port : settings.port);
  const code = await ending;
  console.log('\nStopping …');
  await lifecycle.stopServing(app.getHttpServer(), settings.drainMs);
  await app.close();
  return code;
}

/** A signal to stop, as Ctrl-C and service managers send it. */
async function stopAsked(): Promise<number> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  return 0;
}

/**
 * An error that nobody caught: what it left half done is not known. It is logged, the requests that run are answered, and
 * the process ends with 1, so that whoever supervises it starts a fresh one. A second one on the way out is only logged.
 */
function errorOfLastResort(logLevel: string): Promise<number> {
  const logger = new JsonLogger(logLevel);
  return new Promise((resolve) => {
    process.on('uncaughtException', (error: unknown) => {
      logger.error(error instanceof Error ? (error.stack ?? error.message) : error, 'UncaughtError');
      resolve(1);
    });
  });
}

/** A demo that cannot be made, as when the log is closed, is no reason not to serve. */
function sayUnfinished(error: unknown): void {
  console.error(`The demo is not finished: ${(error as Error).message}. The next start goes on with it.`);
}

function announce({ publicUrl, host, port, hasDemo }: Settings, listening: number): void {
  // Without PUBLIC_URL it is made of the port that was asked for, which may be 0 for any.
  const isOwn = publicUrl === `http://localhost:${port}`;
  const url = isOwn ? `http://localhost:${listening}` : publicUrl;
  console.log(`\nArdoise is ready at ${url}\n`);
  if (!isOwn) console.log(`It listens on http://${host}:${listening}.\n`);
  if (!hasDemo) return;
  for (const line of demoGuide(url)) console.log(line);
  console.log('\nStop with Ctrl-C.');
}

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  })
  .then(endProcess);
