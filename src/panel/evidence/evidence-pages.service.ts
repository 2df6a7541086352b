import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BankFeeds } from '../../banking/bank-feeds/bank-feeds.service.js';
import { SnapshotVerification, type ComparedSnapshot } from '../../books/snapshot-verification.service.js';
import { findBook, findSnapshot } from '../../books/snapshots.service.js';

import { AuditReader } from '../../log/events/audit-reader.service.js';
import { businessHead } from '../../people/businesses/business-head.js';
import type { Locale, StaffActor } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { isId } from '../../platform/kernel/ids.js';
import { idSchema } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { CERTIFICATE_FORMAT } from '../../review/certificate-format.js';
import { DestructionCertificates } from '../../review/destruction-certificates.service.js';
import { EvidenceSheets } from '../../review/evidence-sheets.service.js';
import type { SheetFile } from '../../review/sheet-bundle.js';
import { pdfOf } from '../../ui/print/pdf-page.js';
import { BusinessOpenings } from '../business-opening.js';
import { localeOf, type PageContent } from '../panel-page.js';
import { z } from 'zod';
import type { ComparedRow, SheetView, SnapshotCompareView, VerifiedView } from './evidence-views.js';
import { anySheetInWords } from './certificate-in-words.js';

const verifySchema = z.object({ id: idSchema });

/** The pages on which compliance compares a snapshot, and reads and takes along the sheet of a reset or a restore. */
@Injectable()
export class EvidencePages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sheets: EvidenceSheets,
    private readonly certificates: DestructionCertificates,
    private readonly reader: AuditReader,
    private readonly verification: SnapshotVerification,
    private readonly feeds: BankFeeds,
    private readonly openings: BusinessOpenings,
  ) {}

  pages() {
    return {
      evidence: { read: (actor, query) => this.sheet(actor, query.event ?? '', localeOf(query)) },
      snapshot: {
        read: (actor, { id }) => this.snapshot(actor, id),
        commands: { verify: { may: 'verify', on: 'Snapshot', run: (actor, given) => this.verify(actor, given) } },
      },
    } as const satisfies Record<string, PageContent>;
  }

  private async sheet(actor: StaffActor, eventId: string, locale: Locale): Promise<SheetView> {
    const sheets = await this.sheetsOf(eventId);
    return { sheet: await sheets.make(actor, eventId, 'screen'), banks: this.banks(locale) };
  }

  /** The sheet as PDF/A. Throws NOT_FOUND. */
  async pdf(actor: StaffActor, eventId: string, locale: Locale): Promise<SheetFile> {
    const sheets = await this.sheetsOf(eventId);
    return this.printed(await sheets.make(actor, eventId, 'pdf'), locale);
  }

  /** A zip of it at `path`, with all that verifies it. Throws NOT_FOUND, INVALID_STATE. */
  async bundle(actor: StaffActor, eventId: string, locale: Locale, path: string): Promise<void> {
    const sheets = await this.sheetsOf(eventId);
    return sheets.bundle(actor, eventId, path, async (sheet) => [await this.printed(sheet, locale)]);
  }

  /** Of the end of a snapshot there is a certificate, of a reset or a restore a sheet. */
  private async sheetsOf(eventId: string): Promise<DestructionCertificates | EvidenceSheets> {
    return (await this.certificates.isOf(eventId)) ? this.certificates : this.sheets;
  }

  private async printed(sheet: SheetView['sheet'], locale: Locale): Promise<SheetFile> {
    const page = anySheetInWords(sheet, locale, this.banks(locale));
    const name = sheet.format === CERTIFICATE_FORMAT ? 'certificate.pdf' : 'sheet.pdf';
    return { name, bytes: await pdfOf(page, new Date(sheet.made.at)) };
  }

  private banks(locale: Locale): Record<string, string> {
    return Object.fromEntries(this.feeds.institutionNames(locale));
  }

  /** Throws NOT_FOUND. Its being looked at is recorded, as that of any part of a business. */
  private async snapshot(actor: StaffActor, id: string | undefined): Promise<SnapshotCompareView> {
    const { manager } = this.dataSource;
    const book = isId(id) ? await findBook(manager, id) : undefined;
    const compared = book && (await this.verification.onRecord(manager, book.businessId, id!));
    if (!book || !compared) throw notFound('snapshot');
    const { name } = await businessHead(manager, book.businessId);
    const snapshot = await findSnapshot(manager, book.businessId, id!);
    const purged = await this.reader.thatNames(manager, book.businessId, 'snapshot.purged', id!);
    await this.openings.record(actor, book.businessId, 'snapshots');
    return {
      business: { id: book.businessId, name },
      snapshot: {
        id: id!,
        ...(snapshot && {
          cause: snapshot.cause,
          sealedAt: snapshot.sealedAt.toISOString(),
          expiresAt: snapshot.expiresAt.toISOString(),
        }),
        ...(purged && { purgedEventId: purged.id }),
      },
      onRecord: comparedRow(compared),
    };
  }

  private async verify(actor: StaffActor, given: unknown): Promise<VerifiedView> {
    const { id } = parsed(verifySchema, given);
    const book = await findBook(this.dataSource.manager, id);
    if (!book) throw notFound('snapshot');
    const verified = await this.verification.verify(actor, [actor.role], book.businessId, id);
    return { ...comparedRow(verified), hasContent: verified.hasContent, auditEventId: verified.event.id };
  }
}

export const comparedRow = ({ verdict, faults, digest, digestEventId }: ComparedSnapshot): ComparedRow => ({
  verdict,
  faults,
  digest,
  digestEventId,
});
