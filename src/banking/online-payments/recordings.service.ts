import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountsOf, linesInView } from '../../accounting/entry-writing.js';
import type { JournalEntryView } from '../../accounting/journal.service.js';
import { forgetRecord, insertRecord } from '../../accounting/payments.service.js';
import { reverseEntry, type ReversedEntry } from '../../accounting/reversals.js';
import { writeToBook } from '../../books/fence.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { bytesToId, isId } from '../../platform/kernel/ids.js';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import type { RecordingRequest, SettingAside } from './online-payments.schemas.js';
import {
  dealtWithIn,
  lockPayment,
  lockWaiting,
  recordingOf,
  recordInto,
  type RecordedPaymentView,
} from './recordings.js';

/** The entry that recording would post; it has no number yet. */
export type RecordingPreview = Pick<JournalEntryView, 'journal' | 'date' | 'label' | 'lines'> & {
  readonly invoiceId: string | null;
};

/**
 * What a person decides of a payment that waits: record it, or set it aside because the books hold it already; and take either
 * back. Each goes through the fence and locks the payment, and is an event in the transaction that does it.
 */
@Injectable()
export class PaymentRecordings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** What `record` would post. Throws as it does. */
  preview({ businessId }: MembershipFacts, paymentId: string, ask: RecordingRequest): Promise<RecordingPreview> {
    assertId(paymentId);
    return writeToBook(this.dataSource, businessId, async (into) => {
      const { invoiceId, entry } = await recordingOf(into, await lockWaiting(into, paymentId), ask);
      const { journal, date, label, lines } = entry;
      const accounts = await accountsOf(into, new Set(lines.map(({ account }) => account)));
      return {
        invoiceId,
        journal,
        date,
        label,
        lines: linesInView(lines, label, (number) => accounts.get(number)!.name),
      };
    });
  }

  /**
   * Records a payment in the open book, against an invoice or as other income, with its entry. Throws NOT_FOUND for a payment
   * that is not this business's, ALREADY_EXISTS for one that is recorded, INVALID_STATE for one that is set aside, VALIDATION
   * for an invoice or account that is not in the open book.
   */
  record(
    actor: UserActor,
    membership: MembershipFacts,
    paymentId: string,
    ask: RecordingRequest,
  ): Promise<RecordedPaymentView> {
    assertId(paymentId);
    const recorder = { actor, roles: rolesOf(actor, membership) };
    return writeToBook(this.dataSource, membership.businessId, async (into) =>
      recordInto(into, this.audit, recorder, await lockWaiting(into, paymentId), ask),
    );
  }

  /** Reverses the entry of a recorded payment, which waits again. Throws NOT_FOUND, INVALID_STATE for one that is not recorded. */
  undo(actor: UserActor, membership: MembershipFacts, paymentId: string): Promise<{ reversal: ReversedEntry }> {
    assertId(paymentId);
    return writeToBook(this.dataSource, membership.businessId, async (into) => {
      const { payment, record } = await lockPayment(into, paymentId);
      const { reference } = payment;
      if (!record?.entryId)
        throw new AppError('INVALID_STATE', `The payment ${reference} is not recorded.`, { reference });
      const reversal = await reverseEntry(into, record.entryId);
      await forgetRecord(into, paymentId);
      await dealtWithIn(into, payment, null);
      await this.audit.append(into.tx, {
        type: 'payment.recording-undone',
        subjectId: into.businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: {
          payment_id: paymentId,
          reference,
          book_id: into.bookId,
          entry_id: record.entryId,
          reversal_id: reversal.id,
        },
      });
      return { reversal };
    });
  }

  /** Says that the open book holds a payment already, such as in its opening balances. Throws as `record`. */
  setAside(
    actor: UserActor,
    membership: MembershipFacts,
    paymentId: string,
    { reason }: SettingAside,
  ): Promise<{ paymentId: string; reference: string; reason: string }> {
    assertId(paymentId);
    return writeToBook(this.dataSource, membership.businessId, async (into) => {
      const payment = await lockWaiting(into, paymentId);
      const { reference, amount } = payment;
      await insertRecord(into, { paymentId, amount, reason });
      await dealtWithIn(into, payment, into.book);
      await this.audit.append(into.tx, {
        type: 'payment.set-aside',
        subjectId: into.businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { payment_id: bytesToId(payment.id), reference, book_id: into.bookId },
        personal: { reason_given: reason },
      });
      return { paymentId, reference, reason };
    });
  }

  /** It waits again. Throws NOT_FOUND, INVALID_STATE for one that is not set aside. */
  undoSetAside(actor: UserActor, membership: MembershipFacts, paymentId: string): Promise<void> {
    assertId(paymentId);
    return writeToBook(this.dataSource, membership.businessId, async (into) => {
      const { payment, record } = await lockPayment(into, paymentId);
      const { reference } = payment;
      if (!record || record.reason === null) {
        throw new AppError('INVALID_STATE', `The payment ${reference} is not set aside.`, { reference });
      }
      await forgetRecord(into, paymentId);
      await dealtWithIn(into, payment, null);
      await this.audit.append(into.tx, {
        type: 'payment.set-aside-undone',
        subjectId: into.businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { payment_id: paymentId, reference, book_id: into.bookId },
      });
    });
  }
}

function assertId(paymentId: string): void {
  if (!isId(paymentId)) throw notFound('payment');
}
