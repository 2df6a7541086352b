import { scaleBand, scaleLinear } from 'd3-scale';
import { DataTable } from '../../ui/components/data-table.js';
import { languageTag } from '../../platform/kernel/language-tag.js';
import type { PageContext } from '../../ui/page-context.js';
import { words } from '../words.js';

/** Revenue and expenses of a month (`2026-01`), decimal strings. */
export interface MonthBars {
  month: string;
  revenue: string;
  expenses: string;
}

interface Props {
  ctx: PageContext;
  months: readonly MonthBars[];
  currency: string;
}

/** In pixels. Across everything is in percent, so that the words keep their size on a phone. */
const HEIGHT = 220;
const TOP = 12;
const FOOT = 28;
const LEFT_PERCENT = 12;
const TICKS = 4;

/**
 * Twelve months as bars, with the same as a table below for whoever wants the figures or does not see the picture. Only the picture
 * rounds: it is drawn from numbers, the table says the amounts digit for digit.
 */
export const YearChart = ({ ctx, months, currency }: Props) => {
  const { t, f } = words(ctx);
  return (
    <figure className="year-chart">
      <ul className="chart-key" aria-hidden="true">
        <li className="chart-revenue">{t.home.revenue}</li>
        <li className="chart-expenses">{t.home.expenses}</li>
      </ul>
      <Bars ctx={ctx} months={months} />
      <details className="more-detail">
        <summary>{t.home.asTable}</summary>
        <DataTable
          caption={t.home.yearIn(f.currency(currency))}
          captionHidden
          rows={[...months].reverse()}
          rowKey={({ month }) => month}
          columns={[
            { key: 'month', header: t.home.month, names: true, cell: ({ month }) => monthName(ctx, month, 'long') },
            { key: 'revenue', header: t.home.revenue, numeric: true, cell: ({ revenue }) => f.amount(revenue) },
            { key: 'expenses', header: t.home.expenses, numeric: true, cell: ({ expenses }) => f.amount(expenses) },
          ]}
        />
      </details>
    </figure>
  );
};

const Bars = ({ ctx, months }: Omit<Props, 'currency'>) => {
  const { t } = words(ctx);
  const values = months.map(({ revenue, expenses }) => [Number(revenue), Number(expenses)] as const);
  const y = scaleLinear()
    .domain([Math.min(0, ...values.flat()), Math.max(1, ...values.flat())])
    .nice(TICKS)
    .range([HEIGHT - FOOT, TOP]);
  const x = scaleBand<string>()
    .domain(months.map(({ month }) => month))
    .range([LEFT_PERCENT, 100])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const short = new Intl.NumberFormat(languageTag(ctx.locale), { notation: 'compact', maximumFractionDigits: 1 });
  const half = x.bandwidth() / 2;
  return (
    <svg className="bars" width="100%" height={HEIGHT} role="img" aria-label={t.home.yearPicture}>
      {y.ticks(TICKS).map((value) => (
        <g key={value}>
          <line
            className={value === 0 ? 'chart-zero' : 'chart-line'}
            x1={percent(LEFT_PERCENT)}
            x2="100%"
            y1={y(value)}
            y2={y(value)}
          />
          <text x={percent(LEFT_PERCENT - 1.5)} y={y(value)} dy="0.32em" textAnchor="end">
            {short.format(value)}
          </text>
        </g>
      ))}
      {months.map(({ month }, i) => {
        const [revenue, expenses] = values[i]!;
        const left = x(month)!;
        return (
          <g key={month}>
            <Bar className="chart-revenue" x={left} width={half} from={y(0)} to={y(revenue)} />
            <Bar className="chart-expenses" x={left + half} width={half} from={y(0)} to={y(expenses)} />
            <text className="chart-month" x={percent(left + half)} y={HEIGHT - 8} textAnchor="middle">
              {monthName(ctx, month, 'narrow')}
            </text>
            <text className="chart-month-short" x={percent(left + half)} y={HEIGHT - 8} textAnchor="middle">
              {monthName(ctx, month, 'short')}
            </text>
          </g>
        );
      })}
    </svg>
  );
};

/** Between two heights, in whichever order: what is less than nothing hangs below the line. */
const Bar = ({
  className,
  x,
  width,
  from,
  to,
}: {
  className: string;
  x: number;
  width: number;
  from: number;
  to: number;
}) => (
  <rect
    className={className}
    x={percent(x)}
    width={percent(width)}
    y={Math.min(from, to)}
    height={Math.abs(from - to)}
  />
);

const percent = (n: number) => `${n.toFixed(2)}%`;

const monthName = ({ locale }: PageContext, month: string, look: 'long' | 'short' | 'narrow') =>
  new Intl.DateTimeFormat(languageTag(locale), {
    month: look,
    ...(look === 'long' && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
