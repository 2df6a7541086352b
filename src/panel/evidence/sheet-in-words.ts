import { SNAPSHOT_VERDICTS, type SnapshotFault, type SnapshotVerdict } from '../../books/snapshot-comparison.js';
import type { EvidenceSheet, SheetFeed, SheetGivenBack, SheetSnapshot } from '../../review/evidence-sheet.js';
import { formatsFor } from '../../ui/format.js';
import type { Locale } from '../../ui/page-context.js';
import type { PrintedLine, PrintedPage, PrintedRow, PrintedSection } from '../../ui/print/printed-page.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { textsFor } from '../../ui/texts/texts.js';
import { panelTextsFor } from '../texts/texts.js';

/** A sheet of evidence in words, from what it says alone: the same for the screen and for paper. `banks`: names by code. */
export function sheetInWords(
  sheet: EvidenceSheet,
  locale: Locale,
  banks: Readonly<Record<string, string>>,
): PrintedPage {
  const { what, business, made } = sheet;
  const w = new Words(locale, business.timeZone, banks);
  return {
    locale,
    title: w.t.title,
    lead: w.kinds.leads[what.kind][what.outcome](business.name),
    sections: [
      { title: w.t.what, rows: w.what(sheet) },
      { title: w.t.who, rows: w.who(sheet) },
      { title: w.t.when, rows: w.when(sheet) },
      w.preconditions(sheet),
      sheet.snapshot
        ? { title: w.t.snapshot, rows: w.snapshot(sheet.snapshot) }
        : { title: w.t.snapshot, rows: [], note: w.t.noSnapshot },
      ...(sheet.givenBack ? [{ title: w.t.givenBack, rows: w.givenBack(sheet.givenBack) }] : []),
      w.refused(sheet),
      { title: w.t.events, rows: [...w.events(sheet), ...w.signatures(sheet)] },
      { title: w.t.made, rows: w.made(sheet), note: w.t.madeNote },
    ],
    signedBy: w.t.signedBy,
    foot: w.t.foot(what.eventId, utc(made.at), made.by.email),
  };
}

/** As it was signed, but for what makes it readable. */
export const utc = (iso: string) => iso.replace('T', ' ').replace('Z', ' UTC');
export const code = (text: string): PrintedLine => ({ text, look: 'code' });
export const plain = (text: string): PrintedLine => ({ text });
export const row = (label: string, ...lines: (PrintedLine | false | undefined)[]): PrintedRow => ({
  label,
  lines: lines.filter((line) => line !== false && line !== undefined),
});
const verdictIn = (text: string | null) => SNAPSHOT_VERDICTS.find((known) => known === text);

const MARK_OF = { same: 'holds', differs: 'fails', 'not-digested': 'open', 'not-comparable': 'open' } as const;

/** The words that all sheets share. */
export class Words {
  readonly t;
  readonly kinds;
  private readonly texts;
  private readonly panel;
  readonly f;

  constructor(
    locale: Locale,
    timeZone: string,
    private readonly banks: Readonly<Record<string, string>>,
  ) {
    this.panel = panelTextsFor(locale);
    this.t = this.panel.evidence.sheet;
    this.kinds = this.panel.evidence.sheetKinds;
    this.texts = textsFor(locale);
    this.f = formatsFor({ locale, timeZone });
  }

  what({ what, business }: EvidenceSheet): PrintedRow[] {
    const { reason } = what;
    const mark = { success: 'holds', denied: 'fails', failed: 'fails', pending: 'open' } as const;
    return [
      row(this.t.whatWas, { text: this.kinds.outcomes[what.kind][what.outcome], mark: mark[what.outcome] }),
      ...(reason === undefined ? [] : [row(this.t.reason, plain(this.refusal(reason)), code(reason))]),
      row(this.t.business, plain(business.name), code(business.id)),
      ...(what.operationId === null ? [] : [row(this.t.operation, code(what.operationId))]),
    ];
  }

