import type { ReactNode } from 'react';
import { DataTable } from '../../ui/components/data-table.js';
import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Icon } from '../../ui/components/icon.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { FeedRow, Precondition, Situation } from '../views.js';
import { ctx, t } from './locale.js';
import { ShortId } from './short-id.js';
import { Ago } from './when.js';

type Name = Precondition['name'];

/** One precondition as it stands for each of the two. */
interface Row {
  readonly name: Name;
  readonly reset?: Precondition;
  readonly restore?: Precondition;
}

/** What must hold, in one table: held or not for each of the two, since when, and what would mend it; failures first. */
export const Preconditions = ({ situation: { reset, restore } }: { situation: Situation }) => (
  <>
    <p className="quiet">{t.preconditions.notForStaff}</p>
    <div className="preconditions">
      <DataTable<Row>
        cards
        captionHidden
        caption={t.business.tabs.overview}
        rows={rowsOf(reset, restore)}
        rowKey={({ name }) => name}
        rowProps={(row) => ({ className: isFailing(row) ? 'tr-fails fails' : undefined })}
        columns={[
          {
            key: 'name',
            header: t.preconditions.what,
            width: '24%',
            names: true,
            phone: 'main',
            cell: ({ name }) => t.preconditions.names[name],
          },
          {
            key: 'reset',
            header: t.preconditions.reset,
            width: '17%',
            cell: (row) => <State precondition={row.reset} />,
          },
          {
            key: 'restore',
            header: t.preconditions.restore,
            width: '17%',
            cell: (row) => <State precondition={row.restore} />,
          },
          { key: 'more', header: t.preconditions.more, cell: (row) => <More row={row} /> },
        ]}
      />
    </div>
  </>
);

const RANK = { fails: 0, asked: 1, holds: 2 } as const;

/** Each name once, in the order in which an attempt would be answered, what fails before the rest. */
function rowsOf(reset: readonly Precondition[], restore: readonly Precondition[]): Row[] {
  const names = [...new Set([...reset, ...restore].map(({ name }) => name))];
  const of = (list: readonly Precondition[], name: Name) => list.find((known) => known.name === name);
  const rows = names.map((name): Row => ({ name, reset: of(reset, name), restore: of(restore, name) }));
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b));
}

const states = ({ reset, restore }: Row) => [reset, restore].flatMap((each) => (each ? [each.state] : []));
const rankOf = (row: Row) => Math.min(...states(row).map((state) => RANK[state]));
const isFailing = (row: Row) => states(row).includes('fails');

const ICONS = { holds: 'check', fails: 'warning', asked: 'info' } as const;

/** A dash where it is nothing that the one of the two asks for. */
const State = ({ precondition }: { precondition: Precondition | undefined }) =>
  precondition ? (
    <span className={`precondition-cell ${precondition.state}`}>
      <Icon name={ICONS[precondition.state]} />
      <span>
        {t.preconditions[precondition.state]}{' '}
        {precondition.since !== undefined && precondition.state !== 'asked' && (
          <span className="quiet">
            <Ago at={precondition.since} />
          </span>
        )}
      </span>
    </span>
  ) : (
    <span className="quiet">{t.preconditions.notAsked}</span>
  );

const More = ({ row }: { row: Row }) => {
  const telling = [row.reset, row.restore].find((each) => each?.state === 'fails') ?? row.restore ?? row.reset!;
  return (
    <>
      {telling.state === 'fails' ? <p>{t.preconditions.fixes[row.name]}</p> : <Told precondition={telling} />}
      {telling.feeds?.map((feed) => (
        <BlockingFeed key={feed.id} feed={feed} />
      ))}
    </>
  );
};

const Told = ({ precondition: { name, facts, since } }: { precondition: Precondition }) => {
  const key = name === 'sign-up-email' && facts.now !== undefined ? 'sign-up-email-moved' : name;
  if (!Object.hasOwn(t.preconditions.tells, key)) return null;
  const text = t.preconditions.tells[key as keyof typeof t.preconditions.tells];
  const values = Object.entries(facts).map(([fact, value]): [string, ReactNode] => [fact, factOf(fact, value)]);
  return (
    <p>
      <Template
        text={text}
        values={{ ...Object.fromEntries(values), since: since && <Instant ctx={ctx} at={since} /> }}
      />
    </p>
  );
};

function factOf(fact: string, value: string): ReactNode {
  if (fact === 'until') return <Instant ctx={ctx} at={value} />;
  return fact === 'snapshot' ? <ShortId id={value} /> : <UserText>{value}</UserText>;
}

const BlockingFeed = ({ feed }: { feed: FeedRow }) => (
  <p>
    <UserText>{feed.institution}</UserText> · <UserText>{feed.account}</UserText>{' '}
    <FeedStateBadge ctx={ctx} feed={feed} />
  </p>
);
