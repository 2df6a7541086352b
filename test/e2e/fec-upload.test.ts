import { readFileSync } from 'node:fs';
import type { Connection } from 'mysql2/promise';
import { Client, LEDGER_PATH, type Answer } from '../builders/client.js';
import { contentOf } from '../builders/content.js';
import { expectProblem } from '../builders/problems.js';
import { connectSql } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

const NAMES = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
];
const ACCOUNT = 'Œuvre d’été à 5 €';

type Row = Readonly<Record<string, string>>;
const row = (more: Row): Row => ({
  JournalCode: 'VE',
  JournalLib: 'Ventes',
  EcritureNum: '1',
  EcritureDate: '20260131',
  CompteNum: '5200',
  CompteLib: ACCOUNT,
  EcritureLib: 'Café',
  Debit: '0,00',
  Credit: '0,00',
  ...more,
});
/** One entry of 1234.56, as the norm has it. */
const ENTRY = [row({ CompteNum: '6061', Debit: '1234,56' }), row({ CompteNum: '7061', Credit: '1234,56' })];

/** A file of rows; `names` are its columns from left to right. */
const fileOf = (rows: readonly Row[], { separator = '\t', names = NAMES, end = '\r\n' } = {}) =>
  [names, ...rows.map((one) => names.map((name) => one[name] ?? ''))]
    .map((fields) => fields.join(separator) + end)
    .join('');

/** Bytes in an encoding of one byte each, of which only these characters are outside ASCII and Latin-1. */
const encoded = (text: string, special: Readonly<Record<string, number>>) =>
  Buffer.from([...text].map((letter) => special[letter] ?? letter.codePointAt(0)!));

