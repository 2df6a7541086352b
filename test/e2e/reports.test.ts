import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPORTS } from '../../src/accounting/reports/report.js';
import { bytesOf } from '../../src/log/verifier/file-set.js';
import { zipFiles } from '../../src/log/verifier/zip-files.js';
import { Client } from '../builders/client.js';
import { PageReader } from '../builders/pages.js';
import { readPdf } from '../builders/pdf-text.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

describe('the reports of the books', () => {
  let world: TestApp;
  let owner: Client;
  let folder: string;

  beforeAll(async () => {
    world = await startTestApp('reports');
    folder = mkdtempSync(join(tmpdir(), 'ardoise-reports-'));
    owner = await Client.signUp(world.url, { businessName: 'Café Brûlerie' });
    await post('2025-06-30', '1010', '3000', '1000.00');
    await post('2025-12-31', '5200', '1010', '120.00');
    await post('2026-01-15', '1010', '4000', '250.50');
    await post('2026-02-01', '5300', '1010', '40.25');
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  const post = async (date: string, debit: string, credit: string, amount: string) => {
    const lines = [
      { account: debit, debit: amount },
      { account: credit, credit: amount },
    ];
    const { status } = await owner.post(owner.of('/journal-entries'), { date, label: `Of ${date}`, lines });
    expect(status).toBe(201);
  };
  const path = (name: string, more = '') => `/b/${owner.businessId}/reports/${name}${more}`;
  const file = async (name: string, format: string, more = '&from=2026-01-01&until=2026-12-31', who = owner) => {
    const response = await fetch(`${world.url}${path(name, `/file?format=${format}${more}`)}`, {
      headers: { Cookie: `ardoise_session=${who.token}` },
      redirect: 'manual',
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const csv = async (name: string, more?: string) =>
    (await file(name, 'csv', more)).bytes
      .toString('utf8')
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));

  test('the trial balance has balances, as many debit as credit', async () => {
    const rows = await csv('trial-balance', '&until=2025-12-31');
    expect(rows.slice(1)).toEqual([
      ['1010', 'Bank account', '1000.00', '120.00', '880.00', ''],
      ['3000', 'Owner’s equity', '0.00', '1000.00', '', '1000.00'],
      ['5200', 'Rent', '120.00', '0.00', '120.00', ''],
      ['', 'Total', '1120.00', '1120.00', '1000.00', '1000.00'],
    ]);
  });

  test('profit and loss is of the period, beside the year before', async () => {
    const rows = await csv('profit-and-loss');
    expect(rows.slice(1)).toEqual([
      ['Revenue', '', '', '', ''],
      ['4000', 'Sales', '250.50', '0.00', '250.50'],
      ['', 'Total Revenue', '250.50', '0.00', '250.50'],
      ['Expenses', '', '', '', ''],
      ['5200', 'Rent', '0.00', '120.00', '-120.00'],
      ['5300', 'Office supplies', '40.25', '0.00', '40.25'],
      ['', 'Total Expenses', '40.25', '120.00', '-79.75'],
      ['', 'Profit (loss)', '210.25', '-120.00', '330.25'],
    ]);
  });

  test('the balance sheet balances, now and before', async () => {
    const rows = await csv('balance-sheet');
    const of = (name: string) => rows.find((row) => row[1] === name)!.slice(2, 4);
    expect(of('Total Assets')).toEqual(['1090.25', '880.00']);
    expect(of('Result not carried forward')).toEqual(['90.25', '-120.00']);
    expect(of('Total liabilities and equity')).toEqual(of('Total Assets'));
  });

  test('the ledger begins with what was brought forward, and each line has its balance', async () => {
    const rows = await csv('ledger');
    const start = rows.findIndex((row) => row[0] === '1010 Bank account');
    expect(rows.slice(start + 1, start + 5).map((row) => row.slice(3))).toEqual([
      ['Balance at the beginning of the period', '', '', '880.00'],
      ['Of 2026-01-15', '250.50', '', '1130.50'],
      ['Of 2026-02-01', '', '40.25', '1090.25'],
      ['Total 1010', '250.50', '40.25', '1090.25'],
    ]);
  });

  test('the journal has each entry of the period, in order, and its sums', async () => {
    const rows = await csv('journal');
    expect(rows.map((row) => row[0])).toEqual(['Date', '2026-01-15', '', '2026-02-01', '', '']);
    expect(rows.at(-1)!.slice(6)).toEqual(['290.75', '290.75']);
  });

  test.each(REPORTS)(
    '%s is the same on screen, on paper and in a spreadsheet, and each file is recorded',
    async (name) => {
      const shown = await new PageReader(world.url, owner.token).open(path(name, '?from=2026-01-01&until=2026-12-31'));
      const pdf = await file(name, 'pdf');
      const xlsx = await file(name, 'xlsx');
      expect([shown.status, pdf.status, xlsx.status]).toEqual([200, 200, 200]);
      const { text, xmp } = readPdf(pdf.bytes);
      expect(xmp).toContain('pdfaid:part');
      writeFileSync(join(folder, `${name}.xlsx`), xlsx.bytes);
      const files = await zipFiles(join(folder, `${name}.xlsx`));
      const sheet = (await bytesOf(files, 'xl/worksheets/sheet1.xml', 1 << 24)).toString('utf8');
      const amount =
        {
          'trial-balance': '1090.25',
          'profit-and-loss': '250.5',
          'balance-sheet': '1090.25',
          'aged-receivables': '0',
          'tax-return': '0',
        }[name as string] ?? '40.25';
      expect(sheet).toContain(`<v>${amount}</v>`);
      const written = Number(amount).toLocaleString('en-CA', { minimumFractionDigits: 2 });
      expect(text).toContain(written);
      expect(shown.text).toContain(written);
      expect(text).toContain('Café Brûlerie');
      expect(text).toMatch(/End of the report: \d+ lines/);
      const exported = (await owner.events()).filter(({ type }) => type === 'books.exported');
      expect(JSON.stringify(exported)).toContain(`${name}.pdf`);
    },
  );

  test('a month that is cut counts its entries by the day, whichever end is nearer', async () => {
    const at = async (until: string) =>
      (await csv('trial-balance', `&until=${until}`)).find(([account]) => account === '1010')?.[4];
    expect(await at('2025-06-29')).toBeUndefined();
    expect(await at('2025-12-30')).toBe('1000.00');
    expect(await at('2026-01-14')).toBe('880.00');
    expect(await at('2026-01-15')).toBe('1130.50');
    expect(await at('2026-01-20')).toBe('1130.50');
    const within = async (from: string, until: string) =>
      (await csv('profit-and-loss', `&from=${from}&until=${until}`)).at(-1)![2];
    expect(await within('2026-01-15', '2026-01-15')).toBe('250.50');
    expect(await within('2026-01-16', '2026-02-01')).toBe('-40.25');
    expect(await within('2025-12-31', '2026-01-14')).toBe('-120.00');
    expect(await within('2026-02-01', '2026-01-01')).toBe('0.00');
  });

  test('a ledger of many pages is whole on paper, its head on each', async () => {
    const long = await Client.signUp(world.url, { businessName: 'Long' });
    const lines = Array.from({ length: 400 }, (_, i) => [
      { account: '5200', debit: '1.00', label: `Line ${i}` },
      { account: '1010', credit: '1.00', label: `Line ${i}` },
    ]).flat();
    await long.post(long.of('/journal-entries'), { date: '2026-03-01', label: 'Many', lines });
    const response = await fetch(
      `${world.url}/b/${long.businessId}/reports/ledger/file?format=pdf&from=2026-01-01&until=2026-12-31`,
      {
        headers: { Cookie: `ardoise_session=${long.token}` },
      },
    );
    const { text, pages } = readPdf(Buffer.from(await response.arrayBuffer()));
    expect(pages).toBeGreaterThan(10);
    for (let i = 0; i < 400; i += 1) expect(text.split(`Line ${i} `)).toHaveLength(3);
    expect(text.split('Description')).toHaveLength(pages + 1);
    expect(text).toContain('End of the report: 800 lines');
    expect(text).toContain(`Page ${pages}`);
  });

  test('files are for those who may export, pages for every member, and nothing for a stranger', async () => {
    const viewer = await owner.invite('viewer');
    expect((await file('ledger', 'pdf', undefined, viewer)).status).toBe(403);
    const page = await new PageReader(world.url, viewer.token).open(path('ledger'));
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('/file?');
    const stranger = await Client.signUp(world.url);
    expect((await file('ledger', 'pdf', undefined, stranger)).status).toBe(404);
    expect((await file('nonsense', 'pdf')).status).toBe(404);
    expect((await file('ledger', 'doc')).status).toBe(404);
  });
});
