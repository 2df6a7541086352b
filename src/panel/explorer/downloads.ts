import express, { type RequestHandler, type Response, type Router } from 'express';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { readAuditFilter } from '../../log/events/audit-filter.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { archiveOf, type ArchiveKind } from '../../platform/kernel/archive.js';
import { now } from '../../platform/kernel/clock.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import type { ExportFormat } from '../../log/transparency-log/export-formats.js';
import type { ExportRequest, LogExports } from '../../log/transparency-log/log-exports.service.js';
import { PAGE_OWNER } from '../../ui/components/post-form.js';
import { localsOf, ownPageOnly } from '../panel-session.js';
import { sweepDrafts, withDraft } from './drafts.js';
import { DOWNLOADS, type Download } from './explorer-views.js';
import { mayExport } from './may-export.js';

const BODY_MAX = '64kb';
const FIELDS_MAX = 200;

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
  void sweepDrafts(drafts);
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: BODY_MAX, parameterLimit: FIELDS_MAX });
  router.post('/exports', mayExport('AuditLog'), body, ownPageOnly, download(exports, drafts));
  return router;
}

function download(exports: LogExports, drafts: string): RequestHandler {
  return async (request, response) => {
    const ask = readAsk(request.body);
    await withDraft(drafts, response, (path) => send(exports, response, ask, path));
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
