import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { csvStream } from '../platform/kernel/csv.js';

/** A CSV file of any length; a client that breaks off ends the reading of its rows. */
export async function sendCsv(
  response: Response,
  name: string,
  header: string[],
  rows: Iterable<(string | null)[]> | AsyncIterable<(string | null)[]>,
): Promise<void> {
  response.type('text/csv; charset=utf-8').attachment(name);
  await pipeline(csvStream(header, rows), response);
}
