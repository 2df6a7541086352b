import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { TextArea } from '../../ui/components/forms.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Hidden, Template, UserText, Instant } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import type { RequestRow, RequestsView } from '../support-views.js';
import { DoneNotice } from './done-notice.js';
import { EventLink } from './explorer/event-link.js';
import type { GridColumn } from './grid-column.js';
import { Grid } from './grid.js';
import { ctx, locale, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { Happens } from './support-action-screen.js';
import { postCommand } from './post-command.js';
import { session } from './state.js';
import { problemOf, useAnswer } from './use-answer.js';
import { useForm } from './use-form.js';
import { Ago } from './when.js';
import { Faults, Focused, WhyForm } from './why-form.js';
import { Ticket } from './ticket.js';

/** What was decided on this screen just now. */
interface Decided {
  readonly row: RequestRow;
  readonly how: 'approved' | 'refused' | 'withdrawn';
  readonly eventId: string;
}

/** What there is to say on this screen: a decision, that things had changed, or only that there is something new. */
type News = Decided | 'stale' | 'changed';

interface DecisionAnswer {
  readonly auditEventId: string;
}

/** What waits for a second person, oldest first, and below what was decided lately. */
export const RequestsScreen = () => {
  const [version, setVersion] = useState(0);
  const [news, setNews] = useState<News>();
  const answer = useAnswer<RequestsView>(
    `requests ${version}`,
    (api) => api.getPage({ pageName: 'requests', params: { locale } }),
    'requests',
  );
  const { title, lead } = t.support.requests;
  useTitle(title);
  const onNews = (just: News) => {
    setNews(just);
    setVersion(version + 1);
  };
  return (
    <Screen title={title} answer={answer} lead={<p className="lead">{lead}</p>}>
      {(view) => (
        <>
          {news === 'stale' && <Faults code="INVALID_STATE" />}
          {typeof news === 'object' && <JustDecided decided={news} />}
          <Waiting view={view} onNews={onNews} />
          <DecidedLately rows={view.decided} />
        </>
      )}
    </Screen>
  );
};

const What = ({ row: { facts } }: { row: RequestRow }) => {
  const { what } = t.support.requests;
  if (facts?.action === 'disconnect-feed') {
    const { institution, account } = facts;
    const values = { institution: <UserText>{institution}</UserText>, account: <UserText>{account}</UserText> };
    return <Template text={what['disconnect-feed']} values={values} />;
  }
  if (facts?.action === 'lift-sign-in-lock') {
    return <Template text={what['lift-sign-in-lock']} values={{ email: <UserText>{facts.email}</UserText> }} />;
  }
  return <>{what.gone}</>;
};

const JustDecided = ({ decided: { row, how, eventId } }: { decided: Decided }) => (
  <DoneNotice title={<What row={row} />} businessId={row.business.id} eventId={eventId}>
    {t.support.requests[how]}
  </DoneNotice>
);

interface WaitingProps {
  view: RequestsView;
  onNews: (news: News) => void;
}

const Waiting = ({ view, onNews }: WaitingProps) => {
  const { requests } = t.support;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((known) => known !== id) : [...chosen, id]);
  const canDecide = (row: RequestRow) => view.mayDecide && !row.isOwn;
  return (
    <section id="waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title" className="visually-hidden">
        {requests.waiting}
      </h2>
      {view.pending.length === 0 ? (
        <p>{requests.none}</p>
      ) : (
        <Grid<RequestRow>
          list="requests"
          caption={requests.waiting}
          rows={[...view.pending]}
          rowKey={({ id }) => id}
          columns={view.mayDecide ? [choiceColumn(chosen, canDecide, toggle), ...COLUMNS] : COLUMNS}
          side={{
            title: (row) => <What row={row} />,
            body: (row) => <Request row={row} mayDecide={view.mayDecide} onNews={onNews} />,
          }}
          bar={
            <>
              <p role="status">{requests.found(view.pending.length)}</p>
              {!view.mayDecide && <p className="quiet">{requests.notLead}</p>}
              {chosen.length > 0 && <DecideMany ids={chosen} onDone={() => (setChosen([]), onNews('changed'))} />}
            </>
          }
        />
      )}
    </section>
  );
};

const choiceColumn = (
  chosen: readonly string[],
  canDecide: (row: RequestRow) => boolean,
  toggle: (id: string) => void,
): GridColumn<RequestRow> => ({
  key: 'choose',
  header: t.support.requests.choose,
  width: '6em',
  phone: 'bare',
  cell: (row) =>
    canDecide(row) && (
      <label className="tick">
        <input type="checkbox" checked={chosen.includes(row.id)} onChange={() => toggle(row.id)} />
        <Hidden>
          <What row={row} />
        </Hidden>
      </label>
    ),
});

