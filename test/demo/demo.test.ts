import type { INestApplication } from '@nestjs/common';
import { createApp } from '../../src/app.js';
import { Reports } from '../../src/accounting/reports.service.js';
import { auditVerify } from '../../src/cli/audit-verify-command.js';
import { verifySnapshots } from '../../src/cli/verify-snapshots.js';
import { SnapshotVerification } from '../../src/books/snapshot-verification.service.js';
import { Snapshots } from '../../src/books/snapshots.service.js';
import { DEMO_PASSWORD, DEMO_SIGN_INS, MEMBERS, STAFF } from '../../src/demo/demo-accounts.js';
import { Demo, DEMO_PARTS } from '../../src/demo/demo.service.js';
import { OTHER_BUSINESSES } from '../../src/demo/other-businesses.js';
import { StaffSessions } from '../../src/people/identity/staff-sessions.service.js';
import { DAY_MS } from '../../src/platform/kernel/clock.js';
import { bytesToId, idToBytes, type BookId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { parseCents } from '../../src/platform/kernel/money.js';
import { InvoiceStates } from '../../src/banking/online-payments/invoice-states.service.js';
import { OnlinePayments } from '../../src/banking/online-payments/online-payments.service.js';
import { Approvals } from '../../src/support/approvals.service.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Hundreds of transactions, on a machine that may be busy with other tests. */
const MAKING_MS_MAX = 240_000;

const tables = [
  'businesses users staff memberships books book_switches bank_feeds pay_links online_payments snapshot_holds',
  'support_requests contacts invoices invoice_lines journal_entries journal_lines recorded_payments bank_accounts',
  'ledger_accounts demo_businesses demo_parts',
].flatMap((names) => names.split(' '));

/** How many rows each table has: what the demo is made of. */
async function census(scene: Scene, names = tables): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) {
    counts[name] = Number((await rows<{ n: number }>(scene.sql.owner, `SELECT COUNT(*) AS n FROM ${name}`))[0]!.n);
  }
  return counts;
}

async function idOf(scene: Scene, name: string): Promise<BusinessId> {
  const sql = 'SELECT business_id FROM demo_businesses WHERE name = ?';
  return bytesToId<BusinessId>((await rows<{ business_id: Buffer }>(scene.sql.owner, sql, [name]))[0]!.business_id);
}

interface Logged {
  type: string;
  subject: string;
  time: string;
  data: { reason?: string; precondition?: { name: string; held: boolean; feeds?: unknown[] }[] };
}

async function events(scene: Scene): Promise<Logged[]> {
  const found = await rows<{ payload: Buffer }>(scene.sql.admin, 'SELECT payload FROM audit_events ORDER BY id');
  return found.map(({ payload }) => JSON.parse(payload.toString()) as Logged);
}