  who({ who }: EvidenceSheet): PrintedRow[] {
    const { originalOwner: owner } = who;
    const roles = who.roles.map((role) => lookUp(this.panel.roles, role) ?? lookUp(this.texts.roles, role) ?? role);
    return [
      row(
        this.t.by,
        { text: who.email ?? this.t.unknownPerson },
        {
          text: who.isOriginalOwner ? this.t.isOwner : this.t.isNotOwner,
          mark: who.isOriginalOwner ? 'holds' : 'fails',
        },
        who.id !== null && code(who.id),
      ),
      ...(roles.length > 0 ? [row(this.t.roles, plain(roles.join(', ')))] : []),
      ...(who.rule === null ? [] : [row(this.t.rule, code(who.rule))]),
      row(this.t.owner, plain(this.t.ownerSince(utc(owner.since))), !who.isOriginalOwner && code(owner.id)),
      row(this.t.signUpEmail, plain(owner.signUpEmail)),
    ];
  }

  when({ when, business }: EvidenceSheet): PrintedRow[] {
    return [
      row(this.t.at, code(utc(when.at))),
      row(this.t.local, plain(`${this.f.dateTimeToTheMillisecond(when.at)} (${business.timeZone})`)),
      ...(when.askedAt === null || when.askedAt === when.at ? [] : [row(this.t.askedAt, code(utc(when.askedAt)))]),
    ];
  }

  preconditions({ preconditions, feeds }: EvidenceSheet): PrintedSection {
    const title = this.t.preconditions;
    if (preconditions.length === 0) return { title, rows: [], note: this.t.noPreconditions };
    const checks = this.panel.explorer.event.checks;
    const rows = preconditions.map(({ name, held, readAt }) =>
      row(lookUp(checks, name) ?? name, {
        text: held ? this.t.held(utc(readAt)) : this.t.notHeld(utc(readAt)),
        mark: held ? 'holds' : 'fails',
      }),
    );
    const hasReadFeeds = preconditions.some(({ name }) => name === 'bank-feeds-disconnected');
    if (feeds.length === 0) return { title, rows, ...(hasReadFeeds && { note: this.t.noFeeds }) };
    return { title, rows: [...rows, ...feeds.map((feed) => this.feed(feed))] };
  }

  /** The event of its disconnection stands among the events, at the same time. */
  private feed({ institution, account, state, since }: SheetFeed): PrintedRow {
    const bank = lookUp(this.banks, institution) ?? institution;
    const named = account === null ? bank : `${bank}, ${account}`;
    return row(this.t.feedLine(named), plain(this.t.feedStates[state](utc(since))));
  }

  snapshot({ fate, ...snapshot }: SheetSnapshot): PrintedRow[] {
    const { comparison, readAgain } = snapshot;
    const became = this.t.fates[fate.state](
      fate.keptUntil === null ? '–' : utc(fate.keptUntil),
      fate.at === null ? '–' : utc(fate.at),
    );
    return [
      ...this.content(snapshot),
      ...(comparison === null
        ? []
        : [
            row(
              this.t.comparison,
              { text: this.t.verdicts[comparison.verdict], mark: MARK_OF[comparison.verdict] },
              ...comparison.faults.map((fault) => plain(this.fault(fault))),
            ),
          ]),
      row(this.t.readAgain, this.readAgain(readAgain)),
      row(
        this.t.fate,
        plain(became),
        fate.holdsInForce > 0 && plain(this.t.holdsInForce(fate.holdsInForce)),
        fate.eventId !== null && code(this.t.eventId(fate.eventId)),
      ),
      ...(fate.state === 'restored' ? [this.comparedBefore(fate.comparedBefore)] : []),
    ];
  }

  private content({ id, digest, counts }: Pick<SheetGivenBack, 'id' | 'digest' | 'counts'>): PrintedRow[] {
    return [
      row(this.t.reference, code(id)),
      row(this.t.digest, digest === null ? { text: this.t.notDigested, mark: 'open' } : code(digest)),
      row(this.t.counts, plain(counts === null ? this.t.countsUnknown : this.counted(counts))),
    ];
  }

  /** What there is of each kind; `0` where there is nothing. */
  counted(counts: Readonly<Record<string, number>>): string {
    const kinds = Object.entries(counts).filter(([, count]) => count > 0);
    return kinds.map(([kind, count]) => `${this.kind(kind)} ${this.f.number(count)}`).join(' · ') || '0';
  }

