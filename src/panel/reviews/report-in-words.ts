import { ACTIONS } from '../../review/reviews/operation.js';
import type { PeriodReport, ReportException } from '../../review/reviews/period-report.js';
import { formatsFor } from '../../ui/format.js';
import type { Locale } from '../../ui/page-context.js';
import type { PrintedLine, PrintedPage, PrintedRow, PrintedSection } from '../../ui/print/printed-page.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { textsFor } from '../../ui/texts/texts.js';
import { panelTextsFor } from '../texts/texts.js';
import type { ItemView, ReviewView } from './review-views.js';

/** What of a review is put into words: as the API answers it, or from the file itself. */
export type WordedReport = Pick<PeriodReport, 'made' | 'totals' | 'completeness' | 'sample'> & {
  readonly review: Pick<
    ReviewView['review'],
    | 'id'
    | 'from'
    | 'until'
    | 'business'
    | 'action'
    | 'openedEventId'
    | 'state'
    | 'reviewer'
    | 'submittedAt'
    | 'conclusion'
    | 'decidedBy'
    | 'decidedAt'
    | 'decisionNote'
  >;
  readonly reportSha256: string;
  readonly contentSha256: string | null;
  readonly names: Readonly<Record<string, string>>;
};

/** What a page on paper has beside: each exception and each item of the sample, with what was noted. */
interface Listed {
  readonly exceptions: readonly ReportException[];
  readonly operations: PeriodReport['population'];
  readonly items: Readonly<Record<string, ItemView>>;
}

const EXCEPTIONS_PRINTED = 500;

/** A review on paper; the screen shows some of its sections in the same words. */
export function reviewInWords(worded: WordedReport, listed: Listed, locale: Locale): PrintedPage {
  const w = new ReportWords(worded, locale);
  const { review, made } = worded;
  return {
    locale,
    title: w.t.title,
    lead: w.t.lead(utc(review.from), utc(review.until)),
    sections: [
      w.review(),
      w.exceptions(listed),
      w.totals(),
      w.completeness(),
      w.sample(listed),
      { ...w.made(), note: `${w.t.belongs} ${w.t.populationIn} ${w.t.seeYourselfText}` },
    ],
    signedBy: w.t.signedBy,
    foot: w.t.foot(review.id, utc(made.at)),
  };
}

export const utc = (iso: string) => iso.replace('T', ' ').replace('Z', ' UTC');
const code = (text: string): PrintedLine => ({ text, look: 'code' });
const plain = (text: string): PrintedLine => ({ text });
const holds = (text: string): PrintedLine => ({ text, mark: 'holds' });
const fails = (text: string): PrintedLine => ({ text, mark: 'fails' });
const row = (label: string, ...lines: (PrintedLine | false)[]): PrintedRow => ({
  label,
  lines: lines.filter((line) => line !== false),
});

export class ReportWords {
  readonly t;
  private readonly panel;
  private readonly texts;
  private readonly f;

  constructor(
    private readonly of: WordedReport,
    locale: Locale,
  ) {
    this.panel = panelTextsFor(locale);
    this.t = this.panel.reviews.report;
    this.texts = textsFor(locale);
    this.f = formatsFor({ locale, timeZone: 'UTC' });
  }

  review(): PrintedSection {
    const { review, contentSha256 } = this.of;
    const { list, one } = this.panel.reviews;
    const scope = review.business === null ? list.all : (review.business.name ?? review.business.id);
    return {
      title: one.title,
      rows: [
        row(list.period, code(`${utc(review.from)} – ${utc(review.until)}`)),
        row(list.scope, plain(scope), review.action !== null && plain(list.actions[review.action])),
        row(list.reviewer, plain(review.reviewer)),
        row(list.state, plain(list.states[review.state])),
        ...(review.conclusion === null ? [] : [row(one.conclusion, plain(review.conclusion))]),
        ...(review.decidedAt === null || review.decidedBy === null
          ? []
          : [
              row(
                review.state === 'signed' ? list.states.signed : list.states.returned,
                plain(`${review.decidedBy}, ${utc(review.decidedAt)}`),
                review.decisionNote !== null && plain(review.decisionNote),
              ),
            ]),
        ...(contentSha256 === null ? [] : [row(one.contentHash, code(contentSha256))]),
      ],
    };
  }

  exceptions({ exceptions, operations, items }: Listed): PrintedSection {
    if (exceptions.length === 0) return { title: this.t.exceptions, rows: [], note: this.t.noExceptions };
    const byId = new Map(operations.map((operation) => [operation.id, operation]));
    const left = exceptions.length - EXCEPTIONS_PRINTED;
    return {
      title: this.t.exceptions,
      rows: exceptions.slice(0, EXCEPTIONS_PRINTED).map(({ kind, item, businessId, at, because }) => {
        const operation = byId.get(item);
        const what = operation ? this.t.action[operation.action] : this.t.purge;
        return row(
          this.t.kinds[kind],
          fails(`${what}, ${utc(at)}, ${this.name(businessId)}`),
          code(`${item} · ${because.join(' ')}`),
          this.judged(items[item]),
        );
      }),
      ...(left > 0 && { note: this.t.more(left) }),
    };
  }

