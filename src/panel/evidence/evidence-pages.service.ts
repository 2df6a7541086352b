import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BankFeeds } from '../../banking/bank-feeds/bank-feeds.service.js';
import { SnapshotVerification, type ComparedSnapshot } from '../../books/snapshot-verification.service.js';
import { findBook, findSnapshot } from '../../books/snapshots.service.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { businessHead } from '../../people/businesses/business-head.js';
import type { Locale, StaffActor } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { isId } from '../../platform/kernel/ids.js';
import { idSchema } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { EvidenceSheets, type SheetFile } from '../../review/evidence-sheets.service.js';
import type { EvidenceSheet } from '../../review/evidence-sheet.js';
import { pdfOf } from '../../ui/print/pdf-page.js';
import { recordOpening } from '../business-opening.js';
import { localeOf, type PageContent } from '../panel-page.js';
import { z } from 'zod';
import type { ComparedRow, SheetView, SnapshotCompareView, VerifiedView } from './evidence-views.js';
import { sheetInWords } from './sheet-in-words.js';

const verifySchema = z.object({ id: idSchema });

/** The pages on which compliance compares a snapshot, and reads and takes along the sheet of a reset or a restore. */
@Injectable()
export class EvidencePages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sheets: EvidenceSheets,
    private readonly verification: SnapshotVerification,
    private readonly feeds: BankFeeds,
    private readonly audit: AuditLog,
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
    return { sheet: await this.sheets.make(actor, eventId, 'screen'), banks: this.banks(locale) };
  }

  /** The sheet as PDF/A. Throws NOT_FOUND. */
  async pdf(actor: StaffActor, eventId: string, locale: Locale): Promise<SheetFile> {
    return this.printed(await this.sheets.make(actor, eventId, 'pdf'), locale);
  }

  /** A zip of it at `path`, with all that verifies it. Throws NOT_FOUND, INVALID_STATE. */
  bundle(actor: StaffActor, eventId: string, locale: Locale, path: string): Promise<void> {
    return this.sheets.bundle(actor, eventId, path, async (sheet) => [await this.printed(sheet, locale)]);
  }

  private async printed(sheet: EvidenceSheet, locale: Locale): Promise<SheetFile> {
    const page = sheetInWords(sheet, locale, this.banks(locale));
    return { name: 'sheet.pdf', bytes: await pdfOf(page, new Date(sheet.made.at)) };
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
    await recordOpening(this.audit, actor, book.businessId, 'snapshots');
    return {
      business: { id: book.businessId, name },
      snapshot: {
        id: id!,
        ...(snapshot && {
          cause: snapshot.cause,
          sealedAt: snapshot.sealedAt.toISOString(),
          expiresAt: snapshot.expiresAt.toISOString(),
        }),
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
