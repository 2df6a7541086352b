import type { INestApplicationContext } from '@nestjs/common';
import type { DatabaseUrls } from '../platform/database/migrate.js';

/** The application without its web server, on the database that the settings name. */
export interface OpenProgram {
  readonly app: INestApplicationContext;
  readonly isEmbedded: boolean;
  /** The migrations that were run on opening. */
  readonly migrated: readonly string[];
  /** For what only the owner of the schema may do. */
  readonly urls: DatabaseUrls;
}

export interface CliContext {
  /** Opens the database and the application at the first call; commands that need neither do not call it. */
  readonly open: () => Promise<OpenProgram>;
  readonly print: (line: string) => void;
}

export interface CliCommand<Input = unknown> {
  readonly summary: string;
  readonly usage: string;
  readonly help: string;
  /** Reads the words behind the command; throws UsageError. */
  parse(args: string[]): Input;
  /**
   * Does it; false when the answer is no. What only the work needs is imported in it, services above all: --help and a
   * wrong option are answered without loading the application.
   */
  run(context: CliContext, input: Input): Promise<boolean>;
}
