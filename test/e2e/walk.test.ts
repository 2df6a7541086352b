import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { contentOf } from '../builders/books.js';
import { Client, LEDGER_PATH } from '../builders/client.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** The main job from beginning to end, as an integrator does it. */
describe('sign up, import, reset, restore', () => {
  let world: TestApp;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('walk');
    owner = await Client.signUp(world.url);
  });
  afterAll(() => world.stop());

  const TOTAL = '1927706.13';
  const fresh = {
    journalEntries: 0,
    journalLines: 0,
    contacts: 0,
    invoices: 0,
    ledgerAccounts: 30,
    taxRates: 4,
    journals: 4,
  };
  let snapshotId: string;
  let contentBefore: string;

  const content = (bookId: string) => contentOf(world.app.get(DataSource), bookId);

  test('a new business has the default chart and nothing else', async () => {
    expect(await owner.counts()).toMatchObject(fresh);
  });

  test('the ledger comes in whole, to the cent', async () => {
    expect(await owner.import()).toMatchObject({ status: 201, body: { entries: 3014, lines: 8553, accounts: 80 } });
    const { body } = await owner.get(owner.of('/trial-balance'));
    expect(body).toMatchObject({ totals: { debit: TOTAL, credit: TOTAL } });
    expect((body.lines as unknown[]).length).toBe(80);
  });

  test('the same file again is refused at its first entry and changes nothing', async () => {
    expect(await owner.import()).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS', line: 2, column: 3 } });
    expect(await owner.counts()).toMatchObject({ journalEntries: 3014, journalLines: 8553 });
  });

  test('a reset seals the books and opens empty ones', async () => {
    const answer = await owner.reset({ signUpEmail: `  ${owner.email.toUpperCase()} `, reason: 'wrong file' });
    expect(answer.status).toBe(201);
    snapshotId = (answer.body.snapshot as { id: string }).id;
    contentBefore = await content(snapshotId);
    expect(await owner.counts()).toMatchObject(fresh);
    expect((await owner.get(owner.of('/trial-balance'))).body).toMatchObject({ lines: [], totals: { debit: '0.00' } });
  });

  test('the same file can be imported again after a reset', async () => {
    expect((await owner.import(readFileSync(LEDGER_PATH))).status).toBe(201);
  });

  test('the snapshot can be looked at without restoring it', async () => {
    const { body } = await owner.get(owner.of(`/snapshots/${snapshotId}/trial-balance`));
    expect(body).toMatchObject({ totals: { debit: TOTAL, credit: TOTAL } });
  });

  test('the snapshot gets its digest and counts in the background', async () => {
    while (await world.app.get(SnapshotDigests).digestNext());
    const { body } = await owner.get<{ id: string; digest: string; counts: object }[]>(owner.of('/snapshots'));
    expect(body[0]).toMatchObject({ id: snapshotId, digest: `sha256:${contentBefore}`, cause: 'reset', state: 'kept' });
    expect(body[0]!.counts).toMatchObject({ journalEntries: 3014, journalLines: 8553, ledgerAccounts: 110 });
  });

  test('a restore gives back every byte, and what it replaced is a snapshot itself', async () => {
    const answer = await owner.restore();
    expect(answer).toMatchObject({ status: 201, body: { restored: { id: snapshotId } } });
    expect(await content(snapshotId)).toBe(contentBefore);
    expect((await owner.get(owner.of('/trial-balance'))).body).toMatchObject({
      totals: { debit: TOTAL, credit: TOTAL },
    });
    const { body } = await owner.get<{ id: string; cause: string }[]>(owner.of('/snapshots'));
    expect(body).toMatchObject([{ id: (answer.body.replaced as { id: string }).id, cause: 'restore' }]);
  });

  test('a restore by mistake is undone by restoring what it replaced', async () => {
    const [replaced] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
    expect((await owner.restore({ snapshotId: replaced!.id })).status).toBe(201);
    expect((await owner.restore({ snapshotId })).status).toBe(201);
    expect(await content(snapshotId)).toBe(contentBefore);
  });

  test('every step is in the log, gap-free, with snapshot and preconditions', async () => {
    const events = (await owner.events()).reverse();
    expect(events.map((event) => event.data.business_seq)).toEqual(events.map((_, i) => i + 1));
    const reset = events.find((event) => event.type === 'business.reset.completed')!;
    expect(reset.data).toMatchObject({
      outcome: 'success',
      snapshot: { id: snapshotId },
      actor: { original_owner: true },
    });
    expect(reset.data.precondition!.every((check) => check.held)).toBe(true);
    const asked = events.find((event) => event.type === 'business.reset.requested')!;
    expect(asked.data.operation_id).toBe(reset.data.operation_id);
    expect(JSON.stringify(events)).not.toContain('wrong file');
  });
});
