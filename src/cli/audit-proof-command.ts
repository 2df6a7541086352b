import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { selectOne } from '../database/transaction.js';
import { idToBytes, isId } from '../kernel/ids.js';
import { inclusionProof } from '../tlog/merkle.js';
import { formatProof } from '../tlog/proof.js';
import { formatNote } from '../tlog/signed-note.js';
import { LogKeys } from '../transparency-log/log-keys.service.js';
import { LogReader } from '../transparency-log/log-reader.service.js';
import type { CliCommand } from './command.js';
import { UsageError } from './usage-error.js';

interface ProofInput {
  readonly eventId: string;
  readonly out: string;
}

export const auditProof: CliCommand<ProofInput> = {
  summary: "write one event's proof, to be checked anywhere",
  usage: 'EVENT_ID --out FILE',
  help: `Writes the event, its place in the log and the signed checkpoint as a text (C2SP tlog-proof), and says how to check
it. The file needs neither this database nor this program: the format is public.`,
  parse(args) {
    const { values, positionals } = readArguments(args);
    const [eventId, ...more] = positionals;
    if (!isId(eventId) || more.length > 0) throw new UsageError('Give the id of one event.');
    if (!values.out) throw new UsageError('--out is missing.');
    return { eventId, out: values.out };
  },
  async run({ open, print }, { eventId, out }) {
    const { app } = await open();
    const log = app.get(LogReader);
    const { payload, leafIndex } = await eventOf(app.get(DataSource), eventId);
    const published = await log.latestCheckpoint();
    if (leafIndex === null || !published || leafIndex >= published.checkpoint.size) {
      throw new Error(`The event ${eventId} is not in a signed checkpoint yet: try again in a few seconds.`);
    }
    const { size } = published.checkpoint;
    const hashes = await inclusionProof(leafIndex, size, log.nodes(size));
    const checkpoint = formatNote(published.note);
    await writeFile(out, formatProof({ index: leafIndex, hashes, checkpoint, extra: payload }));
    print(`Wrote ${out}: the event ${eventId} is entry ${leafIndex} of ${size}.`);
    print(`To check it, with the log's verifier key that you know (this log says ${app.get(LogKeys).verifierKey}):`);
    print(`  npm run cli -- audit verify ${out} --key KEY`);
    return true;
  },
};

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: { out: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function eventOf(dataSource: DataSource, id: string): Promise<{ payload: Buffer; leafIndex: number | null }> {
  const row = await selectOne<{ payload: Buffer; leaf_index: number | string | null }>(
    dataSource.manager,
    `SELECT e.payload, l.leaf_index FROM audit_events e LEFT JOIN audit_leaves l ON l.id = e.id WHERE e.event_id = ?`,
    [idToBytes(id)],
  );
  if (!row) throw new Error(`There is no event ${id} in the log.`);
  return { payload: row.payload, leafIndex: row.leaf_index === null ? null : Number(row.leaf_index) };
}
