import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isId } from '../platform/kernel/ids.js';
import type { CliCommand } from './command.js';
import { pathAsTyped } from './options.js';
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
    return { eventId, out: pathAsTyped(values.out) };
  },
  async run({ open, print }, { eventId, out }) {
    const { app } = await open();
    const { EventProofs } = await import('../log/transparency-log/event-proofs.service.js');
    const { LogKeys } = await import('../log/transparency-log/log-keys.service.js');
    const { formatProof } = await import('../platform/tlog/proof.js');
    const proofs = app.get(EventProofs);
    const event = await proofs.find(eventId);
    if (!event) throw new Error(`There is no event ${eventId} in the log.`);
    const proof = await proofs.proofOf(event);
    if (!proof) throw new Error(`The event ${eventId} is not in a signed checkpoint yet: try again in a few seconds.`);
    await writeFile(out, formatProof({ ...proof, extra: event.payload }));
    print(`Wrote ${out}: the event ${eventId} is entry ${proof.index} of ${proof.size}.`);
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
