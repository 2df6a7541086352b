import { systemActor } from '../platform/kernel/actor.js';
import { isId } from '../platform/kernel/ids.js';
import { oneLine } from '../platform/kernel/schemas.js';
import type { CliCommand, CliContext } from './command.js';
import { argument, noArguments, options } from './options.js';
import { UsageError } from './usage-error.js';

const ACTOR = systemActor('cli');
const nameSchema = oneLine(200);

export const readerKeyAdd: CliCommand<{ name: string }> = {
  summary: 'make a key with which somebody outside reads the audit log',
  usage: '--name NAME',
  help: `NAME says whose it is. Prints the token, which is shown this once: send it as "Authorization: Bearer …" to /audit, or
give it to "audit verify". Readings with it are events of the log.`,
  parse(args) {
    const name = nameSchema.safeParse(options(args, ['name']).name);
    if (!name.success) throw new UsageError(`--name ${name.error.issues[0]!.message}.`);
    return { name: name.data };
  },
  async run({ open, print }, { name }) {
    print(await (await readerKeys(open)).add(ACTOR, name));
    return true;
  },
};

export const readerKeyList: CliCommand<void> = {
  summary: 'list the keys to read the audit log with',
  usage: '',
  help: 'One line each: id, name, since when, whether it is in use, and the last reading on record (one a quarter of an hour).',
  parse: noArguments,
  async run({ open, print }) {
    const keys = await (await readerKeys(open)).list();
    if (keys.length === 0) print('There are no reader keys yet. Make one: npm run cli -- audit reader-key add --help');
    for (const { id, name, createdAt, endedAt, readRecordedAt } of keys) {
      const state = endedAt ? `ended ${endedAt.toISOString()}` : 'in use';
      const read = readRecordedAt ? `read ${readRecordedAt.toISOString()}` : 'never read';
      print([id, name.padEnd(32), createdAt.toISOString(), state, read].join('  '));
    }
    return true;
  },
};

export const readerKeyEnd: CliCommand<{ id: string }> = {
  summary: 'end a key to read the audit log with',
  usage: 'ID',
  help: 'At once and for good. The key stays in the list, since the log names it.',
  parse(args) {
    const id = argument(args, 'id of a reader key').toLowerCase();
    if (!isId(id)) throw new UsageError('The id of a reader key is in "audit reader-key list".');
    return { id };
  },
  async run({ open, print }, { id }) {
    await (await readerKeys(open)).end(ACTOR, id);
    print(`Ended the reader key ${id}.`);
    return true;
  },
};

async function readerKeys(open: CliContext['open']) {
  const { app } = await open();
  const { ReaderKeys } = await import('../log/transparency-log/reader-keys.service.js');
  return app.get(ReaderKeys);
}
