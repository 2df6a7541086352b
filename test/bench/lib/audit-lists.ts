import { loadavg } from 'node:os';
import { readAuditFilter, type AuditFilter } from '../../../src/log/events/audit-filter.js';
import { AuditSearch } from '../../../src/log/events/audit-search.service.js';
import type { EventType } from '../../../src/log/events/event-catalogue.js';
import type { Actor } from '../../../src/platform/kernel/actor.js';
import { DAY_MS } from '../../../src/platform/kernel/clock.js';
import { newId, type StaffId } from '../../../src/platform/kernel/ids.js';
import { rows } from '../../setup/sql.js';
import type { EventMaker } from './audit-events.js';
import { withWorker } from './audit-world.js';
import { isQuick } from './options.js';
import { hookStatements } from './queries.js';
import { asNumber, asTime, printTable, say, type Target } from './report.js';
import { summarise } from './stats.js';
import type { BenchApp, World } from './world.js';

const LIMIT = 50;
const REPEATS = isQuick ? 10 : 100;
const WARM_UP = isQuick ? 2 : 20;
const P95_MS_MAX = 50;

const reviewer: Actor = { type: 'staff', id: newId<StaffId>(), role: 'compliance', origin: { requestId: newId() } };
const reading = { actor: reviewer, roles: ['compliance'] };

type Values = Record<string, string | string[]>;

/** Filters with values picked anew each time. Times lie in the part of the log that is filled. */
function filtersOn(events: EventMaker): Record<string, () => Values> {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!;
  const business = () => ({ business: events.businesses[events.pickBusiness()]! });
  const user = () => ({ actor: pick(events.users) });
  const range = (days: number) => {
    const from = events.timeOf(Math.floor(Math.random() * events.count * 0.9)).getTime();
    return { from: new Date(from).toISOString(), until: new Date(from + days * DAY_MS).toISOString() };
  };
  const FREQUENT: EventType[] = ['session.started', 'audit.read', 'books.exported', 'books.imported'];
  const RARE: EventType[] = ['business.reset.denied', 'business.reset.failed', 'business.restore.denied'];
  const RESETS: EventType[] = [
    'business.reset.requested',
    'business.reset.completed',
    'business.reset.denied',
    'business.reset.failed',
  ];
  return {
    'no filter': () => ({}),
    business,
    'user as actor': user,
    'staff as actor': () => ({ actor: pick(events.staff) }),
    'frequent type': () => ({ type: pick(FREQUENT) }),
    'rare type': () => ({ type: pick(RARE) }),
    'four types': () => ({ type: RESETS }),
    outcome: () => ({ outcome: pick(['denied', 'failed', 'pending', 'success']) }),
    ticket: () => ({ ticket: events.ticketOf(Math.floor(Math.random() * events.count)) }),
    'range of a week': () => range(7),
    'business, type': () => ({ ...business(), type: pick(FREQUENT) }),
    'business, range of 90 days': () => ({ ...business(), ...range(90) }),
    'business, outcome': () => ({ ...business(), outcome: 'denied' }),
    'business, staff as actor': () => ({ ...business(), actor: pick(events.staff) }),
    'type, outcome, range of a month': () => ({ type: pick(RARE), outcome: 'denied', ...range(30) }),
    'actor, outcome, range of a month': () => ({ actor: pick(events.staff), outcome: 'success', ...range(30) }),
  };
}

interface Listed {
  /** What the reviewer waits for: the page, and the event that records the reading. */
  readonly ms: number;
  /** Of that, the statement that finds the page. */
  readonly searchMs: number;
}

/** The time of the statement that searches, which is sent once for a page. */
function watchSearches({ dataSource }: BenchApp): { lastMs: number } {
  const seen = { lastMs: 0 };
  hookStatements(dataSource, {
    done: (sql, tookMs) => {
      if (sql.includes('FORCE INDEX')) seen.lastMs = tookMs;
    },
  });
  return seen;
}

export type Watch = ReturnType<typeof watchSearches>;

export function openLists(app: BenchApp, { admin }: World) {
  const watch = watchSearches(app);
  return async (events: EventMaker) => {
    const found = await withWorker(app, () => measureLists(app, watch, events));
    const [row] = await rows<{ pool: number }>(admin, 'SELECT @@innodb_buffer_pool_size AS pool');
    return { ...found, poolBytes: Number(row!.pool), loadAtEnd: loadavg()[0]! };
  };
}

async function measureLists({ nest }: BenchApp, watch: Watch, events: EventMaker) {
  const search = nest.get(AuditSearch);
  const list = async (filter: AuditFilter, after?: string): Promise<Listed & { next: string | null }> => {
    const began = performance.now();
    const { next } = await search.list(reading, filter, LIMIT, after);
    return { ms: performance.now() - began, searchMs: watch.lastMs, next };
  };
  const summaries = [];
  for (const [name, values] of Object.entries(filtersOn(events))) {
    const [first, second]: [Listed[], Listed[]] = [[], []];
    for (let i = -WARM_UP; i < REPEATS; i++) {
      const filter = readAuditFilter(values());
      const page = await list(filter);
      const next = page.next === null ? undefined : await list(filter, page.next);
      if (i < 0) continue;
      first.push(page);
      if (next) second.push(next);
    }
    summaries.push(summaryOf(name, 'first', first), ...(second.length > 0 ? [summaryOf(name, 'next', second)] : []));
    say(`${name}: ${asTime(summaries.at(-1)!.listMs.p95)} (p95)`);
  }
  return { events: events.count, summaries };
}

function summaryOf(filter: string, page: 'first' | 'next', listed: readonly Listed[]) {
  return {
    filter,
    page,
    listMs: summarise(listed.map(({ ms }) => ms)),
    searchMs: summarise(listed.map(({ searchMs }) => searchMs)),
  };
}

export type ListFigures = Awaited<ReturnType<ReturnType<typeof openLists>>>;

export function listTargets({ events, poolBytes, summaries }: ListFigures): Target[] {
  const worst = summaries.reduce((a, b) => (b.listMs.p95 > a.listMs.p95 ? b : a));
  return [
    {
      what: `a page of ${LIMIT} out of ${events.toLocaleString('en')} events, pool of ${asPool(poolBytes)}, slowest p95`,
      wanted: `< ${asTime(P95_MS_MAX)}`,
      got: `${asTime(worst.listMs.p95)} (${worst.filter})`,
      reached: worst.listMs.p95 < P95_MS_MAX,
    },
  ];
}

function asPool(bytes: number): string {
  return `${asNumber(bytes / 1024 ** 2)} MiB`;
}

export function printLists({ events, poolBytes, loadAtEnd, summaries }: ListFigures): void {
  printTable(
    `A reviewer's page of ${LIMIT} out of ${events.toLocaleString('en')} events, recording the reading included; the server's buffer pool ${asPool(poolBytes)}, load ${asNumber(loadAtEnd, 2)}`,
    ['filter', 'page', 'n', 'median', 'p95', 'max', 'the search alone: median', 'p95'],
    summaries.map(({ filter, page, listMs, searchMs }) => [
      filter,
      page,
      String(listMs.n),
      asTime(listMs.median),
      asTime(listMs.p95),
      asTime(listMs.max),
      asTime(searchMs.median),
      asTime(searchMs.p95),
    ]),
  );
}
