import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { staffMay } from '../../policy/ability.js';
import { readAuditFilter } from '../../log/events/audit-filter.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { archiveOf, type ArchiveKind } from '../../platform/kernel/archive.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { DAY_MS, now } from '../../platform/kernel/clock.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import type { ExportFormat } from '../../log/transparency-log/export-formats.js';
import type { ExportRequest, LogExports } from '../../log/transparency-log/log-exports.service.js';
import { PAGE_OWNER } from '../../ui/components/post-form.js';
import { localsOf, ownPageOnly } from '../panel-session.js';
import { DOWNLOADS, type Download } from './explorer-views.js';

const BODY_MAX = '64kb';
const FIELDS_MAX = 200;
/** Exports are made whole in the data folder before they are sent: they may be larger than what /tmp holds in memory. */
const DRAFT = 'draft-';

interface Kind {
  readonly ending: string;
  readonly type: string;
  readonly format: ExportFormat;
  /** The export is a folder. */
  readonly archive?: ArchiveKind;
}

const KINDS: Readonly<Record<Download, Kind>> = {
  csv: { ending: 'csv', type: 'text/csv; charset=utf-8', format: 'csv' },
  zip: { ending: 'zip', type: 'application/zip', format: 'jsonl', archive: 'zip' },
  jsonl: { ending: 'tar', type: 'application/x-tar', format: 'jsonl', archive: 'tar' },
  ocsf: { ending: 'ocsf.jsonl', type: 'application/jsonl; charset=utf-8', format: 'ocsf' },
};

const askSchema = z.object({
  format: z.enum(DOWNLOADS),
  size: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
});

/** What a filter finds in the log, as a file. A POST, since it is recorded; behind the session and the origin's check. */
export function logDownloads(exports: LogExports, dataDir: string): Router {
  const drafts = join(dataDir, 'exports');
  void sweep(drafts);
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: BODY_MAX, parameterLimit: FIELDS_MAX });
  router.post('/exports', mayExport, body, ownPageOnly, download(exports, drafts));
  return router;
}

/** What a process that was killed has left; a draft of another one that runs is younger. */
async function sweep(drafts: string): Promise<void> {
  const names = await readdir(drafts).catch(() => []);
  for (const name of names.filter((found) => found.startsWith(DRAFT))) {
    const made = await stat(join(drafts, name)).catch(() => undefined);
    if (made && made.mtimeMs < Date.now() - DAY_MS) await rm(join(drafts, name), { recursive: true, force: true });
  }
}

function mayExport(_: Request, response: Response, next: NextFunction): void {
  if (staffMay(localsOf(response).staff!.actor.role, 'export', 'AuditLog')) next();
  else next(new AppError('FORBIDDEN', 'The log is exported by compliance alone.'));
}

function download(exports: LogExports, drafts: string): RequestHandler {
  return async (request, response) => {
    const ask = readAsk(request.body);
    await mkdir(drafts, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(drafts, DRAFT));
    try {
      await send(exports, response, ask, join(folder, 'export'));
    } catch (error) {
      // Who has gone away is told nothing.
      if (!response.destroyed) throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Whole on disk before its first byte leaves: what fails is an error's page, never a file that is cut off. */
async function send(exports: LogExports, response: Response, { download, ...ask }: Ask, path: string): Promise<void> {
  const actor: StaffActor = localsOf(response).staff!.actor;
  const { ending, type, format, archive } = KINDS[download];
  await exports.export({ actor, roles: [actor.role] }, { ...ask, format, path }, () => {
    if (response.destroyed) throw new Error('The client has gone away.');
  });
  const name = `audit-${now().toISOString().slice(0, 19).replace(/\D/g, '')}`;
  response.set({ 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}.${ending}"` });
  await pipeline(archive ? archiveOf(archive, path, name, now()) : createReadStream(path), response);
}

interface Ask extends Pick<ExportRequest, 'filter' | 'size'> {
  readonly download: Download;
}

/** Throws VALIDATION. Fields left empty are filters not set. */
function readAsk(body: unknown): Ask {
  const { format, size, [PAGE_OWNER]: _, ...fields } = (body ?? {}) as Record<string, unknown>;
  const { format: download, ...ask } = parsed(askSchema, { format, size });
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return { ...ask, download, filter: readAuditFilter(Object.fromEntries(given)) };
}
