import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { databaseSource } from '../log/transparency-log/database-source.js';
import { LogKeys } from '../log/transparency-log/log-keys.service.js';
import { LogReader } from '../log/transparency-log/log-reader.service.js';
import { faultInRows } from '../log/transparency-log/row-checks.js';
import { verifyPersonalDetails } from '../log/transparency-log/verify-personal-details.js';
import { VerificationFailure, type VerifyOptions } from '../log/verifier/verdict.js';
import { verifyLog } from '../log/verifier/verify-log.js';

/** The log as the database has it, the rows around it, and the personal details beside it. */
export async function verifyDatabase(app: INestApplicationContext, options: VerifyOptions) {
  const source = databaseSource(app.get(LogReader), app.get(LogKeys));
  const verdict = await verifyLog(source, options);
  const fault = await faultInRows(app.get(DataSource).manager);
  if (fault) throw new VerificationFailure(fault.message);
  const { kept, erased } = await verifyPersonalDetails(app.get(DataSource));
  const also = `Personal details: ${kept} events have theirs, as recorded; those of ${erased} are erased.`;
  return { verdict, name: source.name, also: [also] };
}
