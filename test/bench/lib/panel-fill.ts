import type { Connection } from 'mysql2/promise';
import { idToBytes, newId, type BusinessId } from '../../../src/platform/kernel/ids.js';
import { newReference, newToken } from '../../../src/banking/online-payments/pay-tokens.js';
import { connectSql } from '../../setup/sql.js';
import { say } from './report.js';
import type { BenchApp, World } from './world.js';

const ROWS_A_STATEMENT = 1_000;
const SAY_EVERY = 25_000;
const DAY_MS = 86_400_000;
const SPAN_DAYS = 365;

const FIRST = [
  'Atelier',
  'Café',
  'Boulangerie',
  'Garage',
  'Ferme',
  'Studio',
  'Clinique',
  'Librairie',
  'Menuiserie',
  'Salon',
];
const SECOND = [
  'Lachance',
  'Tremblay',
  'Gagnon',
  'Bouchard',
  'Côté',
  'Gauthier',
  'Morin',
  'Lavoie',
  'Fortin',
  'Bélanger',
];
const PLACES = ['du Port', 'de la Gare', 'des Érables', 'Saint-Roch', 'du Lac', 'de l’Île', 'Mile End', 'du Canal'];
/** In one name of so many, so that a search for it walks far. */
const RARE = { word: 'Zéphyrin', every: 20_000 };

const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!;
const share = (n: number, of: number) => n % of === 0;

/** What was filled in, to be asked for. */
export interface Filled {
  readonly businesses: readonly BusinessId[];
  readonly emails: readonly string[];
  readonly snapshots: readonly string[];
  /** Of online payments: one in twenty still waits to be recorded. */
  readonly references: readonly string[];
}

/** The same while it is filled. */
type Filling = { -readonly [Of in keyof Filled]: Filled[Of][number][] };

/**
 * Businesses as people who sign up leave them: a user, a membership, a subscription, an open book; some with banks, some
 * with snapshots and the record of their resets. Past the application, as the schema's administrator.
 */
export async function fillBusinesses(
  { server }: World,
  { database }: BenchApp,
  known: readonly BusinessId[],
  count: number,
): Promise<Filled> {
  const sql = await connectSql(server.adminUrl);
  await sql.query(`USE ${database}`);
  await sql.query('SET foreign_key_checks = 0, unique_checks = 0');
  const filled: Filling = { businesses: [], emails: [], snapshots: [], references: [] };
  for (let first = 0; first < count; first += ROWS_A_STATEMENT) {
    const rows = new Map<string, unknown[][]>();
    for (let n = first; n < Math.min(first + ROWS_A_STATEMENT, count); n++) {
      addBusiness(rows, n, known[n], filled);
    }
    for (const [insert, values] of rows) await sql.query(`INSERT INTO ${insert} VALUES ?`, [values]);
    if (first % SAY_EVERY === 0) say(`${first.toLocaleString('en')} businesses …`);
  }
  await analyze(sql);
  await sql.end();
  return filled;
}

const TABLES = {
  users: 'users (id, email, email_key, sign_up_email, password_hash, locale, created_at)',
  businesses: 'businesses (id, name, edition, locale, currency, original_owner_id, current_book_id, created_at)',
  memberships: 'memberships (business_id, user_id, role, created_at)',
  subscriptions: 'subscriptions (business_id, plan, trial_ends_at, created_at)',
  books: 'books (id, business_id, opened_at, sealed_at, sealed_by, expires_at, digest, digested_at)',
  switches: 'book_switches (id, business_id, kind, from_book_id, to_book_id, by_user_id, switched_at, audit_event_id)',
  feeds: `bank_feeds (id, business_id, bank_account_id, bank_account_name, institution, state, state_since, created_at,
    fetched_count)`,
  jobs: 'write_jobs (id, business_id, kind, started_at, lease_until, finished_at, done_count, total_count)',
  seqs: 'audit_business_seqs (business_id, last_seq)',
  links: `pay_links (id, business_id, token, invoice_id, invoice_number, business_name, customer_name, amount, currency,
    issued_at)`,
  payments: `online_payments (id, business_id, pay_link_id, reference, amount, currency, received_at, last_recorded_in)`,
  recorded: 'recorded_payments (book_id, payment_id, entry_id, amount, created_at)',
};

