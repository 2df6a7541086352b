import express, { type RequestHandler, type Response, type Router } from 'express';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { LOCALES } from '../../platform/kernel/actor.js';
import { idSchema } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { withDraft } from '../explorer/drafts.js';
import { mayExport } from '../explorer/may-export.js';
import { localsOf, ownPageOnly } from '../panel-session.js';
import type { EvidencePages } from './evidence-pages.service.js';

const BODY_MAX = '4kb';
export const SHEET_DOWNLOADS = ['pdf', 'bundle'] as const;

const askSchema = z.object({ event: idSchema, format: z.enum(SHEET_DOWNLOADS), locale: z.enum(LOCALES) });

/** A sheet as a file. A POST, since it is recorded; behind the session and the origin's check. */
export function sheetDownloads(evidence: EvidencePages, dataDir: string): Router {
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: BODY_MAX, parameterLimit: 10 });
  router.post('/evidence', mayExport('AuditEvent'), body, ownPageOnly, download(evidence, join(dataDir, 'exports')));
  return router;
}

function download(evidence: EvidencePages, drafts: string): RequestHandler {
  return async (request, response) => {
    const { event, format, locale } = parsed(askSchema, request.body ?? {});
    const { actor } = localsOf(response).staff!;
    const name = `evidence-${event}`;
    if (format === 'pdf') {
      const { bytes } = await evidence.pdf(actor, event, locale);
      named(response, 'application/pdf', `${name}.pdf`).send(bytes);
      return;
    }
    await withDraft(drafts, response, async (path) => {
      await evidence.bundle(actor, event, locale, path);
      await pipeline(createReadStream(path), named(response, 'application/zip', `${name}.zip`));
    });
  };
}

const named = (response: Response, type: string, file: string): Response =>
  response.set({ 'Content-Type': type, 'Content-Disposition': `attachment; filename="${file}"` });
