import type { OpenProgram } from './cli/command.js';
import { COMMANDS } from './cli/commands.js';
import { helpText } from './cli/help.js';
import { UsageError } from './cli/usage-error.js';
import { AppError } from './platform/kernel/app-error.js';
import { endProcess } from './platform/kernel/end-process.js';

// Whatever any part of it writes, into folders of other versions too, is for this user alone.
process.umask(0o077);

/** Exit codes: 0 done, 1 refused or wrong, 2 bad usage. */
const [REFUSED, BAD_USAGE] = [1, 2];

async function main(args: string[]): Promise<number> {
  const name = Object.keys(COMMANDS).find((known) => known === args.slice(0, known.split(' ').length).join(' '));
  const rest = name === undefined ? args : args.slice(name.split(' ').length);
  if (args.length === 0 || rest.includes('--help')) {
    console.log(helpText(name));
    return 0;
  }
  if (name === undefined) throw new UsageError(`There is no command "${args.join(' ')}".`);
  const command = COMMANDS[name]!;
  const input = command.parse(rest);
  const program = new Program();
  const work = command.run({ open: () => program.open(), print: (line) => console.log(line) }, input);
  try {
    return (await Promise.race([work, errorThatNobodyCaught()])) ? 0 : REFUSED;
  } finally {
    await program.close();
  }
}

/** Rejects with it, so that it is told and the database is left in order like after any other error. */
function errorThatNobodyCaught(): Promise<never> {
  return new Promise((_, reject) => {
    process.on('uncaughtException', reject);
  });
}

/** Whoever types a command sees that it takes long; a verification of millions of events may. */
const UNHURRIED = { databaseTimeoutMs: 0 };

/** Opened when a command first asks for it, closed whatever happens. */
class Program {
  private opening: Promise<OpenProgram> | undefined;
  private readonly closers: (() => Promise<void>)[] = [];

  open(): Promise<OpenProgram> {
    return (this.opening ??= this.start());
  }

  private async start(): Promise<OpenProgram> {
    // Only here: to load all of it takes longer than to answer --help.
    const { readSettings } = await import('./platform/config/settings.js');
    const settings = readSettings(process.env);
    const { NestFactory } = await import('@nestjs/core');
    const { AppModule } = await import('./app.module.js');
    const { openDatabase } = await import('./platform/database/provide.js');
    const { JsonLogger } = await import('./http/json-logger.js');
    const database = await openDatabase(settings, (line) => console.error(line));
    this.closers.unshift(() => database.close());
    const app = await NestFactory.createApplicationContext(AppModule.against(database, { ...settings, ...UNHURRIED }), {
      logger: new JsonLogger(settings.logLevel),
      abortOnError: false,
    });
    this.closers.unshift(() => app.close());
    return { app, isEmbedded: database.isEmbedded, migrated: database.migrated, urls: database };
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }
}

// Whoever reads may leave (`| head`); what was asked for is done to its end all the same.
process.stdout.on('error', () => undefined);
void main(process.argv.slice(2)).catch(report).then(endProcess);

/** Says what went wrong on standard error; the exit code for it. */
function report(error: unknown): number {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${helpText()}`);
  else if (error instanceof AppError) console.error(`${error.title}. ${error.detail}`);
  else console.error(error instanceof Error ? error.message : error);
  return error instanceof UsageError ? BAD_USAGE : REFUSED;
}
