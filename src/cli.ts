import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { COMMANDS, type CliContext } from './cli/commands.js';
import { helpText } from './cli/help.js';
import { UsageError } from './cli/usage-error.js';
import { readSettings } from './config/settings.js';
import { openDatabase } from './database/provide.js';
import { JsonLogger } from './http/json-logger.js';
import { AppError } from './kernel/app-error.js';

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
  const settings = readSettings(process.env);
  const database = await openDatabase(settings, (line) => console.error(line));
  try {
    const app = await NestFactory.createApplicationContext(AppModule.against(database.url, settings), {
      logger: new JsonLogger(settings.logLevel),
      abortOnError: false,
    });
    const context: CliContext = { app, isEmbedded: database.isEmbedded, print: (line) => console.log(line) };
    try {
      return (await command.run(context, input)) ? 0 : REFUSED;
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = error instanceof UsageError ? BAD_USAGE : REFUSED;
    if (error instanceof UsageError) console.error(`${error.message}\n\n${helpText()}`);
    else if (error instanceof AppError) console.error(`${error.title}. ${error.detail}`);
    else console.error(error instanceof Error ? error.message : error);
  },
);
