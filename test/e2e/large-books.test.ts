import { LINES_AT_ONCE } from '../../src/accounting/entry-groups.js';
import { FecExport } from '../../src/accounting/fec-export.service.js';
import { LINES_LISTED_MAX } from '../../src/accounting/journal.service.js';
import { TIME_ZONE } from '../../src/platform/kernel/time-zone.js';
import type { BookId } from '../../src/platform/kernel/ids.js';
import { Client, PASSWORD, type Answer } from '../builders/client.js';
import { expectProblem } from '../builders/problems.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

const COLUMNS =
  'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate ' +
  'EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise';

/** One entry of so many lines of one dollar and a last one that balances them, over as many accounts. */
function longEntry(lines: number, accounts: number): string {
  const row = (account: number, debit: string, credit: string) =>
    `OD\tGeneral\tLONG\t20260115\t${100_000 + account}\tAccount ${account}\t\t\tP1\t20260115\tA long entry\t${debit}\t${credit}\t\t\t\t\t`;
  const debits = Array.from({ length: lines - 1 }, (_, i) => row(i % accounts, '1,00', '0,00'));
  return [COLUMNS.replaceAll(' ', '\t'), ...debits, row(0, '0,00', `${lines - 1},00`)].join('\r\n') + '\r\n';
}

interface Entry {
  id: string;
  lines: unknown[];
  lineCount: number;
}

/** Whatever is in the books, a list and a page hold a bounded part of it: what is not read cannot keep others waiting. */
describe('books with a long entry and many accounts', () => {
  const [LINES, ACCOUNTS] = [3_001, 1_500];
  let world: TestApp;
  let owner: Client;
  let cookie: string;

  beforeAll(async () => {
    world = await startTestApp('large');
    owner = await Client.signUp(world.url);
    expect((await owner.import(longEntry(LINES, ACCOUNTS))).status).toBe(201);
    const body = new URLSearchParams({ email: owner.email, password: PASSWORD });
    const signedIn = await fetch(`${world.url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
    cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  });
  afterAll(() => world.stop());

  const page = async (path: string) =>
    (await fetch(`${world.url}/b/${owner.businessId}${path}`, { headers: { Cookie: cookie } })).text();
  const nextOf = (html: string) => /href="\/b\/[^/"]+(\/[^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  const accountsOn = (html: string) => new Set(html.match(/(?<=>)10\d{4}(?=<)/g)).size;
  const entries = (): Promise<Answer<{ items: Entry[] }>> => owner.get(owner.of('/journal-entries'));

  test('a list has the first lines of each entry, says how many there are, and the others follow by page', async () => {
    const [entry] = (await entries()).body.items;
    expect(entry).toMatchObject({ lineCount: LINES });
    expect(entry!.lines).toHaveLength(LINES_LISTED_MAX);

    const path = owner.of(`/journal-entries/${entry!.id}/lines`);
    const first = await owner.get<{ items: unknown[]; next: string }>(`${path}?limit=200`);
    expect(first.body.items.slice(0, LINES_LISTED_MAX)).toEqual(entry!.lines);
    expect(first.body.next).toBe('200');
    const last = await owner.get<{ items: unknown[]; next: null }>(`${path}?limit=200&after=3000`);
    expect(last.body).toMatchObject({ items: [{ account: '100000', credit: '3000.00' }], next: null });
    expectProblem(await owner.get(`${path}?after=x`), 'VALIDATION');
    expectProblem(await owner.get(owner.of(`/journal-entries/${owner.businessId}/lines`)), 'NOT_FOUND');
    expectProblem(await (await Client.signUp(world.url)).at(owner.businessId).get(path), 'NOT_FOUND');
  });

  test('the pages show its sum', async () => {
    for (const path of ['', '/journal']) expect(await page(path)).toMatch(/3[\s,\u202f\u00a0]?000[.,]00/);
  });

  test('the trial balance is whole in the API, and comes by pages to people, with the totals of all', async () => {
    const { body } = await owner.get<{ lines: unknown[]; totals: unknown }>(owner.of('/trial-balance'));
    expect(body.lines).toHaveLength(ACCOUNTS);
    expect(body).toMatchObject({ currency: 'CAD', totals: { debit: '3000.00', credit: '3000.00' } });

    const first = await page('/reports/trial-balance');
    expect(accountsOn(first)).toBe(1_000);
    const second = await page(nextOf(first)!);
    expect(accountsOn(second)).toBe(500);
    for (const html of [first, second]) expect(html).toMatch(/3[\s,\u202f\u00a0]?000[.,]00/);
    const file = await page('/reports/trial-balance/file?format=csv');
    expect(file.trim().split('\r\n')).toHaveLength(1 + ACCOUNTS + 1);
  });

  test('the FEC file leaves a part of the long entry at a time, each line once and in its order', async () => {
    const { bookId } = (await owner.get<{ bookId: string }>(owner.of('/reset-preview'))).body;
    const parts: string[] = [];
    for await (const part of world.app.get(FecExport).lines(bookId as BookId, TIME_ZONE)) parts.push(part);
    for (const part of parts) expect(part.trimEnd().split('\r\n').length).toBeLessThanOrEqual(LINES_AT_ONCE);
    const lines = parts.join('').trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(LINES);
    const accounts = lines.map((line) => Number(line.split('\t')[4]) - 100_000);
    expect(accounts).toEqual([...Array.from({ length: LINES - 1 }, (_, i) => i % ACCOUNTS), 0]);
    expect(await page('/reports/ledger.fec.txt')).toBe(parts.join(''));
  });

  test('the general ledger comes by pages of accounts', async () => {
    const seen = new Set<string>();
    let path: string | undefined = '/reports/ledger';
    for (let pages = 0; path !== undefined; pages++) {
      expect(pages).toBeLessThan(20);
      const html: string = await page(path);
      const shown = html.match(/(?<=>)10\d{4}(?= Account)/g) ?? [];
      expect(new Set(shown).size).toBeLessThanOrEqual(400);
      for (const account of shown) seen.add(account);
      path = nextOf(html);
    }
    expect(seen.size).toBe(ACCOUNTS);
  });

  test('an entry longer than can be shown is refused with its line', async () => {
    const refused = await owner.import(longEntry(50_001, 10));
    expectProblem(refused, 'INVALID_FEC');
    expect(refused.body).toMatchObject({ reason: 'entry-too-long', line: 50_002 });
  });
});