  totals(): PrintedSection {
    const { totals } = this.of;
    const counts = ACTIONS.map((action) => {
      const of = totals.outcomes[action];
      const parts = (['success', 'denied', 'failed', 'pending'] as const).map(
        (outcome) => `${this.t.outcomes[outcome]} ${this.f.number(of[outcome])}`,
      );
      return row(this.t.actions[action], plain(parts.join(' · ')));
    });
    return {
      title: this.t.totals,
      rows: [
        row(this.t.total, plain(`${this.f.number(totals.operations)} · ${this.t.businesses(totals.businesses)}`)),
        ...counts,
        row(
          this.t.refusals,
          ...(totals.refusals.length === 0
            ? [plain(this.t.noRefusals)]
            : totals.refusals.map(({ action, reason, count }) =>
                plain(`${this.f.number(count)} × ${this.t.action[action]}: ${this.reason(reason)} (${reason})`),
              )),
        ),
      ],
    };
  }

  completeness(): PrintedSection {
    const { leaves, unsigned, ends, gaps } = this.of.completeness;
    const n = (value: number) => this.f.number(value);
    const { before, after } = leaves;
    return {
      title: this.t.completeness,
      rows: [
        row(
          this.t.leaves,
          leaves.found === leaves.expected
            ? holds(this.t.leavesHold(n(leaves.found), n(before?.size ?? 0), n(after.size)))
            : fails(this.t.leavesFail(n(leaves.found), n(leaves.expected))),
          before === null ? plain(this.t.begin) : plain(this.t.signedAt(n(before.size), utc(before.signedAt))),
          before !== null && code(before.root),
          plain(`${this.t.signedAt(n(after.size), utc(after.signedAt))}, ${this.witnesses(after.witnesses)}`),
          code(after.root),
        ),
        row(
          this.t.roots,
          leaves.isRootBeforeRight && leaves.isRootAfterRight ? holds(this.t.rootsHold) : fails(this.t.rootsFail),
        ),
        row(
          this.t.unsigned,
          unsigned.length === 0 ? holds(this.t.unsignedHold) : fails(this.t.unsignedFail(unsigned.length)),
        ),
        row(
          this.t.ends,
          ends.without.length === 0 ? holds(this.t.endsHold(ends.asked)) : fails(this.t.endsFail(ends.without.length)),
          ...ends.without.map(code),
        ),
        row(
          this.t.gaps,
          ...(gaps.length === 0
            ? [holds(this.t.gapsHold)]
            : gaps.map(({ businessId, first, last }) => fails(this.t.gap(this.name(businessId), n(first), n(last))))),
        ),
      ],
      note: this.of.completeness.holds ? this.t.complete : this.t.incomplete,
    };
  }

  sample({ operations, items }: Listed): PrintedSection {
    const { sample, totals } = this.of;
    const byId = new Map(operations.map((operation) => [operation.id, operation]));
    return {
      title: this.t.sample,
      rows: [
        ...this.draw().rows,
        ...sample.items.flatMap((id) => {
          const operation = byId.get(id);
          if (!operation) return [];
          const { action, at, businessId, outcome, reason } = operation;
          return [
            row(
              `${this.t.action[action]} · ${this.panel.explorer.outcomes[outcome]}`,
              plain([utc(at), this.name(businessId), ...(reason === null ? [] : [this.reason(reason)])].join(' · ')),
              code(id),
              this.judged(items[id]),
            ),
          ];
        }),
      ],
      ...(totals.operations === 0 && { note: this.t.noSample }),
    };
  }

  /** How the sample was drawn. */
  draw(): PrintedSection {
    const { sample, totals } = this.of;
    return {
      title: this.t.sample,
      rows: [
        row(
          this.t.seed,
          code(sample.seed),
          plain(this.t.sampleOf(sample.items.length, this.f.number(totals.operations))),
          { text: this.t.algorithm, look: 'quiet' },
        ),
      ],
    };
  }

  made(): PrintedSection {
    const { made, review, reportSha256 } = this.of;
    const { system, query } = made;
    const role = lookUp(this.panel.roles, made.by.role) ?? made.by.role;
    return {
      title: this.t.made,
      rows: [
        row(this.t.madeBy, plain(`${this.name(made.by.id)} (${role})`), code(made.by.id)),
        row(this.t.madeAt, code(utc(made.at))),
        row(
          this.t.query,
          plain(this.t.queryText(query.types.join(', '))),
          code(
            `${query.from} ≤ time < ${query.until}${query.business === undefined ? '' : ` · business/${query.business}`}`,
          ),
        ),
        row(this.t.system, plain(this.t.systemText(system.version, system.log, system.address))),
        row(this.t.event, code(review.openedEventId)),
        row(this.t.reportHash, code(reportSha256)),
      ],
    };
  }

  private judged(item: ItemView | undefined): PrintedLine {
    if (!item) return { text: this.t.notJudged, mark: 'open' };
    const { one } = this.panel.reviews;
    const text = [one.verdicts[item.verdict], item.note, item.by].filter((part) => part !== '').join(' · ');
    return { text, mark: item.verdict === 'ok' ? 'holds' : item.verdict === 'exception' ? 'fails' : 'open' };
  }

  private name(id: string): string {
    return this.of.names[id] ?? id;
  }

  private reason(reason: string): string {
    return lookUp(this.texts.history.refusals, reason) ?? reason;
  }

  private witnesses(names: readonly string[]): string {
    return names.length === 0 ? this.t.noWitness : this.t.witnesses(this.f.list([...names]));
  }
}
