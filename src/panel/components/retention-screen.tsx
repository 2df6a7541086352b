import { DataTable } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import type { RetentionRow } from '../../ui/retention/retention-table.js';
import type { RetentionView } from '../operators-views.js';
import { locale, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { useAnswer } from './use-answer.js';

/** What is kept, for how long, why, and what deletes it, as the jobs have it. */
export const RetentionScreen = () => {
  const answer = useAnswer<RetentionView>('retention', (api) =>
    api.getPage({ pageName: 'retention', params: { locale } }),
  );
  const { title, lead, outside, outsideText } = t.retention;
  useTitle(title);
  return (
    <Screen title={title} answer={answer} lead={<p className="lead">{lead}</p>}>
      {({ rows }) => (
        <>
          <Panel id="retention" title={t.retention.rules}>
            <Rules rows={rows} />
          </Panel>
          <Notice kind="info" title={outside}>
            <p>{outsideText}</p>
          </Notice>
        </>
      )}
    </Screen>
  );
};

const Rules = ({ rows }: RetentionView) => {
  const { columns, nobody } = t.retention;
  return (
    <DataTable<RetentionRow>
      cards
      captionHidden
      caption={t.retention.title}
      rows={[...rows]}
      rowKey={({ what }) => what}
      columns={[
        { key: 'what', header: columns.what, names: true, phone: 'main', cell: (row) => <What row={row} /> },
        { key: 'keptFor', header: columns.keptFor, cell: (row) => <KeptFor row={row} /> },
        { key: 'why', header: columns.why, cell: (row) => <Why row={row} /> },
        {
          key: 'deletedBy',
          header: columns.deletedBy,
          cell: ({ deletedBy }) => (deletedBy ? code(deletedBy) : nobody),
        },
      ]}
    />
  );
};

/** The names of its tables are for those who look into the database. */
const What = ({ row: { what, where } }: { row: RetentionRow }) => (
  <>
    {what}
    <div className="quiet">{where.join(', ')}</div>
  </>
);

const code = (name: string) => <code>{name}</code>;

const KeptFor = ({ row: { keptFor, setting } }: { row: RetentionRow }) => (
  <>
    {keptFor}
    {setting !== null && <div className="quiet">{setting}</div>}
  </>
);

const Why = ({ row: { why, afterErasure } }: { row: RetentionRow }) => (
  <>
    {why}
    {afterErasure && (
      <p>
        <strong>{t.retention.columns.erased}</strong> {code(afterErasure.columns.join(', '))} {afterErasure.because}
      </p>
    )}
  </>
);
