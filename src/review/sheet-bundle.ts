import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAuditFilter } from '../log/events/audit-filter.js';
import type { EventType } from '../log/events/event-catalogue.js';
import { eventTypesOf, RECORDED_ENDS } from '../log/recorded-commands.js';
import type { LogExports } from '../log/transparency-log/log-exports.service.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import type { SignedState } from './evidence-sheet.js';

/** What names a snapshot and tells what became of it. */
export const OF_SNAPSHOT: readonly EventType[] = [
  ...eventTypesOf('completed'),
  'snapshot.digested',
  'snapshot.verified',
  'snapshot.hold-placed',
  'snapshot.hold-lifted',
  'snapshot.purged',
];

/** What goes into a bundle: all of a business that a sheet may speak of, so that the manifest says that none of it is missing. */
const IN_BUNDLE: readonly EventType[] = [
  'business.signed-up',
  ...RECORDED_ENDS.flatMap(eventTypesOf),
  ...OF_SNAPSHOT,
  'snapshot.viewed',
  'bank-feed.connected',
  'bank-feed.disconnected',
  'bank-feed.failed',
];

/** A file of a bundle beside its sheet. */
export interface SheetFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What every sheet has that goes into a bundle. */
interface Bundled {
  readonly business: { readonly id: string };
  readonly log: Pick<SignedState, 'size'> | null;
}

/**
 * An archive at `path` that can be verified alone: the sheet as data under `name`, and what was printed of it, within an extract
 * whose manifest names them. Throws INVALID_STATE while the event is in no signed checkpoint.
 */
export async function exportBundle(
  exports: LogExports,
  actor: StaffActor,
  path: string,
  { name, sheet, printed }: { readonly name: string; readonly sheet: Bundled; readonly printed: readonly SheetFile[] },
): Promise<void> {
  const { log, business } = sheet;
  if (!log) {
    throw new AppError('INVALID_STATE', 'This event is in no signed checkpoint yet. Try again in a few seconds.');
  }
  const files = [{ name, bytes: Buffer.from(`${JSON.stringify(sheet, null, 2)}\n`) }, ...printed];
  await exports.export(
    { actor, roles: [actor.role] },
    {
      format: 'jsonl',
      filter: readAuditFilter({ business: business.id, type: [...IN_BUNDLE] }),
      path,
      size: log.size,
      archive: 'zip',
      attach: async (folder) => {
        for (const file of files) await writeFile(join(folder, file.name), file.bytes);
      },
    },
    () => undefined,
  );
}
