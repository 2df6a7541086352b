import { ARCHIVES, type ArchiveKind } from '../platform/kernel/archive.js';
import { systemActor } from '../platform/kernel/actor.js';
import { EXPORT_FORMATS, type ExportFormat } from '../log/transparency-log/export-formats.js';
import type { ExportRequest } from '../log/transparency-log/log-exports.service.js';
import { FILTER_OPTIONS, FILTER_USAGE, filterFrom } from './audit-filter-options.js';
import type { CliCommand } from './command.js';
import { parse, pathAsTyped } from './options.js';
import { progress } from './progress.js';
import { UsageError } from './usage-error.js';

const ROUNDS_MAX = 1_000;

export const auditExport: CliCommand<ExportRequest> = {
  summary: 'write the audit log, or a part of it, to files',
  usage: `--format ${EXPORT_FORMATS.join('|')} --out PATH ${FILTER_USAGE}`,
  help: `Formats:
  tiles  a folder with the whole log, as C2SP tlog-tiles has it; "audit verify" takes it
  jsonl  a folder with the events found, each as its exact bytes, with the proof that it is in the log, and with what shows
         that none is left out; "audit verify" takes it
  csv    a file for spreadsheets
  ocsf   a file of JSON lines in the Open Cybersecurity Schema Framework, for security tools

The two folders come as one file when PATH ends in .zip or .tar, and hold a verifier for whoever has only Node.
Nothing is overwritten: PATH must not exist. It gets its name when it is whole; before, it is PATH.part-….
A filter finds the events for which all that is given holds, of several types any. TIME is a date (all of that day, UTC)
or a time with its zone, 2026-01-31T09:00:00Z; --from is included. docs/audit-events.md lists types and outcomes.
Every export is itself an event of the log.`,
  parse(args) {
    const { values } = parse(args, { format: { type: 'string' }, out: { type: 'string' }, ...FILTER_OPTIONS });
    const { format, out } = values;
    if (!isFormat(format)) throw new UsageError(`--format must be one of: ${EXPORT_FORMATS.join(', ')}.`);
    if (typeof out !== 'string' || out === '') throw new UsageError('--out is missing.');
    const filter = filterFrom(values);
    if (format === 'tiles' && Object.keys(filter).length > 0) {
      throw new UsageError('Tiles are the whole log. For a part of it that can be verified choose --format jsonl.');
    }
    return { format, filter, path: pathAsTyped(out), archive: archiveFor(format, out) };
  },
  async run({ open, print }, ask) {
    const { app } = await open();
    const { LogExports } = await import('../log/transparency-log/log-exports.service.js');
    const { LogWorker } = await import('../log/transparency-log/log-worker.service.js');
    const worker = app.get(LogWorker);
    // What has no place in the tree yet gets one, or the latest events would be missing where no server runs. Bounded,
    // since where one runs there may always be more.
    for (let round = 0; round < ROUNDS_MAX && (await worker.keep()); round++);
    const reading = { actor: systemActor('cli'), roles: [] };
    const entries = await app.get(LogExports).export(reading, ask, progress('Exported'));
    print(`Wrote ${entries} ${entries === 1 ? 'entry' : 'entries'} to ${ask.path}.`);
    return true;
  },
};

function isFormat(format: unknown): format is ExportFormat {
  return (EXPORT_FORMATS as readonly unknown[]).includes(format);
}

/** What would be a folder is one file where its name says so. */
function archiveFor(format: ExportFormat, out: string): ArchiveKind | undefined {
  const isFolder = format === 'tiles' || format === 'jsonl';
  return isFolder ? ARCHIVES.find((kind) => out.toLowerCase().endsWith(`.${kind}`)) : undefined;
}
