import { newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { paidInvoice, pay, payPathOf, received, record, sendInvoice, waiting } from '../builders/payments.js';
import { expectNoInsides, expectProblem } from '../builders/problems.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

const HTML = { Accept: 'text/html' };

describe('paying online', () => {
  let world: TestApp;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('online-payments');
    owner = await Client.signUp(world.url, { businessName: 'Atelier Ô', locale: 'fr' });
  });
  afterAll(() => world.stop());

  const visit = (path: string, init: RequestInit = {}) =>
    fetch(`${world.url}${path}`, { redirect: 'manual', ...init, headers: { ...HTML, ...init.headers } });

  describe('a link', () => {
    test('is an address below the public one, the same until it is paid', async () => {
      const { id, payPath } = await sendInvoice(owner);
      const { status, body } = await owner.post<{ url: string }>(owner.of(`/invoices/${id}/pay-link`), {});
      expect({ status, body }).toEqual({ status: 201, body: { url: `${world.settings.publicUrl}${payPath}` } });
      expect(payPath).toMatch(/^\/pay\/[\w-]{43}$/);
      expect(await owner.get(owner.of('/reset-preview'))).toMatchObject({
        body: {
          openPayLinks: { count: 1, amount: '115.00', currency: 'CAD' },
          keeps: expect.arrayContaining(['onlinePayments']),
        },
      });
      await pay(owner, payPath);
      expect(await owner.get(owner.of('/reset-preview'))).toMatchObject({
        body: { openPayLinks: { count: 0, amount: '0.00' } },
      });
    });

    test('is not given for an invoice that is paid, recorded or of nothing', async () => {
      const ask = (id: string) => owner.post(owner.of(`/invoices/${id}/pay-link`), {});
      const paid = await paidInvoice(owner);
      expectProblem(await ask(paid.id), 'INVALID_STATE');
      await record(owner, paid.paymentId, { invoiceId: paid.id });
      expectProblem(await ask(paid.id), 'INVALID_STATE');
      await expect(sendInvoice(owner, '0.00')).rejects.toThrow('INVALID_STATE');
      await expect(sendInvoice(owner, '-5.00')).rejects.toThrow('INVALID_STATE');
    });

    test('asks for what is still due, and for another time when the payment went elsewhere', async () => {
      const small = await paidInvoice(owner, '15.00');
      const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: 'Roy' });
      const large = await owner.post<{ id: string }>(owner.of('/invoices'), {
        contactId: contact.body.id,
        lines: [{ description: 'Work', unitPrice: '100.00' }],
      });
      await record(owner, small.paymentId, { invoiceId: large.body.id });
      expect(await (await visit(await payPathOf(owner, large.body.id))).text()).toMatch(/85,00/);
      expect(await payPathOf(owner, small.id)).not.toBe(small.payPath);
    });

    test('is of an invoice of one’s own open books', async () => {
      const other = await Client.signUp(world.url);
      const theirs = await sendInvoice(other);
      for (const id of [theirs.id, newId(), 'x', theirs.id.toUpperCase()]) {
        expectProblem(await owner.post(owner.of(`/invoices/${id}/pay-link`), {}), 'NOT_FOUND');
      }
      await other.reset();
      expectProblem(await other.post(other.of(`/invoices/${theirs.id}/pay-link`), {}), 'NOT_FOUND');
    });
  });

  describe('the customer’s page', () => {
    test('says what is paid and to whom, in the language of the business or of the browser', async () => {
      const { payPath, number } = await sendInvoice(owner, '1234.50', 'Tremblay <b>');
      const french = await visit(payPath);
      expect(french.status).toBe(200);
      expect(french.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(french.headers.get('referrer-policy')).toBe('no-referrer');
      const text = await french.text();
      for (const said of ['Atelier Ô', number, 'Tremblay &lt;b&gt;', 'Payer maintenant', 'lang="fr-CA"']) {
        expect(text).toContain(said);
      }
      expect(text).toMatch(/1.234,50.\$/);
      const english = await (await visit(payPath, { headers: { 'Accept-Language': 'en-GB,en;q=0.8' } })).text();
      for (const said of ['Pay now', '$1,234.50', 'lang="en-CA"']) expect(english).toContain(said);
    });

    test('takes a form once and shows the receipt', async () => {
      const { payPath } = await sendInvoice(owner);
      for (let pressed = 0; pressed < 2; pressed++) {
        const answer = await visit(payPath, { method: 'POST', body: new URLSearchParams() });
        expect([answer.status, answer.headers.get('location')]).toEqual([303, payPath]);
      }
      const [payment] = await received(owner);
      const receipt = await (await visit(payPath)).text();
      expect(receipt).toContain(payment!.reference);
      expect(receipt).not.toContain('Payer maintenant');
    });

    test('is paid by a program with or without a body', async () => {
      const { payPath } = await sendInvoice(owner);
      const headers = { 'Content-Type': 'application/json', Accept: '*/*' };
      const first = await fetch(`${world.url}${payPath}`, { method: 'POST', body: '{}', headers });
      expect(first.status).toBe(201);
      const receipt = await first.json();
      expect(receipt).toEqual({
        status: 'paid',
        reference: expect.stringMatching(/^PAY-[0-9A-Z]{8}$/),
        amount: '115.00',
        currency: 'CAD',
        receivedAt: expect.stringMatching(/Z$/),
      });
      expect(await pay(owner, payPath)).toEqual({ status: 200, body: receipt });
      expect(await new Client(world.url).post(payPath, {})).toMatchObject({ status: 200, body: receipt });
      const other = await sendInvoice(owner);
      expect(await new Client(world.url).post(other.payPath, {})).toMatchObject({
        status: 201,
        body: { status: 'paid' },
      });
      expectProblem(await new Client(world.url).post('/pay/nothing', {}), 'NOT_FOUND');
    });

    test('is not there for another address, and a form of another site pays nothing', async () => {
      const { payPath } = await sendInvoice(owner);
      for (const path of [
        `${payPath}A`,
        payPath.slice(0, -1),
        `/pay/${'A'.repeat(43)}`,
        "/pay/'or'1'='1",
        '/pay/%00',
      ]) {
        for (const method of ['GET', 'POST']) {
          const answer = await visit(path, { method });
          expect({ path, method, status: answer.status }).toEqual({ path, method, status: 404 });
          expectNoInsides(await answer.text());
        }
      }
      const program = await fetch(`${world.url}/pay/nothing`, { method: 'POST' });
      expect(await program.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      const foreign = await visit(payPath, { method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' } });
      expect(foreign.status).toBe(403);
      expect(await (await visit(payPath)).text()).toContain('Payer maintenant');
    });
  });

  describe('what waits', () => {
    test('is a list, oldest first, page by page', async () => {
      const other = await Client.signUp(world.url);
      const ids: string[] = [];
      for (let n = 0; n < 3; n++) ids.push((await paidInvoice(other)).paymentId);
      const first = await other.get<{ items: { id: string }[]; next: string }>(other.of('/payments-to-record?limit=2'));
      expect(first.body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      expect(first.body.items[0]).toEqual({
        id: ids[0],
        reference: expect.stringMatching(/^PAY-/),
        amount: '115.00',
        currency: 'CAD',
        receivedAt: expect.any(String),
        invoiceNumber: 'F-000001',
        customer: 'Nadeau',
        proposedInvoice: { id: expect.any(String), number: 'F-000001', total: '115.00' },
      });
      const second = await other.get(other.of(`/payments-to-record?limit=2&after=${first.body.next}`));
      expect(second.body).toMatchObject({ items: [{ id: ids[2] }], next: null });
      for (const query of ['limit=0', 'after=x', 'more=1']) {
        expectProblem(await other.get(other.of(`/payments-to-record?${query}`)), 'VALIDATION');
      }
    });

    test('is recorded once, where it is told to', async () => {
      const { paymentId, id, number } = await paidInvoice(owner);
      const answer = await record(owner, paymentId, { invoiceId: id });
      expect(answer).toMatchObject({
        status: 201,
        body: {
          paymentId,
          reference: expect.stringMatching(/^PAY-/),
          invoiceId: id,
          entry: {
            journal: 'BQ',
            label: expect.stringContaining(number),
            lines: [
              { account: '1010', debit: '115.00', credit: '0.00' },
              { account: '1100', debit: '0.00', credit: '115.00' },
            ],
          },
        },
      });
      expectProblem(await record(owner, paymentId, { invoiceId: id }), 'ALREADY_EXISTS');
      expectProblem(await record(owner, paymentId, { otherIncome: {} }), 'ALREADY_EXISTS');
    });

    test('is recorded into a bank account of one’s choice, after a look at the entry', async () => {
      const { paymentId, id, number } = await paidInvoice(owner);
      await owner.post(owner.of('/ledger-accounts'), { number: '1030', name: 'Payments' });
      const bank = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: 'P', account: '1030' });
      const ask = { invoiceId: id, bankAccountId: bank.body.id, date: '2026-02-03' };
      const preview = await owner.post(owner.of(`/payments-to-record/${paymentId}/recording-preview`), ask);
      expect(preview).toMatchObject({
        status: 200,
        body: {
          invoiceId: id,
          journal: 'BQ',
          date: '2026-02-03',
          label: expect.stringContaining(number),
          lines: [
            { account: '1030', accountName: 'Payments', debit: '115.00', credit: '0.00' },
            { account: '1100', debit: '0.00', credit: '115.00' },
          ],
        },
      });
      const before = await owner.counts();
      const { body } = await record(owner, paymentId, ask);
      expect(body.entry).toMatchObject(preview.body.lines ? { lines: preview.body.lines } : {});
      expect((await owner.counts()).journalEntries).toBe(before.journalEntries! + 1);
      const again = await owner.post(owner.of(`/payments-to-record/${paymentId}/recording-preview`), ask);
      expectProblem(again, 'ALREADY_EXISTS');
    });

    test('is recorded as income of an account of the open books', async () => {
      const { paymentId } = await paidInvoice(owner);
      const account = await owner.post<{ id: string }>(owner.of('/ledger-accounts'), { number: '4800', name: 'Dons' });
      const answer = await record(owner, paymentId, { otherIncome: { ledgerAccountId: account.body.id } });
      expect(answer).toMatchObject({
        status: 201,
        body: { invoiceId: null, entry: { lines: [{}, { account: '4800' }] } },
      });
    });

    test('is not recorded by what makes no sense', async () => {
      const { paymentId, id } = await paidInvoice(owner);
      const other = await Client.signUp(world.url);
      const theirs = await sendInvoice(other);
      const senseless = [
        {},
        { invoiceId: newId() },
        { invoiceId: theirs.id },
        { invoiceId: 'x' },
        { invoiceId: id, otherIncome: {} },
        { otherIncome: { ledgerAccountId: newId() } },
        { otherIncome: true },
      ];
      for (const ask of senseless) expectProblem(await record(owner, paymentId, ask), 'VALIDATION');
      for (const gone of [newId(), 'x']) expectProblem(await record(owner, gone, { invoiceId: id }), 'NOT_FOUND');
      expectProblem(await record(other, paymentId, { otherIncome: {} }), 'NOT_FOUND');
      expect((await waiting(owner)).map((payment) => payment.id)).toContain(paymentId);
    });

    test('is recorded by those who keep the books, and read by every member', async () => {
      const { paymentId, id } = await paidInvoice(owner);
      for (const role of ['viewer', 'bookkeeper', 'accountant', 'owner'] as const) {
        const member = await owner.invite(role);
        expect((await waiting(member)).some((payment) => payment.id === paymentId)).toBe(true);
        if (role !== 'viewer') continue;
        expectProblem(await record(member, paymentId, { invoiceId: id }), 'FORBIDDEN');
        expectProblem(await member.post(member.of(`/invoices/${id}/pay-link`), {}), 'FORBIDDEN');
      }
      const bookkeeper = await owner.invite('bookkeeper');
      expect((await record(bookkeeper, paymentId, { invoiceId: id })).status).toBe(201);
    });
  });
});
