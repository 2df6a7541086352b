import { formatNote } from '../../platform/tlog/signed-note.js';
import type { LogSource } from '../verifier/log-source.js';
import type { LogKeys } from './log-keys.service.js';
import type { LogReader } from './log-reader.service.js';

/** The log in the database, for the verifier: the checkpoint as published, tiles and entries as they lie there now. */
export function databaseSource(log: LogReader, keys: LogKeys): LogSource {
  const published = async (cosigned = false) => {
    const latest = await (cosigned ? log.checkpointToWitness() : log.latestCheckpoint());
    if (!latest) throw new Error('nothing is signed yet');
    return latest;
  };
  let size: Promise<number> | undefined;
  return {
    name: 'the database',
    isLive: true,
    checkpoint: async (cosigned) => formatNote((await published(cosigned)).note),
    verifierKey: async () => keys.verifierKey,
    async tile(tile) {
      size ??= published().then(({ checkpoint }) => checkpoint.size);
      const bytes = await log.tile(tile, await size);
      if (!bytes) throw new Error('it is not there');
      return bytes;
    },
  };
}
