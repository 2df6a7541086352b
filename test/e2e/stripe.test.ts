import { newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { balances } from '../builders/ledger.js';
import { mailsTo } from '../builders/mailbox.js';
import { formTo, PageReader } from '../builders/pages.js';
import { payPathOf, received, record, sendInvoice, setAside, waiting, type SentInvoice } from '../builders/payments.js';
import { expectProblem } from '../builders/problems.js';
import { StripeStandIn } from '../builders/stripe.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** SPEC §5 with a provider that has a page of its own: no payment is ever dropped or applied twice, whatever is said when. */
describe('paying with Stripe', () => {
  let world: TestApp;
  let stripe: StripeStandIn;
  let owner: Client;

  beforeAll(async () => {
    stripe = await StripeStandIn.start();
    world = await startTestApp('stripe', stripe.env);
    stripe.programUrl = world.url;
  });
  beforeEach(async () => {
    stripe.isDown = false;
    owner = await Client.signUp(world.url, { businessName: 'Atelier Ô' });
  });
  afterAll(async () => {
    await world?.stop();
    await stripe?.stop();
  });

  const press = (payPath: string, headers: Record<string, string> = { Accept: 'text/html' }) =>
    fetch(`${world.url}${payPath}`, { method: 'POST', redirect: 'manual', headers });
  const say = (event: { payload: string; signature: string }) => stripe.say(world.url, event);
  /** An invoice whose customer stands on Stripe's page. */
  async function started(unitPrice?: string): Promise<SentInvoice> {
    const invoice = await sendInvoice(owner, unitPrice);
    const answer = await press(invoice.payPath);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, stripe.latest.url]);
    return invoice;
  }
  const states = async () => (await received(owner)).map(({ state }) => state);
  const outcomes = async () => {
    const sql = await connectSql(world.database.adminUrl);
    const found = await rows<{ event_id: string; outcome: string }>(
      sql,
      'SELECT event_id, outcome FROM provider_events',
    );
    await sql.end();
    return new Map(found.map(({ event_id, outcome }) => [event_id, outcome]));
  };

  test('leads to a checkout of what is due, which is asked for as Stripe’s package asks', async () => {
    const contact = await owner.post<{ id: string }>(owner.of('/contacts'), {
      name: 'Nadeau',
      email: 'nadeau@example.test',
      locale: 'fr',
    });
    const { body } = await owner.post<{ id: string; number: string }>(owner.of('/invoices'), {
      contactId: contact.body.id,
      lines: [{ description: 'Work', unitPrice: '115.05' }],
    });
    const payPath = await payPathOf(owner, body.id);
    const answer = await press(payPath);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, stripe.latest.url]);
    expect(answer.headers.get('content-security-policy')).toContain(`form-action 'self' ${stripe.url};`);
    const { headers, fields } = stripe.asked.at(-1)!;
    expect(headers).toMatchObject({
      authorization: 'Bearer sk_test_of_the_tests',
      'stripe-version': '2026-10-28.endive',
      'idempotency-key': expect.stringMatching(/^ardoise-[0-9a-f-]{36}-0-115\.05$/),
    });
    expect(fields).toMatchObject({
      mode: 'payment',
      'line_items[0][price_data][unit_amount]': '11505',
      'line_items[0][price_data][currency]': 'cad',
      'line_items[0][price_data][product_data][name]': body.number,
      locale: 'fr-CA',
      customer_email: 'nadeau@example.test',
      success_url: `${world.settings.publicUrl}${payPath}?checkout=back`,
      cancel_url: `${world.settings.publicUrl}${payPath}?checkout=cancelled`,
    });
    expect(fields['metadata[pay_link_id]']).toBe(fields.client_reference_id);
  });

  test('pressed twice, in two tabs or again later leads to one checkout', async () => {
    const { payPath } = await started();
    const before = stripe.sessions.size;
    const answers = await Promise.all([1, 2, 3].map(() => press(payPath)));
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(new Set([stripe.latest.url]));
    expect(stripe.sessions.size).toBe(before);
    const program = await press(payPath, { Accept: 'application/json' });
    expect([program.status, await program.json()]).toEqual([201, { status: 'checkout', url: stripe.latest.url }]);
    const api = await fetch(`${world.url}/api/v1${payPath}`, { method: 'POST' });
    expect(await api.json()).toEqual({ status: 'checkout', url: stripe.latest.url });
  });

  test('pressed in two tabs at the same moment for the first time leads to one checkout', async () => {
    const { payPath } = await sendInvoice(owner);
    const before = stripe.sessions.size;
    const answers = await Promise.all([1, 2, 3, 4].map(() => press(payPath)));
    expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(new Set([stripe.latest.url]));
    expect(stripe.sessions.size).toBe(before + 1);
  });

  test('is taken in and recorded when Stripe says so, once however often it says it', async () => {
    const { id, payPath } = await started();
    const event = stripe.paid();
    expect(await Promise.all([say(event), say(event), say(event)])).toEqual([204, 204, 204]);
    expect(await say(stripe.paid())).toBe(204);
    expect(await received(owner)).toMatchObject([{ state: 'recorded', invoiceId: id }]);
    expect(await balances(owner)).toEqual({ 1010: 11500, 1100: 0, 4000: -11500 });
    const events = (await owner.events()).filter(({ type }) => type === 'payment.received');
    expect(events).toMatchObject([{ data: { actor: { type: 'system', id: 'stripe' } } }]);
    const page = await new PageReader(world.url).open(payPath);
    expect(page.text).toContain('Payment reference');
    expect((await press(payPath)).headers.get('location')).toBe(payPath);
  });

  test('is known when the customer comes back before Stripe has said anything, and not counted twice after', async () => {
    const { payPath } = await started();
    const event = stripe.paid();
    const reader = new PageReader(world.url);
    expect((await reader.open(`${payPath}?checkout=back`)).title).toBe('Paid');
    expect(await say(event)).toBe(204);
    expect(await states()).toEqual(['recorded']);
    const { id } = JSON.parse(event.payload) as { id: string };
    expect((await outcomes()).get(id)).toBe('repeated');
  });

  test('that was left says that nothing was paid, and can be taken up again', async () => {
    const { payPath } = await started();
    const page = await new PageReader(world.url).open(`${payPath}?checkout=cancelled`);
    expect(page.text).toContain('Nothing was paid');
    expect(formTo(page, payPath).action).toBe(payPath);
    expect((await press(payPath)).headers.get('location')).toBe(stripe.latest.url);
    expect(await states()).toEqual([]);
  });

  test('by a bank that takes days is on its way until the second word, and nothing if it fails', async () => {
    const { payPath } = await started();
    const session = stripe.latest;
    session.status = 'complete';
    expect(await say(stripe.event('checkout.session.completed', { ...session }))).toBe(204);
    expect(await states()).toEqual([]);
    const page = await new PageReader(world.url).open(`${payPath}?checkout=back`);
    expect(page.title).toBe('Your payment is on its way');
    expect(page.forms.filter(({ action }) => action.startsWith('/pay/'))).toEqual([]);
    // Pressed in another tab meanwhile: no second checkout.
    const before = stripe.sessions.size;
    expect((await press(payPath)).headers.get('location')).toBe(payPath);
    expect(stripe.sessions.size).toBe(before);
    expect(await say(stripe.event('checkout.session.async_payment_failed', { ...session }))).toBe(204);
    expect(await states()).toEqual([]);
    stripe.pay(session);
    expect(await say(stripe.event('checkout.session.async_payment_succeeded', { ...session }))).toBe(204);
    expect(await states()).toEqual(['recorded']);
    // The first of the two words, late.
    expect(await say(stripe.event('checkout.session.completed', { ...session, payment_status: 'unpaid' }))).toBe(204);
    expect(await states()).toEqual(['recorded']);
  });

  test('of an invoice that is in no open book waits, also of a link that was taken back meanwhile', async () => {
    const { id } = await started();
    const session = stripe.latest;
    await owner.delete(owner.of(`/invoices/${id}/pay-link`));
    await owner.reset();
    expect(await say(stripe.paid(session))).toBe(204);
    expect(await waiting(owner)).toMatchObject([{ amount: '115.00', proposedInvoice: null }]);
    expect(await balances(owner)).toEqual({});
  });

  test('of another amount than is due is taken in as it came', async () => {
    await started();
    expect(await say(stripe.paid(stripe.latest, { amount_total: 11400 }))).toBe(204);
    expect(await received(owner)).toMatchObject([{ state: 'recorded', amount: '114.00' }]);
    await started();
    expect(await say(stripe.paid(stripe.latest, { amount_total: 99900 }))).toBe(204);
    expect(await waiting(owner)).toMatchObject([{ amount: '999.00' }]);
  });

  test('in another currency waits, is recorded by nobody, and is set aside once it is entered by hand', async () => {
    const { id } = await started();
    expect(await say(stripe.paid(stripe.latest, { currency: 'usd' }))).toBe(204);
    const [payment] = await waiting(owner);
    expect(payment).toMatchObject({ currency: 'USD', amount: '115.00' });
    expectProblem(await record(owner, payment!.id, { invoiceId: id }), 'INVALID_STATE');
    const reader = new PageReader(world.url, owner.token);
    const page = await reader.open(`/b/${owner.businessId}/payments-to-record/${payment!.id}/recording`);
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain('in another currency than your books');
    expect(page.forms.some(({ action }) => action.endsWith('/recording'))).toBe(false);
    expect((await setAside(owner, payment!.id)).status).toBe(201);
  });

  test('twice, by a customer who managed to, is two payments: the second waits', async () => {
    const { payPath } = await started();
    const first = stripe.latest;
    first.status = 'expired';
    await press(payPath);
    const second = stripe.latest;
    expect(second.id).not.toBe(first.id);
    expect(await say(stripe.paid(second))).toBe(204);
    expect(await say(stripe.paid(first))).toBe(204);
    expect((await states()).toSorted()).toEqual(['recorded', 'waiting']);
    expect(await balances(owner)).toEqual({ 1010: 11500, 1100: 0, 4000: -11500 });
  });

  test('asks for less once something was settled in another way, and the checkout of before is ended', async () => {
    const { id, payPath } = await started();
    const first = stripe.latest;
    await owner.post(owner.of(`/invoices/${id}/payments`), { amount: '15.00' });
    await press(payPath);
    expect(first.status).toBe('expired');
    expect(stripe.latest.amount_total).toBe(10000);
    expect(await say(stripe.paid())).toBe(204);
    expect(await balances(owner)).toMatchObject({ 1100: 0 });
  });

  test('of a checkout of which nothing was noted is found by what Stripe was told; of no link here it is kept', async () => {
    await started();
    const lost = { ...stripe.pay(), id: `cs_test_lost_${newId()}` };
    const known = stripe.event('checkout.session.completed', lost);
    expect(await say(known)).toBe(204);
    expect(await states()).toEqual(['recorded']);
    const strange = { ...lost, id: `cs_test_strange_${newId()}` };
    const events = [{}, { pay_link_id: newId() }, { pay_link_id: 'x' }].map((metadata, i) =>
      stripe.event('checkout.session.completed', { ...strange, id: `${strange.id}${i}`, metadata }),
    );
    for (const event of events) {
      expect([await say(event), await say(event)]).toEqual([204, 204]);
      expect((await outcomes()).get((JSON.parse(event.payload) as { id: string }).id)).toBe('unmatched');
    }
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(/ardoise_waiting\{kind="payments_unmatched"\} [1-9]/);
  });

  test('that went back or is disputed is said beside the payment and in the log, in whatever order it is heard', async () => {
    await started();
    const session = stripe.pay();
    const refund = (amount: number) =>
      stripe.event('charge.refunded', {
        payment_intent: session.payment_intent,
        amount_refunded: amount,
        currency: 'cad',
      });
    const early = refund(1000);
    expect(await say(early)).toBe(204);
    expect(await say(stripe.event('checkout.session.completed', { ...session }))).toBe(204);
    const dispute = { payment_intent: { id: session.payment_intent }, amount: 11500, currency: 'cad' };
    for (const event of [early, refund(2500), stripe.event('charge.dispute.created', dispute)]) {
      expect(await say(event)).toBe(204);
    }
    const [payment] = (await owner.get<{ items: object[] }>(owner.of('/online-payments'))).body.items;
    expect(payment).toMatchObject({
      state: 'recorded',
      takenBack: expect.arrayContaining([
        { what: 'refund', amount: '25.00', currency: 'CAD' },
        { what: 'dispute', amount: '115.00', currency: 'CAD' },
      ]) as unknown,
    });
    expect((await owner.events()).filter(({ type }) => type === 'payment.taken-back')).toHaveLength(3);
    // The books are as they were: what went back a person enters.
    expect(await balances(owner)).toEqual({ 1010: 11500, 1100: 0, 4000: -11500 });
    const reader = new PageReader(world.url, owner.token);
    expect((await reader.open(`/b/${owner.businessId}/payments-to-record/done`)).text).toContain('refunded');
  });

  test('is not believed without the right signature, and other words are answered and forgotten', async () => {
    await started();
    const session = stripe.pay();
    const good = stripe.event('checkout.session.completed', { ...session });
    const old = stripe.event('checkout.session.completed', { ...session }, { at: Date.now() - 3_600_000 });
    const forged = stripe.event('checkout.session.completed', { ...session }, { secret: 'whsec_of_somebody_else' });
    const changed = { ...good, payload: good.payload.replace('11500', '11501') };
    for (const event of [old, forged, changed, { ...good, signature: '' }, { ...good, signature: 't=1,v1=0' }]) {
      expect(await say(event)).toBe(400);
    }
    expect(await states()).toEqual([]);
    const plain = await fetch(`${world.url}/api/v1/provider-events/stripe`, { method: 'POST', body: good.payload });
    expect(plain.status).toBe(400);
    for (const type of ['checkout.session.expired', 'customer.created', 'payout.paid']) {
      expect(await say(stripe.event(type, {}))).toBe(204);
    }
    expect(await say(good)).toBe(204);
    expect(await states()).toEqual(['recorded']);
  });

  test('says calmly that Stripe does not answer, and takes nothing', async () => {
    const { payPath } = await sendInvoice(owner);
    stripe.isDown = true;
    const answer = await press(payPath);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${payPath}?told=unavailable`]);
    const page = await new PageReader(world.url).open(`${payPath}?told=unavailable`);
    expect(page.text).toContain('Online payment does not answer');
    const api = await fetch(`${world.url}/api/v1${payPath}`, { method: 'POST' });
    expect([api.status, ((await api.json()) as { code: string }).code]).toEqual([503, 'PROVIDER_UNAVAILABLE']);
    stripe.isDown = false;
    expect((await press(payPath)).headers.get('location')).toBe(stripe.latest.url);
    expect(await states()).toEqual([]);
  }, 60_000);

  test('mails the receipt to the address that the customer gave there', async () => {
    await started();
    const to = `customer-${newId()}@example.test`;
    stripe.pay(stripe.latest, to);
    expect(await say(stripe.event('checkout.session.completed', { ...stripe.latest }))).toBe(204);
    const [mail] = await mailsTo(world.url, to);
    expect(mail?.subject).toContain('Atelier Ô');
    expect(mail?.text).toMatch(/PAY-[0-9A-Z]{8}/);
  });
});
