import { WAITING_NAMES, waitingList } from '../../../src/panel/waiting-lists.js';
import { PanelClient } from '../../builders/panel-client.js';
import { rows } from '../../setup/sql.js';
import type { EventMaker } from './audit-events.js';
import { NAMES, type Filled } from './panel-fill.js';
import type { BenchApp, World } from './world.js';

/** What somebody at the panel asks, with values picked anew each time; done when the whole answer is there. */
export interface Question {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
}

const EVENT_IDS = 1_000;
const TABS = ['overview', 'members', 'bank-feeds', 'payments', 'snapshots', 'switches', 'timeline'];

const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!;

/** Over HTTP, as the panel's own pages ask. */
export async function openQuestions(
  { admin }: World,
  { nest, database }: BenchApp,
  events: EventMaker,
  filled: Filled,
): Promise<Question[]> {
  await nest.listen(0, '127.0.0.1');
  const url = await nest.getUrl();
  const support = await PanelClient.signedIn(nest, url, 'compliance');
  const operator = await PanelClient.signedIn(nest, url, 'operator');
  const eventIds = await someEventIds(admin, database);
  const get = (name: string, path: () => string, by = support): Question => ({
    name,
    ask: async () => {
      const { status } = await by.get(`/api/${path()}`);
      if (status !== 200) throw new Error(`${name}: ${status}`);
    },
  });
  const search = (name: string, q: () => string) => get(name, () => `pages/search?q=${encodeURIComponent(q())}`);
  const listed = (resource: string, query = '') => `resources/${resource}/actions/list?perPage=50${query}`;
  const business = () => pick(filled.businesses.slice(0, events.businesses.length));
  return [
    get('home', () => 'dashboard'),
    get('home of an operator', () => 'dashboard', operator),
    get('businesses', () => listed('businesses')),
    get('businesses, names that begin with', () =>
      listed('businesses', `&filters.name=${encodeURIComponent(NAMES.start())}`),
    ),
    get('businesses, page 100', () => listed('businesses', '&page=100')),
    get('staff', () => listed('staff'), operator),
    ...WAITING_NAMES.filter((name) => waitingList(name).href === undefined).map((name) =>
      get(
        `waiting: ${name}`,
        () => `pages/waiting?list=${name}`,
        waitingList(name).on === 'StaffAccount' ? operator : support,
      ),
    ),
    search('search: a name begins with', NAMES.start),
    search('search: many names hold it', NAMES.containing),
    search('search: few names hold it', NAMES.rare),
    search('search: no name holds it', NAMES.none),
    search('search: e-mail address', () => pick(filled.emails)),
    search('search: id of a business', () => pick(filled.businesses)),
    search('search: id of a snapshot', () => pick(filled.snapshots)),
    search('search: id of an event', () => pick(eventIds)),
    search('search: reference of a payment', () => pick(filled.references)),
    get('payments to record', () => 'pages/payments'),
    get('requests', () => 'pages/requests'),
    ...TABS.map((tab) => get(`business: ${tab}`, () => `pages/business?id=${business()}&tab=${tab}`)),
    get('permissions', () => 'pages/permissions'),
    get('event', () => `pages/event?id=${pick(eventIds)}`),
    ...Object.entries(filtersOf(events, business)).map(([name, filter]) =>
      get(`explorer: ${name}`, () => `pages/events?${new URLSearchParams(filter()).toString()}`),
    ),
  ];
}

function filtersOf(events: EventMaker, business: () => string): Record<string, () => Record<string, string>> {
  return {
    'no filter': () => ({}),
    business: () => ({ business: business() }),
    'staff as actor': () => ({ actor: pick(events.staff) }),
    'rare type': () => ({ type: 'business.restore.denied' }),
    outcome: () => ({ outcome: 'denied' }),
    ticket: () => ({ ticket: events.ticketOf(Math.floor(Math.random() * events.count)) }),
    'business, outcome': () => ({ business: business(), outcome: 'denied' }),
  };
}

async function someEventIds(admin: World['admin'], database: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    admin,
    `SELECT LOWER(HEX(event_id)) AS id FROM ${database}.audit_events WHERE subject LIKE 'business/%' LIMIT ${EVENT_IDS}`,
  );
  return found.map(({ id }) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
