import type { SwitchKind } from '../../books/book.entity.js';
import type { SnapshotComparison } from '../../books/snapshot-comparison.js';
import type { DestructionCertificate } from '../../review/destruction-certificate.js';
import type { EvidenceSheet } from '../../review/evidence-sheet.js';

/** What the panel's API answers about evidence. Times are ISO 8601 UTC. */
export interface SheetView {
  readonly sheet: EvidenceSheet | DestructionCertificate;
  /** Names of banks by their codes, in the reader's language. */
  readonly banks: Readonly<Record<string, string>>;
}

/** A snapshot as its row and the log say it. */
export interface ComparedRow extends SnapshotComparison {
  readonly digest: string | null;
  readonly digestEventId: string | null;
}

export interface SnapshotCompareView {
  readonly business: { readonly id: string; readonly name: string };
  readonly snapshot: {
    readonly id: string;
    readonly cause?: SwitchKind;
    readonly sealedAt?: string;
    readonly expiresAt?: string;
    /** The event of its purge, of which there is a certificate. */
    readonly purgedEventId?: string;
  };
  readonly onRecord: ComparedRow;
}

/** What reading it again has found. */
export interface VerifiedView extends ComparedRow {
  readonly hasContent: boolean;
  /** The event that records it. */
  readonly auditEventId: string;
}
