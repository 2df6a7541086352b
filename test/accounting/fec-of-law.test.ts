import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { faultsOfFec } from '../builders/fec-law.js';
import { customer, made } from '../builders/ledger.js';
import { expectProblem } from '../builders/problems.js';
import { Scene } from '../setup/scene.js';

const SIREN = '732829320';

/** SPEC §9: the file passes the administration's own checker, and comes back by import to the cent. */
describe('the FEC file', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('fec-law');
  });
  afterAll(() => scene.stop());

  const download = async (owner: Client, path = '/reports/ledger.fec.txt') => {
    const response = await fetch(`${scene.url}/b/${owner.businessId}${path}`, {
      headers: { Cookie: `ardoise_session=${owner.token}` },
    });
    expect(response.status).toBe(200);
    const name = /filename="?([^";]+)/.exec(response.headers.get('content-disposition')!)![1]!;
    return { name, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const withSiren = async (more: Record<string, unknown> = {}) => {
    const owner = await Client.signUp(scene.url, { locale: 'fr', ...more });
    expect((await owner.request('PUT', owner.of('/details'), json({ siren: '732 829 320' }))).status).toBe(200);
    return owner;
  };
  const json = (body: object) => ({ body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  const balance = async (owner: Client) => (await owner.get<object>(owner.of('/trial-balance'))).body;

  /** Everything that posts, dated in and out of turn, with words that a file could stumble over. */
  async function fill(owner: Client): Promise<void> {
    const contactId = await customer(owner, 'Élise | « Œuvre »');
    const lines = [{ description: 'Tab\there', unitPrice: '33.33', quantity: '3', taxRate: 'TPS-TVQ' }];
    const issue = (issuedOn: string) => made(owner, '/invoices', { contactId, issuedOn, dueOn: '2026-12-31', lines });
    const first = await issue('2026-03-15');
    const second = await issue('2026-01-15');
    await made(owner, `/invoices/${first.id}/payments`, { amount: '20.00', paidOn: '2026-02-01' });
    const payment = await made(owner, `/invoices/${second.id}/payments`, { amount: '5.00', paidOn: '2026-01-20' });
    await owner.delete(owner.of(`/payments/${payment.id}`));
    await made(owner, '/credit-notes', { invoiceId: second.id });
    const entry = await made(owner, '/journal-entries', {
      date: '2026-02-28',
      lines: [
        { account: '5200', debit: '950.00' },
        { account: '1010', credit: '950.00' },
      ],
    });
    await made(owner, `/journal-entries/${entry.id}/reversal`, { date: '2026-03-01' });
  }

  test('of what the books have posted has no fault by the rules of the administration', async () => {
    const owner = await withSiren();
    await fill(owner);
    const { name, bytes } = await download(owner);
    expect(faultsOfFec(bytes, name)).toEqual([]);
    expect(bytes.toString('utf8').split('\r\n').length).toBeGreaterThan(18);
    // By the day of the last entry: the credit note is of today.
    expect(name).toMatch(new RegExp(`^${SIREN}FEC\\d{8}\\.txt$`));
  });

  test('comes back by import to the cent, and leaves again byte for byte', async () => {
    const owner = await withSiren();
    await fill(owner);
    const { bytes } = await download(owner);
    const other = await Client.signUp(scene.url, { locale: 'fr' });
    expect((await other.import(bytes)).status).toBe(201);
    expect(await balance(other)).toEqual(await balance(owner));
    expect((await download(other)).bytes.equals(bytes)).toBe(true);
  });

  test('of imported entries is filled where the law wants it, and has no fault either', async () => {
    const owner = await withSiren();
    expect((await owner.import(smallFec('A', 7))).status).toBe(201);
    const { name, bytes } = await download(owner);
    expect(faultsOfFec(bytes, name)).toEqual([]);
    expect(name).toBe(`${SIREN}FEC20260115.txt`);
  });

  test('of a ledger of eight years comes back to the cent', async () => {
    const owner = await withSiren();
    expect((await owner.import()).status).toBe(201);
    const { name, bytes } = await download(owner);
    // Its numbers and the days on which it validated are those of the program that it comes from: neither is made up anew.
    expect(faultsOfFec(bytes, name).filter((fault) => !/ after \d+$|validated before/.test(fault))).toEqual([]);
    const other = await Client.signUp(scene.url, { locale: 'fr' });
    expect((await other.import(bytes)).status).toBe(201);
    expect(await balance(other)).toEqual(await balance(owner));
  });

  test('of a snapshot has the same name and the same lines', async () => {
    const owner = await withSiren();
    await fill(owner);
    const before = await download(owner);
    await owner.reset();
    const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
    const after = await download(owner, `/snapshots/${snapshot!.id}/reports/ledger.fec.txt`);
    expect(after.name).toBe(before.name);
    expect(after.bytes.equals(before.bytes)).toBe(true);
  });

  test('of a business without a SIREN keeps a name of its own, and one that is none is refused', async () => {
    const owner = await Client.signUp(scene.url, { locale: 'fr', businessName: 'Café' });
    await fill(owner);
    expect((await download(owner)).name).toMatch(/^cafe-grand-livre-\d{4}-\d\d-\d\d\.fec\.txt$/);
    const answer = await owner.request('PUT', owner.of('/details'), json({ siren: '732829321' }));
    expectProblem(answer, 'VALIDATION');
  });

  test('is held against the rules by somebody who finds faults', async () => {
    const owner = await withSiren();
    await fill(owner);
    const { name, bytes } = await download(owner);
    const [header, first, ...rest] = bytes.toString('utf8').split('\r\n');
    const broken = (change: (cells: string[]) => void) => {
      const cells = first!.split('\t');
      change(cells);
      return Buffer.from([header, cells.join('\t'), ...rest].join('\r\n'));
    };
    const faulty: [Buffer, string][] = [
      [broken((cells) => (cells[15] = '')), 'ValidDate is empty'],
      [broken((cells) => (cells[8] = '')), 'PieceRef is empty'],
      [broken((cells) => (cells[3] = '20260230')), 'EcritureDate 20260230'],
      [broken((cells) => (cells[11] = '1 000,00')), 'Debit'],
      [broken((cells) => (cells[11] = '1000.00')), 'Debit'],
      [broken((cells) => cells.push('x')), '19 fields'],
      [broken((cells) => (cells[2] = 'VE000009')), 'VE000009'],
      [broken((cells) => (cells[15] = '29990101')), 'validated before'],
      [Buffer.concat([Buffer.from('\uFEFF'), bytes]), 'mark'],
      [Buffer.from(bytes.toString('utf8'), 'latin1'), 'encoding'],
    ];
    for (const [file, fault] of faulty) {
      const found = faultsOfFec(file, name).join('\n');
      expect(found).toContain(fault);
    }
    expect(faultsOfFec(bytes, 'ledger.fec.txt')).toEqual(['the name ledger.fec.txt']);
  });
});
