import { COMMANDS } from './commands.js';

/** The help of one command, or of all. */
export function helpText(name?: string): string {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command) return `Usage: npm run cli -- ${name} ${command.usage}\n\n${command.help}`;
  const width = Math.max(...Object.keys(COMMANDS).map((known) => known.length)) + 2;
  const list = Object.entries(COMMANDS).map(([known, { summary }]) => `  ${known.padEnd(width)}${summary}`);
  return `Usage: npm run cli -- <command> [options]

Commands:
${list.join('\n')}

Each has its own --help. Settings come from the environment, as for npm start: without DATABASE_URL the private
database in DATA_DIR is used, beside a running npm start or without one.
Exit codes: 0 done, 1 refused or wrong, 2 bad usage.`;
}
