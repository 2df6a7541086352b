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
import type { ReviewFiles } from './review-files.service.js';

const BODY_MAX = '4kb';

const askSchema = z.object({ review: idSchema, format: z.enum(['pdf', 'csv', 'bundle']), locale: z.enum(LOCALES) });

/** A review as a file. A POST, since it is recorded; behind the session and the origin's check. */
export function reviewDownloads(files: ReviewFiles, dataDir: string): Router {
  const router = express.Router();
  const body = express.urlencoded({ extended: false, limit: BODY_MAX, parameterLimit: 10 });
  router.post('/reviews', mayExport('Review'), body, ownPageOnly, download(files, join(dataDir, 'exports')));
  return router;
}

function download(files: ReviewFiles, drafts: string): RequestHandler {
  return async (request, response) => {
    const { review, format, locale } = parsed(askSchema, request.body ?? {});
    const { actor } = localsOf(response).staff!;
    const name = `review-${review}`;
    if (format === 'pdf') {
      const { bytes } = await files.pdf(actor, review, locale);
      named(response, 'application/pdf', `${name}.pdf`).send(bytes);
    } else if (format === 'csv') {
      const rows = await files.csv(actor, review);
      await pipeline(rows, named(response, 'text/csv; charset=utf-8', `${name}.csv`));
    } else {
      await withDraft(drafts, response, async (path) => {
        await files.bundle(actor, review, locale, path);
        await pipeline(createReadStream(path), named(response, 'application/zip', `${name}.zip`));
      });
    }
  };
}

const named = (response: Response, type: string, file: string): Response =>
  response.set({ 'Content-Type': type, 'Content-Disposition': `attachment; filename="${file}"` });
