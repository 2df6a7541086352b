import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import type { RetentionRow } from '../../ui/retention/retention-table.js';
import type { RetentionView } from '../operators-views.js';
import { t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { useAnswer } from './use-answer.js';

/** What is kept, for how long, why, and what deletes it, as the jobs have it. */
export const RetentionScreen = () => {
  const answer = useAnswer<RetentionView>('retention', (api) => api.getPage({ pageName: 'retention' }));
  const { title, lead, outside, outsideText } = t.retention;
  useTitle(title);
  return (
    <Screen title={title} answer={answer} lead={<p className="lead">{lead}</p>}>
      {({ rows }) => (
        <>
          <Notice kind="info" title={outside}>
            <p>{outsideText}</p>
          </Notice>
          <Panel id="retention" title={title}>
            <Rules rows={rows} />
          </Panel>
        </>
      )}
    </Screen>
  );
};

const COLUMNS = ['what', 'keptFor', 'why', 'deletedBy', 'erased'] as const;

/** On a phone each rule is a card. */
const Rules = ({ rows }: { rows: readonly RetentionRow[] }) => (
  <table className="data cards retention" role="table">
    <caption className="visually-hidden">{t.retention.title}</caption>
    <thead role="rowgroup">
      <tr role="row">
        {COLUMNS.map((name) => (
          <th key={name} scope="col" role="columnheader">
            {t.retention.columns[name]}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <Rule key={row.what} row={row} />
      ))}
    </tbody>
  </table>
);

const Rule = ({ row: { what, where, keptFor, setting, why, deletedBy, afterErasure } }: { row: RetentionRow }) => {
  const { columns, nobody, gone, job } = t.retention;
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        {what}
        <span className="quiet names"> {where.join(', ')}</span>
      </th>
      <td role="cell" data-label={columns.keptFor}>
        {keptFor}
        {setting && (
          <>
            {' '}
            <code>{setting}</code>
          </>
        )}
      </td>
      <td role="cell" data-label={columns.why}>
        {why}
      </td>
      <td role="cell" data-label={columns.deletedBy}>
        {deletedBy ? (
          <>
            {job} <code>{deletedBy}</code>
          </>
        ) : (
          nobody
        )}
      </td>
      <td role="cell" data-label={columns.erased}>
        {afterErasure ? (
          <>
            <code>{afterErasure.columns.join(', ')}</code> {afterErasure.because}
          </>
        ) : (
          gone
        )}
      </td>
    </tr>
  );
};
