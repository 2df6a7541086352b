import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { StaffRequestView } from '../../people/identity/staff-requests.service.js';
import { DataTable, type Column } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { Hidden, Instant, Template, UserText } from '../../ui/components/text.js';
import type { StaffRequestsView } from '../operators-views.js';
import { panelPaths } from '../panel-paths.js';
import { ctx, t } from './locale.js';
import { postCommand } from './post-command.js';
import { Screen, useTitle } from './screen.js';
import { session } from './state.js';
import { TakesFocus } from './takes-focus.js';
import { WantedChange } from './wanted-change.js';
import { problemOf, useAnswer } from './use-answer.js';
import { Faults } from './why-form.js';

interface News {
  readonly view?: StaffRequestsView;
  readonly problem?: string;
}

/** What waits for a second operator, oldest first, and below what was decided lately. */
export const StaffRequestsScreen = () => {
  const answer = useAnswer<StaffRequestsView>('staff-requests', (api) => api.getPage({ pageName: 'staff-requests' }));
  const [news, setNews] = useState<News>({});
  const { title, lead, done } = t.operators.staffRequests;
  useTitle(title);
  const view = news.view ?? answer.view;
  const decide = (command: 'approve' | 'refuse', request: string) =>
    postCommand<StaffRequestsView>('staff-requests', command, { request }).then(
      (now) => setNews({ view: now }),
      (error: unknown) => setNews({ view: news.view, problem: problemOf(error) }),
    );
  return (
    <Screen title={title} answer={{ ...answer, view }} lead={<p className="lead">{lead}</p>}>
      {({ pending, decided }) => (
        <>
          {news.problem !== undefined && <Faults key={news.problem} code={news.problem} />}
          {news.view && news.problem === undefined && (
            <TakesFocus of={news.view}>
              <Notice kind="success" role="status">
                <p>{done}</p>
              </Notice>
            </TakesFocus>
          )}
          <Pending rows={pending} onDecide={decide} />
          <Decided rows={decided} />
        </>
      )}
    </Screen>
  );
};

const What = ({ row }: { row: StaffRequestView }) =>
  row.staffId === undefined ? (
    <WantedChange row={row} />
  ) : (
    <Link to={panelPaths.page('staff-account', { id: row.staffId })}>
      <WantedChange row={row} />
    </Link>
  );

const Asked = ({ row }: { row: StaffRequestView }) => (
  <Template
    text={t.operators.staffRequests.by}
    values={{ who: <UserText>{row.askedBy.email}</UserText>, at: <Instant ctx={ctx} at={row.askedAt} /> }}
  />
);

const columns = {
  what: {
    key: 'what',
    header: t.operators.staffRequests.change,
    names: true,
    phone: 'main',
    cell: (row: StaffRequestView) => <What row={row} />,
  },
  why: {
    key: 'why',
    header: t.operators.staffRequests.why,
    cell: (row: StaffRequestView) => (
      <>
        {t.operators.staff.reasons[row.reason]} · <code>{row.ticket}</code>
      </>
    ),
  },
  asked: {
    key: 'asked',
    header: t.operators.staffRequests.asked,
    cell: (row: StaffRequestView) => <Asked row={row} />,
  },
} as const;

interface PendingProps {
  rows: readonly StaffRequestView[];
  onDecide: (command: 'approve' | 'refuse', request: string) => Promise<void>;
}

const Pending = ({ rows, onDecide }: PendingProps) => {
  const texts = t.operators.staffRequests;
  return (
    <Requests
      id="pending"
      title={texts.pending}
      none={texts.none}
      rows={rows}
      more={[
        { key: 'until', header: texts.until, cell: ({ expiresAt }) => <Instant ctx={ctx} at={expiresAt} /> },
        { key: 'act', header: texts.act, phone: 'bare', cell: (row) => <Decision row={row} onDecide={onDecide} /> },
      ]}
    />
  );
};

interface RequestsProps {
  id: string;
  title: string;
  none: string;
  rows: readonly StaffRequestView[];
  /** Behind what is said of every request. */
  more: Column<StaffRequestView>[];
}

const Requests = ({ id, title, none, rows, more }: RequestsProps) => (
  <Panel id={id} title={title}>
    {rows.length === 0 ? (
      <p>{none}</p>
    ) : (
      <DataTable
        cards
        caption={title}
        captionHidden
        rows={[...rows]}
        rowKey={(row) => row.id}
        columns={[columns.what, columns.why, columns.asked, ...more]}
      />
    )}
  </Panel>
);

/** Who asked may withdraw it, and reads why there is no more. */
const Decision = ({ row, onDecide }: { row: StaffRequestView; onDecide: PendingProps['onDecide'] }) => {
  const [isBusy, setBusy] = useState(false);
  const texts = t.operators.staffRequests;
  const isOwn = row.askedBy.email === session.email;
  const send = (command: 'approve' | 'refuse') => {
    setBusy(true);
    void onDecide(command, row.id).finally(() => setBusy(false));
  };
  const about = (
    <Hidden>
      {' '}
      <WantedChange row={row} />
    </Hidden>
  );
  return (
    <>
      {isOwn && <p className="quiet">{texts.own}</p>}
      <p className="actions">
        {!isOwn && (
          <button type="button" className="button button-primary" disabled={isBusy} onClick={() => send('approve')}>
            {texts.approve}
            {about}
          </button>
        )}
        <button type="button" className="button button-secondary" disabled={isBusy} onClick={() => send('refuse')}>
          {isOwn ? texts.withdraw : texts.refuse}
          {about}
        </button>
      </p>
    </>
  );
};

const Decided = ({ rows }: { rows: readonly StaffRequestView[] }) => {
  const texts = t.operators.staffRequests;
  return (
    <Requests
      id="decided"
      title={texts.decided}
      none={texts.noneDecided}
      rows={rows}
      more={[
        {
          key: 'decision',
          header: texts.act,
          cell: ({ state, decision }) => (
            <>
              {texts.states[state]}
              {decision && (
                <>
                  {' · '}
                  {decision.by !== undefined && <UserText>{decision.by}</UserText>}{' '}
                  <Instant ctx={ctx} at={decision.at} />
                </>
              )}
            </>
          ),
        },
      ]}
    />
  );
};
