import { CERTIFICATE_FORMAT } from '../../review/certificate-format.js';
import type { DestructionCertificate } from '../../review/destruction-certificate.js';
import type { Locale } from '../../ui/page-context.js';
import type { PrintedPage, PrintedRow } from '../../ui/print/printed-page.js';
import { panelTextsFor } from '../texts/texts.js';
import type { PanelTexts } from '../texts/texts.js';
import type { SheetView } from './evidence-views.js';
import { code, plain, row, sheetInWords, utc, Words } from './sheet-in-words.js';

type AnySheet = SheetView['sheet'];

const isCertificate = (sheet: AnySheet): sheet is DestructionCertificate => sheet.format === CERTIFICATE_FORMAT;

/** A sheet of either kind in words: the same for the screen and for paper. `banks`: names by code. */
export function anySheetInWords(sheet: AnySheet, locale: Locale, banks: Readonly<Record<string, string>>): PrintedPage {
  return isCertificate(sheet) ? certificateInWords(sheet, locale) : sheetInWords(sheet, locale, banks);
}

/** The event that a sheet is of; and of a switch whose snapshot was purged, the event of that. */
export function aboutOf(sheet: AnySheet): { readonly eventId: string; readonly purgedEventId: string | null } {
  if (isCertificate(sheet)) return { eventId: sheet.destroyed.eventId, purgedEventId: null };
  const fate = sheet.snapshot?.fate;
  return { eventId: sheet.what.eventId, purgedEventId: fate?.state === 'purged' ? fate.eventId : null };
}

/** A certificate of destruction in words, from what it says alone. */
export function certificateInWords(certificate: DestructionCertificate, locale: Locale): PrintedPage {
  const t = panelTextsFor(locale).evidence.certificate;
  const w = new Words(locale, certificate.business.timeZone, {});
  const { business, destroyed, made } = certificate;
  return {
    locale,
    title: t.title,
    lead: t.lead(business.name),
    sections: [
      { title: t.what, rows: whatRows(certificate, t, w) },
      { title: t.why, rows: whyRows(certificate, t) },
      { title: t.when, rows: whenRows(certificate, t, w) },
      { title: t.left, rows: leftRows(certificate, t, w) },
      { title: w.t.events, rows: [...w.events(certificate), ...w.signatures(certificate)] },
      { title: w.t.made, rows: w.made(certificate), note: t.note },
    ],
    signedBy: w.t.signedBy,
    foot: w.t.foot(destroyed.eventId, utc(made.at), made.by.email),
  };
}

type Texts = PanelTexts['evidence']['certificate'];

function whatRows({ snapshot, business }: DestructionCertificate, t: Texts, w: Words): PrintedRow[] {
  const { digestBefore, countsBefore, sealedAt, sealedBy } = snapshot;
  const kind = sealedBy?.kind;
  return [
    row(w.t.reference, code(snapshot.id)),
    row(w.t.business, plain(business.name), code(business.id)),
    row(t.sealed, sealedAt === null ? plain(t.notKnown) : code(utc(sealedAt))),
    row(
      t.sealedBy,
      plain(
        sealedBy && (kind === 'reset' || kind === 'restore')
          ? w.t.sealedByKinds[kind](utc(sealedBy.at))
          : w.t.sealedByUnknown,
      ),
      sealedBy !== null && code(w.t.eventId(sealedBy.eventId)),
    ),
    row(t.digestBefore, digestBefore === null ? { text: t.neverDigested, mark: 'open' } : code(digestBefore)),
    row(t.countsBefore, plain(countsBefore === null ? t.neverDigested : w.counted(countsBefore))),
  ];
}

function whyRows({ why, holds }: DestructionCertificate, t: Texts): PrintedRow[] {
  return [
    row(t.rule, plain(why.keptDays === null ? t.ruleUnknown : t.ruleText(why.keptDays))),
    row(t.keptUntil, why.keptUntil === null ? plain(t.notKnown) : code(utc(why.keptUntil))),
    row(
      t.holds,
      ...(holds.length === 0
        ? [plain(t.noHolds)]
        : holds.map(({ ticket, placedAt, liftedAt }) =>
            plain(t.hold(ticket ?? '–', utc(placedAt), liftedAt === null ? t.stands : utc(liftedAt))),
          )),
    ),
  ];
}

function whenRows({ destroyed }: DestructionCertificate, t: Texts, w: Words): PrintedRow[] {
  const { beganAt, endedAt, job, runId, rowsDeleted, asManyAsDigested } = destroyed;
  const rows = Object.values(rowsDeleted ?? {}).reduce((sum, count) => sum + count, 0);
  const tables = Object.keys(rowsDeleted ?? {}).length;
  return [
    row(t.began, beganAt === null ? plain(t.notKnown) : code(utc(beganAt))),
    row(t.ended, code(utc(endedAt)), plain(w.f.dateTimeToTheMillisecond(endedAt))),
    row(t.by, plain(t.job(job ?? '–')), code(t.run(runId))),
    row(
      t.deleted,
      ...(rowsDeleted === null
        ? [{ text: t.notCounted, mark: 'open' as const }]
        : [plain(t.total(w.f.number(rows), w.f.number(tables))), plain(w.counted(rowsDeleted))]),
      asManyAsDigested !== null && {
        text: asManyAsDigested ? t.asMany : t.notAsMany,
        mark: asManyAsDigested ? 'holds' : 'fails',
      },
    ),
  ];
}

function leftRows({ left }: DestructionCertificate, t: Texts, w: Words): PrintedRow[] {
  return [
    row(
      t.rows,
      left
        ? { text: left.rows === 0 ? t.none : w.f.number(left.rows), mark: left.rows === 0 ? 'holds' : 'fails' }
        : { text: t.notSeen, mark: 'open' },
    ),
    ...(left ? [row(t.howSeen, plain(t.asked(w.f.number(left.tablesAsked))), code(left.rule))] : []),
    row(t.stays, plain(t.tombstone)),
    row(t.outside, plain(t.backups)),
  ];
}