describe('the demo', () => {
  let scene: Scene;
  let beganAt: number;
  let atelier: BusinessId;
  let cafe: BusinessId;
  beforeAll(async () => {
    scene = await Scene.start('demo');
    beganAt = Date.now();
    expect(await scene.world.app.get(Demo).make()).toBe(DEMO_PARTS.length);
    [atelier, cafe] = [await idOf(scene, 'atelier'), await idOf(scene, 'cafe')];
  }, MAKING_MS_MAX);
  afterAll(() => scene.stop());

  const sql = <T>(text: string, values: unknown[] = []) => rows<T>(scene.sql.owner, text, values);
  const switches = async (businessId: BusinessId) =>
    (
      await sql<{ kind: string }>('SELECT kind FROM book_switches WHERE business_id = ? ORDER BY switched_at', [
        idToBytes(businessId),
      ])
    ).map(({ kind }) => kind);
  const waiting = async (businessId: BusinessId) =>
    (await scene.world.app.get(OnlinePayments).waiting(businessId, { limit: 50 })).items;

  test('is signed in to by everybody who is printed, owners, members and staff', async () => {
    for (const { email } of DEMO_SIGN_INS) {
      const { status } = await new Client(scene.url).post('/sessions', { email, password: DEMO_PASSWORD });
      expect([email, status]).toEqual([email, 201]);
    }
    for (const { email } of STAFF) {
      const signedIn = await scene.world.app.get(StaffSessions).signIn({ requestId: 'test' }, email, DEMO_PASSWORD);
      expect(signedIn).toEqual(expect.any(String));
    }
    const roles = await sql<{ email: string; role: string }>(
      'SELECT u.email, m.role FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.business_id = ?',
      [idToBytes(atelier)],
    );
    const members = roles.filter(({ email }) => email !== 'owner@demo.test');
    expect(members.toSorted((a, b) => a.email.localeCompare(b.email))).toEqual(
      MEMBERS.toSorted((a, b) => a.email.localeCompare(b.email)),
    );
    expect(new Set(members.map(({ role }) => role))).toEqual(new Set(['owner', 'accountant', 'bookkeeper', 'viewer']));
  });

  test('has fourteen months of books at Atelier Lachance, which balance', async () => {
    const counts = await scene.world.app.get(Reports).counts(atelier);
    expect(counts).toMatchObject({ contacts: 25, invoices: 40, bankAccounts: 2 });
    const book = bytesToId<BookId>(await currentBook(scene.sql.admin, atelier));
    const balances = new Map<string, bigint>();
    for await (const lines of scene.world.app.get(Reports).trialBalanceLines(book)) {
      for (const { account, debit, credit } of lines) balances.set(account, parseCents(debit) - parseCents(credit));
    }
    expect([...balances.values()].reduce((sum, each) => sum + each, 0n)).toBe(0n);
    const balance = (account: string) => balances.get(account)!;
    // A believable business: money in the bank, taxes owed, and what its customers owe is what their invoices say.
    expect(balance('1010')).toBeGreaterThan(0n);
    expect(balance('2100')).toBeLessThan(0n);
    expect(balance('2110')).toBeLessThan(0n);
    const { items } = await scene.world.app.get(InvoiceStates).list(atelier, { limit: 100 });
    const due = items.reduce((sum, invoice) => sum + parseCents(invoice.due), 0n);
    expect(balance('1100')).toBe(due);

    const [dates] = await sql<{ oldest: string; newest: string; months: number }>(
      `SELECT MIN(entry_date) AS oldest, MAX(entry_date) AS newest, COUNT(DISTINCT LEFT(entry_date, 7)) AS months
       FROM journal_entries e JOIN businesses b ON b.current_book_id = e.book_id WHERE b.id = ?`,
      [idToBytes(atelier)],
    );
    expect(Number(dates!.months)).toBeGreaterThanOrEqual(14);
    expect(beganAt - Date.parse(dates!.oldest)).toBeGreaterThan(400 * DAY_MS);
    expect(Date.parse(dates!.newest)).toBeLessThan(beganAt);
  });

  test('has invoices that are paid, late, open with a link, and one that was paid while the books were others', async () => {
    const { items } = await scene.world.app.get(InvoiceStates).list(atelier, { limit: 100 });
    const inState = (state: string) => items.filter((invoice) => invoice.state === state);
    expect(items.map(({ number }) => number).toSorted()[0]).toBe('F-000001');
    expect([inState('paid').length, inState('linked').length, inState('received').length]).toEqual([31, 3, 1]);
    const late = await sql(
      `SELECT i.id FROM invoices i JOIN businesses b ON b.current_book_id = i.book_id
       WHERE b.id = ? AND i.due_on < CURRENT_DATE AND i.id IN (?)`,
      [idToBytes(atelier), inState('due').map(({ id }) => idToBytes(id))],
    );
    expect(late.length).toBeGreaterThanOrEqual(3);
    // Both taxes of Québec on every line.
    const [taxed] = await sql<{ n: number | string; all: number | string }>(
      `SELECT SUM(l.tax = ROUND(l.net * 0.14975, 2)) AS n, COUNT(*) AS \`all\` FROM invoice_lines l
       JOIN businesses b ON b.current_book_id = l.book_id WHERE b.id = ?`,
      [idToBytes(atelier)],
    );
    expect(Number(taxed!.n)).toBe(Number(taxed!.all));
    expect(await waiting(atelier)).toMatchObject([{ proposedInvoice: { number: inState('received')[0]!.number } }]);
  });

  test('has a reset and a restore behind it with their snapshot, and a bank before it', async () => {
    expect(await switches(atelier)).toEqual(['reset', 'restore']);
    expect(await scene.world.app.get(Snapshots).list(atelier)).toMatchObject([
      { cause: 'restore', state: 'kept', digest: expect.stringMatching(/^sha256:/), counts: { journalEntries: 1 } },
    ]);
    const states = await sql<{ state: string }>('SELECT state FROM bank_feeds WHERE business_id = ? ORDER BY id', [
      idToBytes(atelier),
    ]);
    expect(states.map(({ state }) => state)).toEqual(['disconnected', 'connected']);
  });

  test('has just reset Café Brûlerie, where a payment waits', async () => {
    expect(await switches(cafe)).toEqual(['reset']);
    expect(await scene.world.app.get(Reports).counts(cafe)).toMatchObject({ contacts: 0, journalEntries: 0 });
    expect(await waiting(cafe)).toMatchObject([{ customer: 'Festival des Arts de Limoilou', proposedInvoice: null }]);
  });

  test('has a dozen other businesses with a failing feed, a refused reset, two requests and a hold', async () => {
    expect(OTHER_BUSINESSES.length).toBeGreaterThanOrEqual(12);
    expect(await sql("SELECT id FROM bank_feeds WHERE state = 'error' AND failure IS NOT NULL")).toHaveLength(1);
    const denied = (await events(scene)).filter(({ type }) => type === 'business.reset.denied');
    expect(denied.map(({ data }) => data.reason)).toEqual(['BANK_FEEDS_CONNECTED']);
    expect(denied[0]!.data.precondition).toContainEqual(
      expect.objectContaining({ name: 'bank-feeds-disconnected', held: false, feeds: [expect.anything()] }),
    );
    const { pending, decided } = await scene.world.app.get(Approvals).list();
    expect(pending.map(({ business, blocker }) => [business, blocker])).toEqual([
      ['Clinique vétérinaire du Fleuve', undefined],
    ]);
    expect(decided.map(({ state }) => state)).toEqual(['approved']);
    expect(await sql('SELECT id FROM snapshot_holds WHERE lifted_at IS NULL')).toHaveLength(1);
  });

  test('has its real times in the log, which verifies, as do its snapshots', async () => {
    const times = (await events(scene)).map(({ time }) => Date.parse(time));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(beganAt - 60_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
    const lines: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    const print = (line: string) => lines.push(line);
    expect(await auditVerify.run({ open, print }, auditVerify.parse([]))).toBe(true);
    expect(await verifySnapshots(scene.world.app.get(SnapshotVerification), undefined, print)).toBe(true);
    expect(lines.join('\n')).not.toContain('not digested yet');
  });

  test('is made once: a second start changes nothing, not even in the log', async () => {
    const before = await census(scene, [...tables, 'audit_events', 'sessions']);
    expect(await scene.world.app.get(Demo).make()).toBe(0);
    expect(await census(scene, [...tables, 'audit_events', 'sessions'])).toEqual(before);
  });

  test(
    'is finished by later starts, wherever the ones before were killed, and by two at once',
    async () => {
      const other = await Scene.start('demo_killed');
      let second: INestApplication | undefined;
      try {
        const demo = other.world.app.get(Demo);
        // Every part of the first half is done twice: its process dies before it can say that it is done.
        const half = DEMO_PARTS.findIndex(({ name }) => name === 'atelier/first-bank');
        for (const part of DEMO_PARTS.slice(0, half)) {
          const killed = demo.make({
            onDone: (name) => {
              if (name === part.name) throw new Error('killed');
            },
          });
          await expect(killed).rejects.toThrow('killed');
        }
        second = await createApp(other.world.database, other.world.settings);
        await second.init();
        await Promise.all([demo.make(), second.get(Demo).make()]);
        expect(await demo.make()).toBe(0);
        expect(await census(other)).toEqual(await census(scene));
      } finally {
        await second?.close();
        await other.stop();
      }
    },
    MAKING_MS_MAX,
  );
});
