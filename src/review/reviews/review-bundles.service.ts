import { Injectable } from '@nestjs/common';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { readAuditFilter } from '../../log/events/audit-filter.js';
import { AuditReader } from '../../log/events/audit-reader.service.js';
import { EventProofs } from '../../log/transparency-log/event-proofs.service.js';
import { LogExports } from '../../log/transparency-log/log-exports.service.js';
import { staffByIds } from '../../people/identity/people.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { DAY_MS, now } from '../../platform/kernel/clock.js';
import { formatProof } from '../../platform/tlog/proof.js';
import { EvidenceSheets } from '../evidence-sheets.service.js';
import type { SheetFile } from '../sheet-bundle.js';
import { STAFF_NEAR_MS, type PeriodReport } from './period-report.js';
import { REPORTED_TYPES } from './period-reports.service.js';
import { Reviews, type ReviewFile } from './reviews.service.js';

/** Up to so many operations there is a sheet of each; of more there is one of each item that was to be judged. */
export const SHEETS_OF_ALL_MAX = 1_000;

/**
 * A review as an archive that can be verified alone: an extract of the log with every event that its report rests on, under a signed
 * manifest, and in it the report, the review, the sheets and what `print` makes of them.
 */
@Injectable()
export class ReviewBundles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reviews: Reviews,
    private readonly sheets: EvidenceSheets,
    private readonly exports: LogExports,
    private readonly reader: AuditReader,
    private readonly proofs: EventProofs,
  ) {}

  /** Throws NOT_FOUND. */
  async write(
    actor: StaffActor,
    id: string,
    path: string,
    print: (file: ReviewFile) => Promise<readonly SheetFile[]>,
  ): Promise<void> {
    const file = await this.reviews.read(actor, id, 'bundle');
    const { report, content } = file;
    const files: SheetFile[] = [
      { name: 'report.json', bytes: Buffer.from(file.reportJson) },
      { name: 'review.json', bytes: Buffer.from(content) },
      ...(await print(file)),
      ...(await this.proofsOf(file)),
    ];
    await this.exports.export(
      { actor, roles: [actor.role] },
      {
        format: 'jsonl',
        filter: filterOf(report),
        path,
        archive: 'zip',
        attach: async (folder) => {
          for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
          await writeFile(join(folder, 'sheets.jsonl'), this.sheetLines(actor, file));
        },
      },
      () => undefined,
    );
  }

  private async *sheetLines(actor: StaffActor, { report, readEvent }: ReviewFile): AsyncGenerator<string> {
    const { email } = (await staffByIds(this.dataSource.manager, [actor.id])).get(actor.id)!;
    const made = {
      at: readEvent.time.toISOString(),
      by: { id: actor.id, email, role: actor.role },
      eventId: readEvent.id,
      format: 'bundle' as const,
    };
    for await (const sheet of this.sheets.makeMany(sheetsOf(report), made)) yield `${JSON.stringify(sheet)}\n`;
  }

  /** That the log has the hashes of `report.json` and `review.json`: the events that say so, each with its proof. */
  private async proofsOf({ head }: ReviewFile): Promise<SheetFile[]> {
    const files: SheetFile[] = [];
    for (const type of ['review.opened', 'review.signed'] as const) {
      const event = await this.reader.latestAbout(`review/${head.id}`, type);
      const found = event && (await this.proofs.find(event.id));
      const proof = found && (await this.proofs.proofOf(found));
      if (!found || !proof) continue;
      files.push({ name: `${type}.event.json`, bytes: found.payload });
      files.push({ name: `${type}.proof`, bytes: Buffer.from(formatProof({ ...proof, extra: found.payload })) });
    }
    return files;
  }
}

/** The ends of all operations, or of those that were to be judged. */
function sheetsOf({ population, sample, exceptions }: PeriodReport): string[] {
  const chosen = new Set([...sample.items, ...exceptions.map(({ item }) => item)]);
  const isOfAll = population.length <= SHEETS_OF_ALL_MAX;
  return population.filter(({ id }) => isOfAll || chosen.has(id)).map(({ eventId }) => eventId);
}

/** All that the report rests on lies between a day before the period, for what staff did, and a day behind it, for ends and digests. */
function filterOf({ scope }: PeriodReport) {
  const until = Date.parse(scope.until) + DAY_MS;
  return readAuditFilter({
    type: [...REPORTED_TYPES],
    from: new Date(Date.parse(scope.from) - STAFF_NEAR_MS).toISOString(),
    ...(until < now().getTime() && { until: new Date(until).toISOString() }),
    ...(scope.businessId !== null && { business: scope.businessId }),
  });
}
