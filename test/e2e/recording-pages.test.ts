import { newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { formTo, PageReader } from '../builders/pages.js';
import { paidInvoice, received, recordedInvoice, setAside } from '../builders/payments.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** Payments to record, in a browser without script: chosen, looked at, recorded, undone, set aside and taken up again. */
describe('the pages of payments to record', () => {
  let world: TestApp;
  let owner: Client;
  let reader: PageReader;

  beforeAll(async () => {
    world = await startTestApp('recording-pages');
  });
  beforeEach(async () => {
    owner = await Client.signUp(world.url);
    reader = new PageReader(world.url, owner.token);
  });
  afterAll(() => world.stop());

  const list = (path = '') => `/b/${owner.businessId}/payments-to-record${path}`;
  const made = async (path: string, json: object) => (await owner.post<{ id: string }>(owner.of(path), json)).body.id;

  test('propose the invoice, and show the entry before anything is recorded', async () => {
    const { paymentId, id, number } = await paidInvoice(owner);
    await made('/ledger-accounts', { number: '1030', name: 'Online money' });
    const bank = await made('/bank-accounts', { name: 'Savings', account: '1030' });
    const path = list(`/${paymentId}/recording`);
    const shown = await reader.open(path);
    expect(shown.text).toContain('The entry that will be added');
    expect(shown.text).toContain(number);
    const form = formTo(shown, '/recording');
    expect(form.values).toMatchObject({ target: id, income: '4900' });

    const before = await owner.counts();
    const typed = { bank, date: '2026-02-03' };
    const looked = await reader.send(shown, { ...form, method: 'get' }, typed);
    expect(looked).toMatchObject({ status: 200 });
    expect(looked.text).toMatch(/1030 Online money \$115\.00/);
    expect(looked.text).toContain('February 3, 2026');
    expect(formTo(looked, '/recording').values).toMatchObject(typed);
    expect(await owner.counts()).toEqual(before);

    const done = await reader.send(looked, formTo(looked, '/recording'));
    expect(done.text).toContain('is recorded');
    expect((await owner.counts()).journalEntries).toBe(before.journalEntries! + 1);
    const entry = (await received(owner))[0]!.entryId!;
    expect(await owner.get(owner.of(`/journal-entries/${entry}`))).toMatchObject({
      body: { date: '2026-02-03', lines: [{ account: '1030', debit: '115.00' }, { account: '1100' }] },
    });
  });

  test('take other income to an account of one’s choice, and say what is wrong beside it', async () => {
    const { paymentId } = await paidInvoice(owner);
    await made('/ledger-accounts', { number: '4800', name: 'Gifts' });
    const shown = await reader.open(list(`/${paymentId}/recording`));
    const form = formTo(shown, '/recording');
    for (const [typed, said] of [
      [{ target: 'other-income', income: '9999' }, 'not in your chart'],
      [{ target: 'other-income', income: 'é é' }, 'not in your chart'],
      [{ target: 'other-income', bank: newId() }, 'This bank account is not in your present books'],
      [{ target: 'other-income', bank: 'x' }, 'This bank account is not in your present books'],
      [{ target: 'other-income', date: '31/01/2026' }, 'Enter a date'],
      [{ target: newId() }, 'not in your present books'],
      [{ target: 'by-number', number: 'F-999999' }, 'not in your present books'],
    ] as const) {
      for (const method of ['post', 'get'] as const) {
        const refused = await reader.send(shown, { ...form, method }, typed);
        expect({ typed, status: refused.status }).toEqual({ typed, status: method === 'post' ? 422 : 200 });
        expect(refused.text).toContain(said);
        // What is not among the choices cannot stay chosen.
        const { target: _, ...kept } = { ...typed, ...('bank' in typed && { bank: 'ledger' }) };
        expect(formTo(refused, '/recording').values).toMatchObject(kept);
      }
    }
    expect((await owner.counts()).recordedPayments).toBe(0);
    const done = await reader.send(shown, form, { target: 'other-income', income: '4800' });
    expect(done.text).toContain('is recorded');
    const entry = (await received(owner))[0]!.entryId!;
    expect(await owner.get(owner.of(`/journal-entries/${entry}`))).toMatchObject({
      body: { lines: [{ account: '1010' }, { account: '4800', credit: '115.00' }] },
    });
  });

  test('undo a recording, after which the payment waits again and both entries stay', async () => {
    const { paymentId, number } = await recordedInvoice(owner);
    const shown = await reader.open(list('/done'));
    expect(shown.text).toContain(`Recorded against ${number}`);
    const [first, second] = [shown, await reader.open(list('/done'))];
    const undone = await reader.send(first, formTo(first, '/recording/undo'));
    expect(undone.path).toContain('?undone=');
    expect(undone.text).toContain('waits again');
    expect(undone.links).toContain(list(`/${paymentId}/recording`));
    const { journalEntries } = await owner.counts();
    const again = await reader.send(second, formTo(second, '/recording/undo'));
    expect(again.text).toContain('waits again');
    expect((await owner.counts()).journalEntries).toBe(journalEntries);
  });

  test('undo nothing that somebody has recorded anew or set aside since', async () => {
    const { paymentId } = await recordedInvoice(owner);
    const shown = await reader.open(list('/done'));
    await owner.delete(owner.of(`/payments-to-record/${paymentId}/recording`));
    await setAside(owner, paymentId);
    const said = await reader.send(shown, formTo(shown, '/recording/undo'));
    expect(said).toMatchObject({ status: 200 });
    expect(said.text).toContain('set aside in the meantime');
    expect((await received(owner))[0]).toMatchObject({ state: 'set-aside' });
  });

  test('set a payment aside with a reason, and take it up again', async () => {
    const { paymentId } = await paidInvoice(owner);
    const path = list(`/${paymentId}/recording`);
    const shown = await reader.open(path);
    const form = formTo(shown, '/set-aside');
    expect(form.values.reason).toBe('Already in the opening balances');
    for (const [reason, said] of [
      ['  ', 'Say why'],
      ['x'.repeat(501), 'at most 500'],
    ] as const) {
      const refused = await reader.send(shown, form, { reason });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain(said);
      expect(formTo(refused, '/set-aside').values.reason).toBe(reason);
    }
    const reason = 'Opening <b>balances</b> of 1 February';
    const done = await reader.send(shown, form, { reason });
    expect(done.text).toContain('is set aside');
    expect((await reader.open(path)).text).toContain('It was set aside in the meantime');
    const dealtWith = await reader.open(list('/done'));
    expect(dealtWith.text).toContain(reason);
    expect(dealtWith.html).not.toContain('<b>balances');
    const again = await reader.send(dealtWith, formTo(dealtWith, '/set-aside/undo'));
    expect(again.text).toContain('It is no longer set aside');
    expect((await received(owner))[0]).toMatchObject({ state: 'waiting' });
  });

  test('say nothing of what stands in an address and is not so', async () => {
    const { paymentId } = await paidInvoice(owner);
    const { reference } = (await received(owner))[0]!;
    for (const what of ['recorded', 'already', 'aside']) {
      expect((await reader.open(list(`?${what}=${reference}`))).text).not.toContain(reference + ' is');
    }
    const other = await Client.signUp(world.url);
    const stranger = new PageReader(world.url, other.token);
    for (const path of [`/${paymentId}/recording`, '/done', '']) {
      expect((await stranger.open(list(path))).status).toBe(404);
    }
    expect((await stranger.open(`/b/${other.businessId}/payments-to-record?undone=${reference}`)).text).not.toContain(
      reference,
    );
  });

  test('show a viewer what there is, and no button', async () => {
    const { paymentId } = await paidInvoice(owner);
    await recordedInvoice(owner);
    const viewer = await owner.invite('viewer');
    const eyes = new PageReader(world.url, viewer.token);
    const done = await eyes.open(list('/done'));
    expect(done.status).toBe(200);
    expect(done.forms.filter(({ action }) => action.includes('payments-to-record'))).toEqual([]);
    expect((await eyes.open(list(`/${paymentId}/recording`))).status).toBe(403);
    const shown = await reader.open(list('/done'));
    const form = formTo(shown, '/recording/undo');
    const { pageOwner: _, ...values } = form.values;
    expect((await eyes.send(shown, { ...form, values })).status).toBe(403);
  });
});