interface ManyDecided {
  readonly decided: readonly { readonly requestId: string; readonly code?: string }[];
}

/** Several at once, each recorded for itself; one of them that is not possible any more keeps no other from being decided. */
const DecideMany = ({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) => {
  const { requests } = t.support;
  const [asking, setAsking] = useState<How>();
  const [failed, setFailed] = useState<number>();
  const cancel = (
    <button type="button" className="button button-secondary" onClick={() => setAsking(undefined)}>
      {requests.cancel}
    </button>
  );
  const said = ({ decided }: ManyDecided) => {
    const count = decided.filter(({ code }) => code !== undefined).length;
    if (count === 0) onDone();
    else setFailed(count);
  };
  if (failed !== undefined) {
    return (
      <Focused>
        <Notice kind="warning" role="status">
          <p>{requests.someFailed(failed)}</p>
          <p>
            <button type="button" className="button button-secondary" onClick={onDone}>
              {requests.showNow}
            </button>
          </p>
        </Notice>
      </Focused>
    );
  }
  if (asking === undefined) {
    return (
      <>
        <button type="button" className="button button-primary" onClick={() => setAsking('approve')}>
          {requests.approveMany(ids.length)}
        </button>
        <button type="button" className="button button-secondary" onClick={() => setAsking('refuse')}>
          {requests.refuseMany(ids.length)}
        </button>
      </>
    );
  }
  return (
    <Asked title={asking === 'approve' ? requests.approveTitle : requests.refuseTitle}>
      <ManyForm ids={ids} how={asking} cancel={cancel} onDone={said} />
    </Asked>
  );
};

interface ManyFormProps {
  ids: readonly string[];
  how: How;
  cancel: ReactNode;
  onDone: (done: ManyDecided) => void;
}

const ManyForm = ({ ids, how, cancel, onDone }: ManyFormProps) => {
  const { requests, form: texts } = t.support;
  const form = useForm<ManyDecided>(`many ${how} ${ids.join(' ')}`, {
    page: 'requests',
    command: 'decide-many',
    more: { requestIds: ids, decision: how },
    onDone,
    onStale: () => undefined,
  });
  const { fault } = form;
  return (
    <form className="form" noValidate onSubmit={form.send}>
      {fault && <Faults key={JSON.stringify(fault)} code={fault.code} fields={fault.fields} />}
      {how === 'refuse' && (
        <TextArea
          ctx={ctx}
          name="reason"
          label={requests.refuseReason}
          hint={requests.refuseHint}
          problem={fault?.fields.includes('reason') ? texts.problems.reason : undefined}
          maxLength={500}
        />
      )}
      <p className="actions">
        <button type="submit" className="button button-primary" disabled={form.isWorking}>
          {how === 'approve' ? requests.approveNow : requests.refuseNow}
        </button>
        {cancel}
      </p>
    </form>
  );
};

/** What there is to know before one opens it: what is asked, whether it can still be done, and until when. */
const COLUMNS: GridColumn<RequestRow>[] = [
  {
    key: 'what',
    header: t.support.requests.request,
    names: true,
    phone: 'main',
    cell: (row) => <What row={row} />,
  },
  {
    key: 'now',
    header: t.support.requests.now,
    width: '15em',
    sortBy: ({ blocker }) => blocker ?? '',
    cell: (row) => <NowInShort row={row} />,
  },
  {
    key: 'business',
    header: t.support.requests.business,
    sortBy: ({ business }) => business.name,
    cell: ({ business }) => (
      <Link to={panelPaths.business(business.id)}>
        <UserText>{business.name}</UserText>
      </Link>
    ),
  },
  {
    key: 'asked-by',
    header: t.support.requests.askedBy,
    sortBy: ({ askedBy }) => askedBy,
    cell: ({ askedBy }) => <UserText>{askedBy}</UserText>,
  },
  {
    key: 'ticket',
    header: t.support.requests.ticket,
    width: '9em',
    sortBy: ({ ticket }) => ticket,
    cell: ({ ticket }) => <Ticket ticket={ticket} />,
  },
  {
    key: 'taken',
    header: t.support.requests.taken,
    isWide: true,
    sortBy: ({ takenBy }) => takenBy ?? '',
    cell: ({ takenBy }) => <UserText>{takenBy}</UserText>,
  },
  {
    key: 'reason',
    header: t.support.requests.reason,
    isWide: true,
    cell: ({ reason }) => <UserText>{reason}</UserText>,
  },
  {
    key: 'asked',
    header: t.support.requests.asked,
    width: '9em',
    sortBy: ({ askedAt }) => askedAt,
    cell: ({ askedAt }) => <Ago at={askedAt} />,
  },
  {
    key: 'until',
    header: t.support.requests.untilShort,
    width: '9em',
    sortBy: ({ until }) => until,
    cell: ({ until }) => <Ago at={until} />,
  },
];

/** Whether it can still be done, from the facts as they are now. */
const NowInShort = ({ row: { blocker, facts } }: { row: RequestRow }) => {
  const { nowInShort } = t.support.requests;
  if (blocker) return <span className="badge badge-refused">{nowInShort[blocker]}</span>;
  if (facts?.action === 'disconnect-feed') return <>{words(ctx).t.feeds.states[facts.state]}</>;
  if (facts?.action === 'lift-sign-in-lock') return <>{t.support.locked(facts.failures)}</>;
  return null;
};

type How = 'approve' | 'refuse';

interface RequestProps {
  row: RequestRow;
  mayDecide: boolean;
  onNews: (news: News) => void;
}

const Request = ({ row, mayDecide, onNews }: RequestProps) => {
  const { requests, blockers } = t.support;
  const [asking, setAsking] = useState<How>();
  return (
    <div className="request">
      {row.blocker && (
        <Notice kind="warning">
          <p>{blockers[row.blocker]}</p>
        </Notice>
      )}
      {row.isOwn && mayDecide && <p>{requests.own}</p>}
      {row.isOwn && <Withdrawal row={row} onNews={onNews} />}
      {mayDecide && !row.isOwn && <Taking row={row} onNews={onNews} />}
      {mayDecide && !row.isOwn && <Decision row={row} asking={asking} ask={setAsking} onNews={onNews} />}
      <Facts
        facts={[
          [
            requests.business,
            <Link key="business" to={panelPaths.business(row.business.id)}>
              <UserText>{row.business.name}</UserText>
            </Link>,
          ],
          [
            requests.askedBy,
            <Template
              key="by"
              text={requests.askedByAt}
              values={{ name: <UserText>{row.askedBy}</UserText>, at: <Instant ctx={ctx} at={row.askedAt} /> }}
            />,
          ],
          [requests.reason, <UserText key="reason">{row.reason}</UserText>],
          [requests.ticket, <Ticket key="ticket" ticket={row.ticket} />],
          [requests.until, <Instant key="until" ctx={ctx} at={row.until} />],
          [requests.event, <EventLink key="event" id={row.askedEventId} />],
        ]}
      />
    </div>
  );
};

/** Who asked may take it back as long as nobody has decided. */
const Withdrawal = ({ row, onNews }: Omit<RequestProps, 'mayDecide'>) => {
  const { requests } = t.support;
  const [code, setCode] = useState<string>();
  const withdraw = () => {
    postCommand<DecisionAnswer>('requests', 'withdraw', { requestId: row.id }).then(
      ({ auditEventId }) => onNews({ row, how: 'withdrawn', eventId: auditEventId }),
      (error: unknown) => (problemOf(error) === 'INVALID_STATE' ? onNews('stale') : setCode(problemOf(error))),
    );
  };
  return (
    <>
      {code !== undefined && <Faults code={code} />}
      <p className="actions">
        <button type="button" className="button button-secondary" onClick={withdraw}>
          {requests.withdraw}
        </button>
      </p>
    </>
  );
};

/** Says that one looks into it, so that nobody else does at the same time; it decides nothing. */
const Taking = ({ row, onNews }: Omit<RequestProps, 'mayDecide'>) => {
  const { requests } = t.support;
  const isMine = row.takenBy === session.email;
  const assign = () =>
    void postCommand('requests', isMine ? 'leave' : 'take', { requestId: row.id }).then(
      () => onNews('changed'),
      () => onNews('stale'),
    );
  return (
    <p className="actions">
      {row.takenBy !== undefined && (
        <span>
          {requests.taken}: <UserText>{row.takenBy}</UserText>
        </span>
      )}
      <button type="button" className="button button-quiet" onClick={assign}>
        {isMine ? requests.leave : requests.take}
      </button>
    </p>
  );
};

interface DecisionProps extends Omit<RequestProps, 'mayDecide'> {
  asking: How | undefined;
  ask: (how: How | undefined) => void;
}

/** Two buttons; each asks once more in place. */
const Decision = ({ row, asking, ask, onNews }: DecisionProps) => {
  const { requests } = t.support;
  const cancel = (
    <button type="button" className="button button-secondary" onClick={() => ask(undefined)}>
      {requests.cancel}
    </button>
  );
  const about = (
    <Hidden>
      {' '}
      <What row={row} />
    </Hidden>
  );
  if (asking === 'approve') return <Approval row={row} cancel={cancel} onNews={onNews} />;
  if (asking === 'refuse') {
    return (
      <Asked title={requests.refuseTitle}>
        <WhyForm<DecisionAnswer>
          name={`refuse ${row.id}`}
          page="requests"
          command="refuse"
          more={{ requestId: row.id }}
          submit={requests.refuseNow}
          look="danger"
          reason={{ label: requests.refuseReason, hint: requests.refuseHint }}
          ticket={false}
          cancel={cancel}
          onDone={({ auditEventId }) => onNews({ row, how: 'refused', eventId: auditEventId })}
          onStale={() => onNews('stale')}
        />
      </Asked>
    );
  }
  return (
    <p className="actions">
      {!row.blocker && (
        <button type="button" className="button button-primary" onClick={() => ask('approve')}>
          <span>
            {requests.approve}
            {about}
          </span>
        </button>
      )}
      <button type="button" className="button button-secondary" onClick={() => ask('refuse')}>
        <span>
          {requests.refuse}
          {about}
        </span>
      </button>
    </p>
  );
};

const Asked = ({ title, children }: { title: string; children: ReactNode }) => (
  <Focused>
    <div className="asked-again">
      <h3>{title}</h3>
      {children}
    </div>
  </Focused>
);

interface ApprovalProps {
  row: RequestRow;
  cancel: ReactNode;
  onNews: (news: News) => void;
}

const Approval = ({ row, cancel, onNews }: ApprovalProps) => {
  const { requests, form: texts } = t.support;
  const form = useForm<DecisionAnswer>(`approve ${row.id}`, {
    page: 'requests',
    command: 'approve',
    more: { requestId: row.id },
    onDone: ({ auditEventId }) => onNews({ row, how: 'approved', eventId: auditEventId }),
    onStale: () => onNews('stale'),
  });
  return (
    <Asked title={requests.approveTitle}>
      {form.fault && <Faults code={form.fault.code} />}
      {row.facts && <Happens facts={row.facts} />}
      <form onSubmit={form.send}>
        <p className="actions">
          <button type="submit" className="button button-primary" disabled={form.isWorking}>
            {form.isWorking ? texts.working : requests.approveNow}
          </button>
          {cancel}
        </p>
      </form>
    </Asked>
  );
};

const DecidedLately = ({ rows }: { rows: readonly RequestRow[] }) => {
  const { requests } = t.support;
  return (
    <Panel id="decided" title={requests.decided}>
      {rows.length === 0 ? (
        <p>{requests.noneDecided}</p>
      ) : (
        <Grid<RequestRow>
          list="decided"
          caption={requests.decided}
          rows={[...rows]}
          rowKey={(row) => row.id}
          columns={[
            { key: 'what', header: requests.request, names: true, phone: 'main', cell: (row) => <What row={row} /> },
            {
              key: 'business',
              header: requests.business,
              cell: (row) => (
                <Link to={panelPaths.business(row.business.id)}>
                  <UserText>{row.business.name}</UserText>
                </Link>
              ),
            },
            { key: 'asked', header: requests.askedBy, cell: (row) => <UserText>{row.askedBy}</UserText> },
            { key: 'ticket', header: requests.ticket, cell: (row) => <Ticket ticket={row.ticket} /> },
            { key: 'state', header: requests.state, cell: (row) => <Verdict row={row} /> },
            {
              key: 'event',
              header: requests.event,
              cell: (row) => row.decision && <EventLink id={row.decision.eventId} />,
            },
          ]}
        />
      )}
    </Panel>
  );
};

const Verdict = ({ row: { state, decision } }: { row: RequestRow }) => {
  const { requests } = t.support;
  if (!decision) return <>{requests.states[state]}</>;
  const values = {
    state: requests.states[state],
    name: <UserText>{decision.by}</UserText>,
    at: <Instant ctx={ctx} at={decision.at} />,
  };
  return (
    <span>
      <Template text={decision.by === undefined ? requests.byTime : requests.by} values={values} />
      {decision.reason !== undefined && (
        <>
          {' '}
          <span className="quiet">
            <UserText>{decision.reason}</UserText>
          </span>
        </>
      )}
    </span>
  );
};
