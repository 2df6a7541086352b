import type { EventProofs } from '../log/transparency-log/event-proofs.service.js';
import type { PublishedCheckpoint } from '../log/transparency-log/log-reader.service.js';
import { cosignatureTime, formatNote } from '../platform/tlog/signed-note.js';
import type { SignedState } from './evidence-sheet.js';

/** A checkpoint as a sheet shows it: who signed it, and when witnesses did. Whether they are right, the verifier says. */
export function signedState({ checkpoint, note }: PublishedCheckpoint): SignedState {
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: checkpoint.root.toString('base64'),
    note: formatNote(note),
    signatures: note.signatures.map((signature) => {
      const { name, keyId, bytes } = signature;
      const text = Buffer.concat([keyId, bytes]).toString('base64');
      if (name === checkpoint.origin) return { name, by: 'log', signature: text };
      const at = new Date(cosignatureTime(signature) * 1000).toISOString();
      return { name, by: 'witness', signature: text, at };
    }),
  };
}

/** The checkpoint of a sheet: one that holds every event of it, where there is one; else one that holds its own. */
export async function checkpointFor(
  proofs: EventProofs,
  eventId: string,
  places: ReadonlyMap<string, number>,
): Promise<SignedState | null> {
  const own = places.get(eventId);
  if (own === undefined) return null;
  const last = Math.max(...places.values());
  const published = (await proofs.checkpointHolding(last)) ?? (await proofs.checkpointHolding(own));
  return published ? signedState(published) : null;
}