function addBusiness(
  rows: Map<string, unknown[][]>,
  n: number,
  /** One that has events, and so a number for the next one. */
  known: BusinessId | undefined,
  filled: Filling,
): void {
  const add = (table: keyof typeof TABLES, ...values: unknown[]) => {
    const all = rows.get(TABLES[table]) ?? [];
    all.push(values);
    rows.set(TABLES[table], all);
  };
  const business = known ?? newId<BusinessId>();
  const id = idToBytes(business);
  const [user, book] = [idToBytes(newId()), idToBytes(newId())];
  const email = `owner-${n}@bench.test`;
  const at = new Date(Date.now() - Math.random() * SPAN_DAYS * DAY_MS);
  const name = `${pick(FIRST)} ${pick(SECOND)} ${share(n, RARE.every) ? RARE.word : pick(PLACES)} ${n}`;
  add('users', user, email, email, email, '-', 'fr', at);
  add('businesses', id, name, share(n, 3) ? 'express' : 'accounting', 'fr', 'CAD', user, book, at);
  add('memberships', id, user, 'owner', at);
  add('subscriptions', id, 'trial', new Date(at.getTime() + 30 * DAY_MS), at);
  add('books', book, id, at, null, null, null, null, null);
  if (known === undefined) add('seqs', id, 0);
  filled.businesses.push(business);
  filled.emails.push(email);
  if (share(n, 20)) {
    // Some expire within the week, most later; the book from before is the snapshot.
    const snapshot = newId();
    const sealed = new Date(Date.now() - Math.random() * 89 * DAY_MS);
    const expires = new Date(sealed.getTime() + 90 * DAY_MS);
    add('books', idToBytes(snapshot), id, at, sealed, 'reset', expires, Buffer.alloc(32, 1), sealed);
    add('switches', idToBytes(newId()), id, 'reset', idToBytes(snapshot), book, user, sealed, idToBytes(newId()));
    filled.snapshots.push(snapshot);
  }
  if (share(n, 5)) {
    const [link, payment] = [idToBytes(newId()), idToBytes(newId())];
    const reference = newReference();
    const waits = share(n, 100);
    add('links', link, id, newToken(), idToBytes(newId()), `F-${n}`, name, 'Nadeau', '287.44', 'CAD', at);
    add('payments', payment, id, link, reference, '287.44', 'CAD', at, waits ? null : book);
    if (!waits) add('recorded', book, payment, idToBytes(newId()), '287.44', at);
    filled.references.push(reference);
  }
  for (let feed = 0; feed < (share(n, 4) ? 3 : 0); feed++) {
    const state = share(n, 100) ? 'error' : feed === 0 ? 'disconnected' : 'connected';
    add('feeds', idToBytes(newId()), id, idToBytes(newId()), 'Compte courant', 'sandbox', state, at, at, 0);
  }
  if (share(n, 10)) {
    const done = share(n, 500) ? null : at;
    const lease = new Date(done === null ? Date.now() + DAY_MS : at);
    add('jobs', idToBytes(newId()), id, 'import', at, lease, done, 500, 1_000);
  }
}

async function analyze(sql: Connection): Promise<void> {
  const tables = Object.values(TABLES).map((insert) => insert.split(' ')[0]);
  await sql.query(`ANALYZE TABLE ${tables.join(', ')}`);
}

/** Words to search names for: what they begin with, what many and what few of them hold, what none does. */
export const NAMES = {
  start: () => `${pick(FIRST)} ${pick(SECOND)}`.slice(0, 12),
  containing: () => pick(SECOND).toLowerCase(),
  rare: () => RARE.word.toLowerCase(),
  none: () => 'xylophone',
};
