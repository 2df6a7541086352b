import { DataTable } from '../../../ui/components/data-table.js';
import { formatsFor } from '../../../ui/format.js';
import type { RecordedAction } from '../../../log/recorded-commands.js';
import { ACTIONS } from '../../../review/reviews/operation.js';
import type { Totals as TotalsOf } from '../../../review/reviews/period-report.js';
import type { KindCount } from '../../reviews/review-views.js';
import { reasonWords } from '../explorer/event-words.js';
import { ctx, t } from '../locale.js';

const n = (value: number) => formatsFor(ctx).number(value);

interface TotalRow {
  readonly action: RecordedAction;
  readonly outcomes: TotalsOf['outcomes'][RecordedAction];
}

/** How many of what, and how they ended. */
export const Totals = ({ totals }: { totals: TotalsOf }) => {
  const texts = t.reviews.report;
  const rows = ACTIONS.map((action): TotalRow => ({
    action,
    outcomes: totals.outcomes[action],
  }));
  const sum = (of: TotalRow) => Object.values(of.outcomes).reduce((all, count) => all + count, 0);
  const outcomes = ['success', 'denied', 'failed', 'pending'] as const;
  const all = (outcome: (typeof outcomes)[number]) => rows.reduce((sum, row) => sum + row.outcomes[outcome], 0);
  return (
    <>
      <DataTable<TotalRow>
        captionHidden
        caption={texts.totals}
        rows={rows}
        rowKey={({ action }) => action}
        columns={[
          { key: 'action', header: texts.columns.what, names: true, cell: ({ action }) => texts.actions[action] },
          ...outcomes.map((outcome) => ({
            key: outcome,
            header: texts.outcomes[outcome],
            numeric: true,
            cell: (row: TotalRow) => n(row.outcomes[outcome]),
          })),
          { key: 'total', header: texts.total, numeric: true, cell: (row) => n(sum(row)) },
        ]}
        foot={{
          action: texts.businesses(totals.businesses),
          ...Object.fromEntries(outcomes.map((outcome) => [outcome, n(all(outcome))])),
          total: n(totals.operations),
        }}
      />
      <Refusals totals={totals} />
    </>
  );
};

const Refusals = ({ totals: { refusals } }: { totals: TotalsOf }) => {
  const texts = t.reviews.report;
  if (refusals.length === 0) return <p className="quiet">{texts.noRefusals}</p>;
  return (
    <details className="more-detail">
      <summary>{texts.refusals}</summary>
      <ul>
        {refusals.map(({ action, reason, count }) => (
          <li key={`${action} ${reason}`}>
            {n(count)} × {texts.action[action]}: {reasonWords(reason)} <code>{reason}</code>
          </li>
        ))}
      </ul>
    </details>
  );
};

/** What was looked for, and how often each was found: a zero is said too. */
export const Exceptions = ({ counts }: { counts: readonly KindCount[] }) => (
  <ul className="looked-for plain" aria-label={t.reviews.report.lookedFor}>
    {counts.map(({ kind, count }) => (
      <li key={kind} className={count > 0 ? 'is-found' : undefined}>
        <span className="looked-for-count">{n(count)}</span> {t.reviews.report.kinds[kind]}
      </li>
    ))}
  </ul>
);
