import { Link, useSearchParams } from 'react-router-dom';
import { UserText } from '../../ui/components/text.js';
import { formatsFor } from '../../ui/format.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../../ui/words.js';
import type { WaitingRow, WaitingView } from '../operators-views.js';
import { panelPaths } from '../panel-paths.js';
import type { WaitingName } from '../waiting-lists.js';
import { Grid } from './grid.js';
import { ctx, locale, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { ShortId } from './short-id.js';
import { useAnswer } from './use-answer.js';
import { When } from './when.js';

/** The list behind a tile of the first page; each row leads to where it is looked into. */
export const WaitingScreen = () => {
  const [query] = useSearchParams();
  const params = { list: query.get('list') ?? undefined, after: query.get('after') ?? undefined };
  const answer = useAnswer<WaitingView>(
    query.toString(),
    (api) => api.getPage({ pageName: 'waiting', params: { ...params, locale } }),
    'waiting',
  );
  const { title, lists } = t.operators.waiting;
  useTitle(answer.view === undefined ? title : lists[answer.view.list]);
  return (
    <Screen title={title} answer={answer}>
      {(view) => (
        <>
          <Lists view={view} />
          <section className="panel" aria-labelledby="list">
            <h2 id="list">{lists[view.list]}</h2>
            <Rows view={view} isFirst={params.after === undefined} />
          </section>
        </>
      )}
    </Screen>
  );
};

const Lists = ({ view }: { view: WaitingView }) => (
  <nav className="part-tabs" aria-label={t.operators.waiting.choose}>
    <ul>
      {view.lists.map((name) => (
        <li key={name}>
          <Link to={panelPaths.page('waiting', { list: name })} aria-current={name === view.list ? 'page' : undefined}>
            {t.operators.waiting.lists[name]}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);

const TIMES: Readonly<Record<WaitingName, keyof typeof t.operators.waiting.since>> = {
  'payments-waiting': 'waits',
  'feeds-failing': 'waits',
  'requests-waiting': 'waits',
  'imports-running': 'waits',
  'snapshots-expiring': 'expires',
  'switches-done': 'happened',
  'switches-refused': 'happened',
  'staff-changes-waiting': 'waits',
  'staff-without-second-factor': 'added',
  'staff-in-use': 'added',
};

const Rows = ({ view, isFirst }: { view: WaitingView; isFirst: boolean }) => {
  const { waiting } = t.operators;
  if (view.rows.length === 0) return <p>{waiting.none}</p>;
  const time = TIMES[view.list];
  return (
    <>
      <p className="quiet">{time === 'happened' ? waiting.newestFirst : waiting.oldestFirst}</p>
      <Grid<WaitingRow>
        list="waiting"
        caption={waiting.lists[view.list]}
        rows={[...view.rows]}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'name',
            header: time === 'added' ? waiting.account : waiting.name,
            names: true,
            phone: 'main',
            cell: (row) => (
              <Link to={row.href}>
                <UserText>{row.name}</UserText>
              </Link>
            ),
          },
          ...(time === 'added' ? [] : [{ key: 'what', header: waiting.what, cell: What }]),
          { key: 'at', header: waiting.since[time], width: '19em', cell: (row) => <When at={row.at} /> },
        ]}
      />
      <p className="pager">
        {!isFirst && (
          <Link className="button button-quiet" to={panelPaths.page('waiting', { list: view.list })}>
            {waiting.first}
          </Link>
        )}
        {view.next !== null && (
          <Link
            className="button button-secondary"
            to={panelPaths.page('waiting', { list: view.list, after: view.next })}
            rel="next"
          >
            {waiting.next}
          </Link>
        )}
      </p>
    </>
  );
};

const What = ({ what }: WaitingRow) => {
  const { waiting } = t.operators;
  const f = formatsFor(ctx);
  if (what.institution !== undefined) return <UserText>{what.institution}</UserText>;
  if (what.snapshotId !== undefined) return <ShortId id={what.snapshotId} />;
  if (what.done !== undefined) {
    return <>{waiting.rows(f.number(what.done), what.total === undefined ? undefined : f.number(what.total))}</>;
  }
  if (what.kind === undefined) return null;
  const why = what.code && (lookUp(words(ctx).t.history.refusals, what.code) ?? what.code);
  return (
    <span>
      {waiting.switches[what.kind]}
      {why && <span className="quiet"> · {why}</span>}
    </span>
  );
};
