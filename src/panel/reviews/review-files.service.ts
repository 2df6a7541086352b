import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { Locale, StaffActor } from '../../platform/kernel/actor.js';
import { csvStream } from '../../platform/kernel/csv.js';
import type { SheetFile } from '../../review/sheet-bundle.js';
import { ReviewBundles } from '../../review/reviews/review-bundles.service.js';
import { Reviews, type ReviewFile } from '../../review/reviews/reviews.service.js';
import { pdfOf } from '../../ui/print/pdf-page.js';
import { Names } from '../explorer/names.service.js';
import { POPULATION_COLUMNS, populationRows } from './population-csv.js';
import { reviewInWords } from './report-in-words.js';
import { idsOf, partsOf } from './review-parts.js';

/** A review as files to take along. Each is recorded as a reading of it. */
@Injectable()
export class ReviewFiles {
  constructor(
    private readonly reviews: Reviews,
    private readonly bundles: ReviewBundles,
    private readonly names: Names,
  ) {}

  /** Throws NOT_FOUND. */
  async pdf(actor: StaffActor, id: string, locale: Locale): Promise<SheetFile> {
    return this.printed(await this.reviews.read(actor, id, 'pdf'), actor, locale);
  }

  /** Throws NOT_FOUND. */
  async csv(actor: StaffActor, id: string): Promise<Readable> {
    return this.table(await this.reviews.read(actor, id, 'csv'));
  }

  /** A zip of it at `path`, with all that verifies it. Throws NOT_FOUND. */
  bundle(actor: StaffActor, id: string, locale: Locale, path: string): Promise<void> {
    return this.bundles.write(actor, id, path, async (file) => [
      await this.printed(file, actor, locale),
      { name: 'population.csv', bytes: await buffer(await this.table(file)) },
    ]);
  }

  private async table(file: ReviewFile): Promise<Readable> {
    return csvStream(POPULATION_COLUMNS, populationRows(file, await this.namesOf(file)));
  }

  private async printed(file: ReviewFile, actor: StaffActor, locale: Locale): Promise<SheetFile> {
    const { report } = file;
    const names = await this.namesOf(file);
    const parts = partsOf(file, actor, names);
    const listed = { exceptions: report.exceptions, operations: report.population, items: parts.items };
    const page = reviewInWords({ ...parts, names: Object.fromEntries(names) }, listed, locale);
    return { name: 'report.pdf', bytes: await pdfOf(page, new Date(report.made.at)) };
  }

  private namesOf({ head, report, items }: ReviewFile): Promise<ReadonlyMap<string, string>> {
    return this.names.of([
      ...idsOf(head),
      report.made.by.id,
      ...items.map(({ by }) => by),
      ...report.population.flatMap(({ businessId, actorId }) => [businessId, actorId ?? undefined]),
      ...report.exceptions.map(({ businessId }) => businessId),
      ...report.completeness.gaps.map(({ businessId }) => businessId),
    ]);
  }
}
