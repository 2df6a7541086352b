import { COUNTERS_ABOVE_IMPORTS } from '../../src/platform/database/migrations/0019-postings.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { entries, invoice, made } from '../builders/ledger.js';
import { expectProblem } from '../builders/problems.js';
import { Scene } from '../setup/scene.js';

const HEADER =
  'JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise';

/** A file of one entry for each number, on its day. */
const file = (...numbers: readonly (readonly [journal: string, number: string, day: string])[]) =>
  [
    HEADER,
    ...numbers.flatMap(([journal, number, day]) => [
      `${journal}|${journal}|${number}|${day}|5200|Rent|||L|${day}|Rent|9,50|0,00|||||`,
      `${journal}|${journal}|${number}|${day}|1010|Bank|||L|${day}|Rent|0,00|9,50|||||`,
    ]),
  ].join('\n');

const entry = (more: object = {}) => ({
  date: '2026-03-31',
  journal: 'BQ',
  lines: [
    { account: '5200', debit: '1.00' },
    { account: '1010', credit: '1.00' },
  ],
  ...more,
});

/** SPEC §8: numbers come from kept counters and never collide with imported ones. */
describe('the number of an entry', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('entry_numbers');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  const numbers = async () => (await entries(owner)).map(({ number }) => number).toSorted();
  const post = async (more: object = {}) =>
    (await made<{ number: string }>(owner, '/journal-entries', entry(more))).number;

  test('goes on above those of a file, whatever their day', async () => {
    expect(await post()).toBe('BQ000001');
    expect((await owner.import(file(['BQ', 'BQ000002', '20260105'], ['BQ', 'BQ000417', '20260106']))).status).toBe(201);
    expect(await post()).toBe('BQ000418');
    const { id } = await invoice(owner);
    await made(owner, `/invoices/${id}/payments`, { amount: '1.00' });
    expect(await numbers()).toEqual(['BQ000001', 'BQ000002', 'BQ000417', 'BQ000418', 'BQ000419', 'VE000001']);
  });

  test('is passed over where a file of another form has it', async () => {
    expect((await owner.import(file(['BQ', 'BQ000003', '20250105'], ['VE', 'VE20260131', '20260131']))).status).toBe(
      201,
    );
    expect([await post(), await post({ journal: 'VE' })]).toEqual(['BQ000004', 'VE000001']);
  });

  test('is one’s own choice where its year has it not, and goes up from there', async () => {
    expect(await post({ number: 'BQ000050' })).toBe('BQ000050');
    expect(await post({ number: 'BQ000050', date: '2025-12-31' })).toBe('BQ000050');
    expectProblem(
      await owner.post(owner.of('/journal-entries'), entry({ number: 'BQ000050', date: '2026-01-01' })),
      'ALREADY_EXISTS',
    );
    expect(await post()).toBe('BQ000051');
    const taken = entry({ number: 'mine' });
    const answers = await Promise.all(
      [1, 2, 3].map((day) => owner.post(owner.of('/journal-entries'), { ...taken, date: `2026-03-0${day}` })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  test('of a file is refused where another entry of its year has it, and may repeat itself', async () => {
    expect(await post()).toBe('BQ000001');
    const answer = await owner.import(file(['OD', '1', '20260101'], ['BQ', 'BQ000001', '20260105']));
    expectProblem(answer, 'ALREADY_EXISTS');
    expect(answer.body).toMatchObject({ line: 4, column: 3 });
    expect(
      (await owner.import(file(['BQ', 'BQ000001', '20250105'], ['BQ', 'A', '20260101'], ['BQ', 'A', '20260201'])))
        .status,
    ).toBe(201);
    expect((await owner.import(file(['BQ', 'B', '20260101']))).status).toBe(201);
  });

  test('goes on above those that were imported before the counters knew of imports, in any of the books', async () => {
    await owner.import(file(['BQ', 'BQ000900', '20260105'], ['VE', 'VE12345678', '20260105']));
    await owner.reset();
    const business = [idToBytes(owner.businessId)];
    await scene.sql.owner.query(
      "DELETE FROM document_counters WHERE business_id = ? AND kind LIKE 'entry:%'",
      business,
    );
    await scene.sql.owner.query(COUNTERS_ABOVE_IMPORTS);
    expect([await post(), await post({ journal: 'VE' })]).toEqual(['BQ000901', 'VE000001']);
  });

  test('is given once, however many post while a file comes in', async () => {
    const many = Array.from(
      { length: 300 },
      (_, i) => ['BQ', `BQ${String(i + 1).padStart(6, '0')}`, '20260105'] as const,
    );
    const [imported, ...posted] = await Promise.all([
      owner.import(file(...many)),
      ...Array.from({ length: 8 }, () => owner.post(owner.of('/journal-entries'), entry())),
    ]);
    expect(posted.map(({ status }) => status)).toEqual(Array(8).fill(201));
    const all = await numbers();
    expect([201, 409]).toContain(imported.status);
    expect(new Set(all).size).toBe(all.length);
  });
});
