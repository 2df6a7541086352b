import { DataTable } from '../../ui/components/data-table.js';
import { Panel } from '../../ui/components/panel.js';
import { Day } from '../../ui/components/text.js';
import { formatsFor } from '../../ui/format.js';
import type { SwitchDay } from '../operators-views.js';
import { ctx, t } from './locale.js';

const SERIES = ['resets', 'restores', 'refused'] as const;
type Series = (typeof SERIES)[number];

/** Of the drawing's own units; it is stretched to the width of the page, so no text is in it. */
const DAY_WIDTH = 20;
const BAR_WIDTH = 14;
const HEIGHT = 100;

const sum = (days: readonly SwitchDay[], series: Series) => days.reduce((total, day) => total + day[series], 0);
const ofDay = (day: SwitchDay) => day.resets + day.restores + day.refused;

/** Bars in three looks, not only three colours, and the same figures as a table for whoever would rather read. */
export const SwitchChart = ({ days }: { days: readonly SwitchDay[] }) => {
  const most = Math.max(...days.map(ofDay));
  return (
    <Panel id="switch-chart" title={t.operators.chart.title}>
      {most === 0 ? (
        <p>{t.operators.chart.none}</p>
      ) : (
        <>
          <Drawing days={days} most={most} />
          <ul className="chart-legend">
            {SERIES.map((series) => (
              <li key={series}>
                <span className={`chart-key chart-${series}`} aria-hidden="true" />
                {t.operators.chart.legend(t.operators.chart.series[series], formatsFor(ctx).number(sum(days, series)))}
              </li>
            ))}
          </ul>
          <Figures days={days} />
        </>
      )}
    </Panel>
  );
};

const Drawing = ({ days, most }: { days: readonly SwitchDay[]; most: number }) => {
  const f = formatsFor(ctx);
  const [resets, restores, refused] = SERIES.map((series) => sum(days, series)) as [number, number, number];
  return (
    <figure className="chart">
      <p className="chart-scale" aria-hidden="true">
        {f.number(most)}
      </p>
      <svg
        viewBox={`0 0 ${days.length * DAY_WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby="chart-title chart-about"
        focusable="false"
      >
        <title id="chart-title">{t.operators.chart.title}</title>
        <desc id="chart-about">
          {t.operators.chart.summary(resets, restores, refused)} {t.operators.chart.most(most)}
        </desc>
        {days.map((day, index) => (
          <Bar key={day.day} day={day} x={index * DAY_WIDTH + (DAY_WIDTH - BAR_WIDTH) / 2} most={most} />
        ))}
      </svg>
      <figcaption className="chart-ends" aria-hidden="true">
        <Day ctx={ctx} on={days[0]!.day} />
        <Day ctx={ctx} on={days.at(-1)!.day} />
      </figcaption>
    </figure>
  );
};

/** The parts of a day stand on one another. */
const Bar = ({ day, x, most }: { day: SwitchDay; x: number; most: number }) => {
  let top = HEIGHT;
  return (
    <g>
      {SERIES.map((series) => {
        const height = (day[series] / most) * (HEIGHT - 2);
        top -= height;
        return (
          height > 0 && (
            <rect key={series} className={`chart-${series}`} x={x} y={top} width={BAR_WIDTH} height={height} />
          )
        );
      })}
    </g>
  );
};

const Figures = ({ days }: { days: readonly SwitchDay[] }) => (
  <details className="chart-figures">
    <summary>{t.operators.chart.table}</summary>
    <DataTable<SwitchDay>
      captionHidden
      caption={t.operators.chart.title}
      rows={days.filter((day) => ofDay(day) > 0).reverse()}
      rowKey={(day) => day.day}
      columns={[
        { key: 'day', header: t.operators.chart.day, names: true, cell: (day) => <Day ctx={ctx} on={day.day} /> },
        ...SERIES.map((series) => ({
          key: series,
          header: t.operators.chart.series[series],
          numeric: true,
          cell: (day: SwitchDay) => formatsFor(ctx).number(day[series]),
        })),
      ]}
    />
    <p className="quiet">{t.operators.chart.empty}</p>
  </details>
);