  kind(name: string): string {
    return lookUp(this.texts.counts, name) ?? name;
  }

  private readAgain(readAgain: SheetSnapshot['readAgain']): PrintedLine {
    const verdict = verdictIn(readAgain?.verdict ?? null);
    if (!readAgain || !verdict) return { text: this.t.neverReadAgain, mark: 'open' };
    return { text: this.t.readAgainAt[verdict](utc(readAgain.at)), mark: MARK_OF[verdict] };
  }

  private comparedBefore(compared: string | null): PrintedRow {
    const verdict: SnapshotVerdict | undefined = verdictIn(compared);
    return row(
      this.t.comparedBefore,
      verdict
        ? { text: this.t.comparedBeforeIs[verdict], mark: MARK_OF[verdict] }
        : { text: this.t.notCompared, mark: 'open' },
    );
  }

  private fault(fault: SnapshotFault): string {
    return this.panel.evidence.compare.faults[fault];
  }

  givenBack(given: SheetGivenBack): PrintedRow[] {
    const { sealedBy, comparedBefore } = given;
    const kind = sealedBy?.kind;
    return [
      ...this.content(given),
      this.comparedBefore(comparedBefore),
      row(
        this.t.sealedBy,
        plain(
          sealedBy && (kind === 'reset' || kind === 'restore')
            ? this.t.sealedByKinds[kind](utc(sealedBy.at))
            : this.t.sealedByUnknown,
        ),
        sealedBy !== null && code(this.t.eventId(sealedBy.eventId)),
      ),
    ];
  }

  refused({ refusedBefore }: EvidenceSheet): PrintedSection {
    const title = this.t.refused;
    if (refusedBefore.length === 0) return { title, rows: [], note: this.t.noneRefused };
    return {
      title,
      // Their ids stand among the events.
      rows: refusedBefore.map(({ type, at, reason }) =>
        row(this.event(type), plain([utc(at), ...(reason === null ? [] : [this.refusal(reason)])].join(' · '))),
      ),
    };
  }

  events({ events }: Pick<EvidenceSheet, 'events'>): PrintedRow[] {
    return events.map(({ id, type, at, leafIndex }) =>
      row(
        this.event(type),
        code(`${utc(at)} · ${leafIndex === null ? this.t.waits : this.t.leaf(this.f.number(leafIndex))} · ${id}`),
      ),
    );
  }

  signatures({ log }: Pick<EvidenceSheet, 'log'>): PrintedRow[] {
    if (!log) return [row(this.t.place, { text: this.t.unsigned, mark: 'open' })];
    const by = (who: 'log' | 'witness') => log.signatures.filter((signature) => signature.by === who);
    const witnesses = by('witness');
    return [
      row(this.t.place, plain(this.t.placeOf(this.f.number(log.leafIndex), this.f.number(log.size), log.origin))),
      row(this.t.root, code(log.root)),
      ...by('log').map(({ signature }) => row(this.t.signature, code(signature))),
      ...witnesses.map(({ name, at, signature }) =>
        row(
          this.t.cosignature,
          plain(at === undefined ? name : `${name}, ${this.t.cosignedAt(utc(at))}`),
          code(signature),
        ),
      ),
      ...(witnesses.length === 0 ? [row(this.t.cosignature, { text: this.t.noWitness, mark: 'open' })] : []),
    ];
  }

  made({ made }: Pick<EvidenceSheet, 'made'>): PrintedRow[] {
    const role = lookUp(this.panel.roles, made.by.role) ?? made.by.role;
    return [
      row(this.t.madeBy, plain(`${made.by.email} (${role})`)),
      row(this.t.madeAt, code(utc(made.at))),
      row(this.t.madeEvent, code(made.eventId)),
    ];
  }

  private event(type: string): string {
    return lookUp({ ...this.texts.history.events, ...this.panel.explorer.events }, type) ?? type;
  }

  private refusal(reason: string): string {
    return lookUp(this.texts.history.refusals, reason) ?? reason;
  }
}
