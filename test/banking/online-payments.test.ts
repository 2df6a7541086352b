import { countBook } from '../../src/books/book-counts.js';
import { lockForSwitch } from '../../src/people/businesses/current-book.js';
import { inTransaction } from '../../src/platform/database/transaction.js';
import { bytesToId, idToBytes, newId, type BookId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { OnlinePayments } from '../../src/banking/online-payments/online-payments.service.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { balances } from '../builders/ledger.js';
import {
  paidInvoice,
  pay,
  payPathOf,
  received,
  record,
  recordedInvoice,
  sendInvoice,
  setAside,
  takeUpAgain,
  undoRecording,
  waiting,
} from '../builders/payments.js';
import { Scene } from '../setup/scene.js';
import { untilWaiting } from '../setup/until.js';

/** SPEC §5: no payment is ever dropped, applied twice, or applied to a snapshot. */
describe('an online payment', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('payments');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  const waitingIds = async () => (await waiting(owner)).map(({ id }) => id);
  const net = () => balances(owner);
  const recordedPayments = async () => (await owner.counts()).recordedPayments;

  test('of an invoice that was sent before a reset comes in after it, and waits', async () => {
    const invoice = await sendInvoice(owner);
    await owner.reset();
    expect((await pay(owner, invoice.payPath)).status).toBe(201);
    expect(await waiting(owner)).toMatchObject([
      { invoiceNumber: invoice.number, amount: '115.00', proposedInvoice: null },
    ]);
    expect(await net()).toEqual({});
    expect((await owner.restore()).status).toBe(201);
    expect(await waiting(owner)).toMatchObject([{ proposedInvoice: { id: invoice.id } }]);
    expect(await recordedPayments()).toBe(0);
  });

  test('of an invoice in the open books is recorded by itself, with its entry', async () => {
    const { id, paymentId } = await recordedInvoice(owner);
    expect(await waitingIds()).toEqual([]);
    expect(await received(owner)).toMatchObject([{ id: paymentId, state: 'recorded', invoiceId: id }]);
    expect(await net()).toEqual({ 1010: 11500, 1100: 0, 4000: -11500 });
    const events = (await owner.events()).filter(({ type }) => type === 'payment.recorded');
    expect(events).toMatchObject([{ data: { actor: { type: 'system', id: 'pay-now' } } }]);
    await owner.reset();
    expect(await waitingIds()).toEqual([paymentId]);
    await owner.restore();
    expect(await waitingIds()).toEqual([]);
  });

  test('is of what is open of its invoice by then, and of nothing where it was settled in another way', async () => {
    const invoice = await sendInvoice(owner);
    await owner.post(owner.of(`/invoices/${invoice.id}/payments`), { amount: '0.01' });
    expect(await pay(owner, invoice.payPath)).toMatchObject({ status: 201, body: { amount: '114.99' } });
    expect(await net()).toMatchObject({ 1010: 11500, 1100: 0 });
    const other = await sendInvoice(owner);
    await owner.post(owner.of(`/invoices/${other.id}/payments`), { amount: '115.00' });
    expect(await pay(owner, other.payPath)).toMatchObject({ status: 409, body: { code: 'INVALID_STATE' } });
    expect(await waitingIds()).toEqual([]);
    // After a reset nobody knows of it any more: the link asks for what it did.
    await owner.reset();
    expect(await pay(owner, other.payPath)).toMatchObject({ status: 201, body: { amount: '115.00' } });
  });

  test('that was recorded waits again once it is undone, by whoever is first, and is recorded anew', async () => {
    const { id, paymentId } = await recordedInvoice(owner);
    const undone = await Promise.all([1, 2, 3].map(() => undoRecording(owner, paymentId)));
    expect(undone.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(await waitingIds()).toEqual([paymentId]);
    expect(await net()).toEqual({ 1010: 0, 1100: 11500, 4000: -11500 });
    expect((await owner.events()).filter(({ type }) => type === 'payment.recording-undone')).toHaveLength(1);
    await record(owner, paymentId, { invoiceId: id });
    expect(await net()).toEqual({ 1010: 11500, 1100: 0, 4000: -11500 });
  });

  test('is recorded and undone at once in some order, and the books say the same as the list', async () => {
    const { id, paymentId } = await paidInvoice(owner);
    for (let round = 0; round < 5; round++) {
      await Promise.all([record(owner, paymentId, { invoiceId: id }), undoRecording(owner, paymentId)]);
      const [payment] = await received(owner);
      expect(await net()).toMatchObject({ 1100: payment!.state === 'recorded' ? 0 : 11500 });
      expect(await waitingIds()).toEqual(payment!.state === 'recorded' ? [] : [paymentId]);
      if (payment!.state === 'recorded') await undoRecording(owner, paymentId);
    }
  });

  test('is set aside with a reason, in these books alone, and taken up again', async () => {
    const { paymentId } = await paidInvoice(owner);
    const before = await net();
    const answers = await Promise.all([setAside(owner, paymentId), setAside(owner, paymentId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await waitingIds()).toEqual([]);
    expect(await received(owner)).toMatchObject([
      { state: 'set-aside', reason: 'In the opening balances', entryId: null },
    ]);
    expect(await net()).toEqual(before);
    expect((await record(owner, paymentId, { otherIncome: {} })).body).toMatchObject({ code: 'INVALID_STATE' });
    expect((await undoRecording(owner, paymentId)).body).toMatchObject({ code: 'INVALID_STATE' });
    await owner.reset();
    expect(await waitingIds()).toEqual([paymentId]);
    await owner.restore();
    expect(await waitingIds()).toEqual([]);
    expect((await takeUpAgain(owner, paymentId)).status).toBe(204);
    expect((await takeUpAgain(owner, paymentId)).status).toBe(409);
    expect(await waitingIds()).toEqual([paymentId]);
    const types = (await owner.events()).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['payment.set-aside', 'payment.set-aside-undone']));
  });

  test('is recorded with a balanced entry, against an invoice or as income', async () => {
    const first = await paidInvoice(owner);
    const second = await paidInvoice(owner, '20.10');
    expect((await record(owner, first.paymentId, { invoiceId: second.id })).status).toBe(201);
    expect((await record(owner, second.paymentId, { otherIncome: {} })).status).toBe(201);
    expect(await net()).toEqual({ 1010: 13510, 1100: 2010, 4000: -13510, 4900: -2010 });
    expect(await waitingIds()).toEqual([]);
  });

  test('recorded in books that a restore replaced waits again, and again once those come back', async () => {
    const { paymentId, id } = await paidInvoice(owner);
    await owner.reset();
    expect(await waitingIds()).toEqual([paymentId]);
    expect((await record(owner, paymentId, { otherIncome: {} })).status).toBe(201);
    expect(await waitingIds()).toEqual([]);
    const { body } = await owner.restore();
    expect(await waitingIds()).toEqual([paymentId]);
    expect((await record(owner, paymentId, { invoiceId: id })).status).toBe(201);
    expect(await waitingIds()).toEqual([]);
    // Back to the books in which it is other income: recorded there, once.
    await owner.restore({ snapshotId: (body.replaced as { id: string }).id });
    expect(await waitingIds()).toEqual([]);
    expect(await net()).toMatchObject({ 4900: -11500 });
    expect(await record(owner, paymentId, { otherIncome: {} })).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_EXISTS' },
    });
    // And a fresh book knows of none.
    await owner.reset();
    expect(await waitingIds()).toEqual([paymentId]);
  });

  test('comes in once, however many press at once', async () => {
    const { payPath } = await sendInvoice(owner);
    const answers = await Promise.all(Array.from({ length: 6 }, () => pay(owner, payPath)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.reference)).size).toBe(1);
    expect(await received(owner)).toMatchObject([{ state: 'recorded' }]);
    const events = (await owner.events()).filter(({ type }) => type === 'payment.received');
    expect(events).toMatchObject([{ data: { actor: { type: 'anonymous' } } }]);
  });

  test('is recorded once, however many record it at once', async () => {
    const { paymentId, id } = await paidInvoice(owner);
    const asks = [{ invoiceId: id }, { otherIncome: {} }, { invoiceId: id }, { otherIncome: {} }];
    const answers = await Promise.all(asks.map((ask) => record(owner, paymentId, ask)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    // The invoice's, the one that came by itself, its reversal, and this one.
    expect(await owner.counts()).toMatchObject({ journalEntries: 4, recordedPayments: 1 });
    expect((await owner.events()).filter(({ type }) => type === 'payment.recorded')).toHaveLength(2);
  });

  test('has one link, however many ask for it at once', async () => {
    const { id, payPath } = await sendInvoice(owner);
    const other = await owner.post<{ id: string }>(owner.of('/invoices'), {
      contactId: (await owner.post<{ id: string }>(owner.of('/contacts'), { name: 'Roy' })).body.id,
      lines: [{ description: 'Work', unitPrice: '1.00' }],
    });
    const paths = await Promise.all(Array.from({ length: 5 }, () => payPathOf(owner, other.body.id)));
    expect(new Set(paths).size).toBe(1);
    expect(await payPathOf(owner, id)).toBe(payPath);
  });

  describe('while a switch holds the business', () => {
    /** Runs `work` while the business is locked as by a switch; what is blocked ends after it. */
    async function duringSwitch(work: () => Promise<{ status: number }>, isBlocked: boolean) {
      let began!: () => void;
      let go!: () => void;
      const locked = new Promise<void>((done) => (began = done));
      const mayEnd = new Promise<void>((done) => (go = done));
      const holding = inTransaction(scene.dataSource, async (tx) => {
        await lockForSwitch(tx, owner.businessId as BusinessId);
        began();
        await mayEnd;
      });
      await locked;
      const answer = work();
      if (isBlocked) await untilWaiting(scene.sql.admin, 1);
      else await answer;
      go();
      await holding;
      return answer;
    }

    test('is not recorded before it ends, and then in the book that is open', async () => {
      const { paymentId, id } = await paidInvoice(owner);
      const answer = await duringSwitch(() => record(owner, paymentId, { invoiceId: id }), true);
      expect(answer.status).toBe(201);
      await owner.reset();
      expect(await record(owner, paymentId, { invoiceId: id })).toMatchObject({ status: 422 });
      expect(await recordedPayments()).toBe(0);
    });

    test('comes in all the same: a customer waits for nobody', async () => {
      const { payPath } = await sendInvoice(owner);
      expect((await duringSwitch(() => pay(owner, payPath), false)).status).toBe(201);
      expect(await waiting(owner)).toHaveLength(1);
    });

    test('is in exactly one place, whenever a reset and a restore come between', async () => {
      for (let round = 0; round < 4; round++) {
        const { id, payPath } = await sendInvoice(owner);
        const [paid] = await Promise.all([pay(owner, payPath), owner.reset()]);
        expect(paid.status).toBe(201);
        const payment = (await received(owner))[0]!;
        // In the fresh books it waits, wherever it was recorded.
        expect(payment).toMatchObject({ state: 'waiting' });
        expect(await waitingIds()).toContain(payment.id);
        const [restored] = await Promise.all([owner.restore(), record(owner, payment.id, { otherIncome: {} })]);
        expect(restored.status).toBe(201);
        const now = (await received(owner)).find((found) => found.id === payment.id)!;
        const due = (await owner.get<{ open: string }>(owner.of(`/invoices/${id}`))).body.open;
        expect([now.state, due]).toEqual(now.invoiceId === id ? ['recorded', '0.00'] : [now.state, '115.00']);
      }
    });
  });

  test('is of one business, and changes or goes by nobody’s hand', async () => {
    const { paymentId } = await paidInvoice(owner);
    const other = await Client.signUp(scene.url);
    expect((await record(other, paymentId, { otherIncome: {} })).status).toBe(404);
    expect(await waiting(other)).toEqual([]);
    const id = idToBytes(paymentId);
    for (const sql of [
      'DELETE FROM online_payments WHERE id = ?',
      "UPDATE online_payments SET amount = '1.00' WHERE id = ?",
      'DELETE FROM pay_links WHERE id = (SELECT pay_link_id FROM online_payments WHERE id = ?)',
      "UPDATE pay_links SET amount = '1.00' WHERE id = (SELECT pay_link_id FROM online_payments WHERE id = ?)",
    ]) {
      await expect(scene.sql.app.query(sql, [id])).rejects.toMatchObject({ errno: expect.any(Number) });
      await expect(scene.sql.owner.query(sql, [id])).rejects.toThrow('IMMUTABLE');
    }
  });

  test('is never recorded in a snapshot', async () => {
    const { paymentId } = await paidInvoice(owner);
    const book = await currentBook(scene.sql.admin, owner.businessId);
    await owner.reset();
    const row = {
      book_id: book,
      payment_id: idToBytes(paymentId),
      entry_id: idToBytes(newId()),
      amount: '1',
      created_at: new Date(),
    };
    await expect(scene.sql.owner.query('INSERT INTO recorded_payments SET ?', [row])).rejects.toThrow('SEALED_BOOK');
    expect((await countBook(scene.dataSource.manager, bytesToId<BookId>(book))).recordedPayments).toBe(0);
  });

  test('that waits anywhere is found, and no other, oldest first', async () => {
    const payments = scene.world.app.get(OnlinePayments);
    const everywhere = async () => {
      const found: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await payments.waitingEverywhere({ limit: 2, after });
        found.push(...page.items.map(({ id }) => id));
        if (page.next === null) return found;
        after = page.next;
      }
    };
    const before = await everywhere();
    const [a, b, c] = [await paidInvoice(owner), await paidInvoice(owner), await paidInvoice(owner)];
    await record(owner, a.paymentId, { invoiceId: a.id });
    await record(owner, b.paymentId, { invoiceId: b.id });
    expect(await everywhere()).toEqual([...before, c.paymentId]);
    await owner.reset();
    expect(await everywhere()).toEqual([...before, a.paymentId, b.paymentId, c.paymentId]);
    await record(owner, a.paymentId, { otherIncome: {} });
    expect(await everywhere()).toEqual([...before, b.paymentId, c.paymentId]);
    await owner.restore();
    // Recorded last in the replaced books, and still in these.
    expect(await everywhere()).toEqual([...before, c.paymentId]);
    expect(await waitingIds()).toEqual([c.paymentId]);
  });
});