describe('a FEC file over HTTP', () => {
  let world: TestApp;
  let admin: Connection;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('fec');
    admin = await connectSql(world.database.adminUrl);
    owner = await Client.signUp(world.url);
  });
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  const upload = (body: string | Buffer, type = 'text/plain'): Promise<Answer> =>
    owner.request('POST', owner.of('/imports'), {
      body: new Uint8Array(Buffer.from(body)),
      headers: type === '' ? {} : { 'Content-Type': type },
    });

  async function emptyTheBooks(): Promise<void> {
    await owner.withContent();
    expect((await owner.reset()).status).toBe(201);
  }

  /** Imports into empty books and checks that what is in them then is the entry, to the letter. */
  async function comesIn(file: string | Buffer, type?: string): Promise<void> {
    await emptyTheBooks();
    expect(await upload(file, type)).toMatchObject({ status: 201, body: { entries: 1, lines: 2, accounts: 2 } });
    const { body } = await owner.get<{ lines: object[] }>(owner.of('/trial-balance'));
    expect(body).toMatchObject({
      lines: [
        { account: '6061', name: ACCOUNT, debit: '1234.56', credit: '0.00' },
        { account: '7061', name: ACCOUNT, debit: '0.00', credit: '1234.56' },
      ],
      totals: { debit: '1234.56', credit: '1234.56' },
    });
    const entries = await owner.get<{ items: object[] }>(owner.of('/journal-entries'));
    expect(entries.body.items).toMatchObject([{ journal: 'VE', number: '1', date: '2026-01-31', label: 'Café' }]);
  }

  const amountForm = NAMES.map((name) => ({ Debit: 'Montant', Credit: 'Sens' })[name] ?? name);
  const withoutMarks = ENTRY.map((one) => ({ ...one, CompteLib: ACCOUNT }));

  test.each<[string, string | Buffer]>([
    ['tabs, CRLF, UTF-8', fileOf(ENTRY)],
    ['vertical bars and LF', fileOf(ENTRY, { separator: '|', end: '\n' })],
    ['the mark of UTF-8', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(fileOf(ENTRY))])],
    ['ISO-8859-15', encoded(fileOf(withoutMarks).replaceAll('’', "'"), { Œ: 0xbc, '€': 0xa4 })],
    ['Windows-1252', encoded(fileOf(ENTRY), { Œ: 0x8c, '€': 0x80, '’': 0x92 })],
    [
      'Montant and Sens with letters',
      fileOf(
        [
          { ...ENTRY[0], Montant: '1234,56', Sens: 'D' },
          { ...ENTRY[1], Montant: '1234,56', Sens: 'C' },
        ] as Row[],
        { names: amountForm },
      ),
    ],
    [
      'Montant and Sens with signs',
      fileOf(
        [
          { ...ENTRY[0], Montant: '1234,56', Sens: '+1' },
          { ...ENTRY[1], Montant: '1234,56', Sens: '-1' },
        ] as Row[],
        { names: amountForm },
      ),
    ],
    ['decimal points', fileOf(ENTRY).replaceAll('1234,56', '1234.56')],
    ['columns in another order', fileOf(ENTRY, { names: [...NAMES].reverse() })],
    ['no end of the last line', fileOf(ENTRY).slice(0, -2)],
  ])('comes in with %s', async (name, file) => {
    if (name !== 'ISO-8859-15') return comesIn(file);
    await emptyTheBooks();
    expect((await upload(file)).status).toBe(201);
    const { body } = await owner.get<{ lines: { name: string }[] }>(owner.of('/trial-balance'));
    expect(body.lines[0]!.name).toBe(ACCOUNT.replace('’', "'"));
  });

  test.each(['application/octet-stream', 'text/plain', 'text/plain; charset=utf-8', 'text/plain; charset=iso-8859-15'])(
    'comes in as %s, whatever encoding the header claims',
    (type) => comesIn(fileOf(ENTRY), type),
  );

  test.each(['application/json', 'text/csv', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused as %s',
    async (type) => {
      const before = await contentOf(admin);
      expectProblem(
        await upload(type === 'application/json' ? '{"a":1}' : fileOf(ENTRY), type),
        'UNSUPPORTED_MEDIA_TYPE',
      );
      expect(await contentOf(admin)).toEqual(before);
    },
  );

  const bad = (more: Row, other: Row = {}) =>
    fileOf([
      { ...ENTRY[0]!, ...more },
      { ...ENTRY[1]!, ...other },
    ]);

  test.each<[string, string | Buffer, object]>([
    ['nothing', '', { line: 1, column: 1, reason: 'empty-file' }],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 0]), { reason: 'binary-file' }],
    ['UTF-16', Buffer.from(`\ufeff${fileOf(ENTRY)}`, 'utf16le'), { reason: expect.stringMatching(/encoding|binary/) }],
    ['JSON', '{"entries": []}', { line: 1, column: 1, reason: 'unknown-separator' }],
    ['a header alone', fileOf([]), { reason: 'no-lines' }],
    [
      'an unknown column',
      fileOf(ENTRY).replace('Idevise', 'Devise'),
      { line: 1, column: 18, reason: 'unknown-column' },
    ],
    [
      'a column twice',
      fileOf(ENTRY).replace('CompteLib', 'CompteNum'),
      { line: 1, column: 6, reason: 'duplicate-column' },
    ],
    ['too few fields', `${fileOf(ENTRY)}VE\tVentes\r\n`, { line: 4, reason: 'field-count' }],
    ['a date that is none', bad({ EcritureDate: '20260230' }), { line: 2, column: 4, reason: 'bad-date' }],
    ['an amount that is none', bad({}, { Credit: '1e5' }), { line: 3, column: 13, reason: 'bad-amount' }],
    ['a thousands separator', bad({ Debit: '1.234,56' }), { line: 2, column: 12, reason: 'thousands-separator' }],
    ['three decimals', bad({ Debit: '1234,567' }), { line: 2, column: 12, reason: 'too-many-decimals' }],
    ['an amount out of range', bad({ Debit: '9'.repeat(14) }), { line: 2, column: 12, reason: 'amount-too-large' }],
    ['no account', bad({ CompteNum: '' }), { line: 2, column: 5, reason: 'missing-value' }],
    ['an account that is none', bad({}, { CompteNum: "7'" }), { line: 3, column: 5, reason: 'bad-account' }],
    ['a control character', bad({ EcritureLib: 'a\u0007b' }), { line: 2, column: 11, reason: 'bad-character' }],
    ['an endless name', bad({ CompteLib: 'x'.repeat(201) }), { line: 2, column: 6, reason: 'too-long' }],
    ['an entry out of balance', bad({}, { Credit: '1234,55' }), { line: 2, reason: 'unbalanced-entry' }],
    ['an entry of one line', fileOf([row({})]), { line: 2, reason: 'single-line-entry' }],
    [
      'a fault at the end of a long file',
      Buffer.concat([readFileSync(LEDGER_PATH), Buffer.from('x\r\n')]),
      { line: 8_555, reason: 'field-count' },
    ],
  ])('with %s is refused, says where, and changes nothing', async (_, file, where) => {
    const before = await contentOf(admin);
    const counts = await owner.counts();
    const answer = await upload(file, 'application/octet-stream');
    expectProblem(answer, 'INVALID_FEC');
    expect(answer.body).toMatchObject({ line: expect.any(Number), column: expect.any(Number), ...where });
    expect(await owner.counts()).toEqual(counts);
    expect({ ...(await contentOf(admin)), write_jobs: '' }).toEqual({ ...before, write_jobs: '' });
  });

  test('with several faults is refused with all of them', async () => {
    const { status, body } = await upload(bad({ EcritureDate: '20260230' }, { Credit: '1e5' }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      line: 2,
      errors: [
        { line: 2, column: 4, reason: 'bad-date', field: 'EcritureDate', message: expect.stringContaining('Line 2') },
        { line: 3, column: 13, reason: 'bad-amount' },
      ],
    });
  });

  test('that comes a second time is refused whole, and comes in again after a reset', async () => {
    await comesIn(fileOf(ENTRY));
    const both = fileOf([
      ...ENTRY.map((one) => ({ ...one, EcritureNum: '2', CompteNum: '6999' })).map((one, i) => ({
        ...one,
        Debit: ENTRY[i]!.Debit!,
        Credit: ENTRY[i]!.Credit!,
      })),
      ...ENTRY,
    ]);
    const answer = await upload(both);
    expectProblem(answer, 'ALREADY_EXISTS');
    expect(answer.body).toMatchObject({ line: 4, column: 3 });
    expect((await owner.counts()).journalEntries).toBe(1);
    const accounts = await owner.get<{ items: { number: string }[] }>(owner.of('/ledger-accounts?limit=200'));
    expect(accounts.body.items.map(({ number }) => number)).not.toContain('6999');
    await comesIn(fileOf(ENTRY));
  });

  test('can bring journals with any name, and entries are numbered in them after', async () => {
    const code = 'Ventes-Été';
    await emptyTheBooks();
    expect((await upload(fileOf(ENTRY.map((one) => ({ ...one, JournalCode: code }))))).status).toBe(201);
    const lines = [
      { account: '6061', debit: '1.00' },
      { account: '7061', credit: '1.00' },
    ];
    for (const number of [`${code}000001`, `${code}000002`]) {
      const answer = await owner.post(owner.of('/journal-entries'), { date: '2026-02-01', journal: code, lines });
      expect(answer).toMatchObject({ status: 201, body: { journal: code, number } });
    }
  });
});
