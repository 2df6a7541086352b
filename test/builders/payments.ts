import type { Client } from './client.js';

export interface WaitingPayment {
  readonly id: string;
  readonly reference: string;
  readonly amount: string;
  readonly invoiceNumber: string;
  readonly proposedInvoice: { readonly id: string } | null;
}

export interface SentInvoice {
  readonly id: string;
  readonly number: string;
  /** The path of the customer's page. */
  readonly payPath: string;
}

/** Adds a customer with an invoice, and issues its link. */
export async function sendInvoice(owner: Client, unitPrice = '115.00', customer = 'Nadeau'): Promise<SentInvoice> {
  const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: customer });
  const ask = { contactId: contact.body.id, lines: [{ description: 'Work', unitPrice }] };
  const { body } = await owner.post<{ id: string; number: string }>(owner.of('/invoices'), ask);
  return { ...body, payPath: await payPathOf(owner, body.id) };
}

/** Asks for the link of an invoice; the address is below the public one, which is not where a test listens. */
export async function payPathOf(owner: Client, invoiceId: string): Promise<string> {
  const { status, body } = await owner.post<{ url: string }>(owner.of(`/invoices/${invoiceId}/pay-link`), {});
  if (status !== 201) throw new Error(`pay-link: ${status} ${JSON.stringify(body)}`);
  return new URL(body.url).pathname;
}

/** As a program pays: a form would be shown a page. */
export async function pay(owner: Client, payPath: string) {
  const response = await fetch(`${owner.url}${payPath}`, { method: 'POST', headers: { Accept: 'application/json' } });
  return { status: response.status, body: (await response.json()) as { status: string; reference: string } };
}

export async function waiting(client: Client): Promise<WaitingPayment[]> {
  return (await client.get<{ items: WaitingPayment[] }>(client.of('/payments-to-record'))).body.items;
}

/** A payment that came in, and what the open books say of it. */
export interface ReceivedPayment {
  readonly id: string;
  readonly reference: string;
  readonly state: 'waiting' | 'recorded' | 'set-aside';
  readonly invoiceId: string | null;
  readonly entryId: string | null;
  readonly reason: string | null;
}

/** All payments that came in, latest first. */
export async function received(client: Client): Promise<ReceivedPayment[]> {
  return (await client.get<{ items: ReceivedPayment[] }>(client.of('/online-payments?limit=200'))).body.items;
}

/** An invoice that was sent and paid; its payment was recorded by itself. */
export async function recordedInvoice(
  owner: Client,
  unitPrice?: string,
  customer?: string,
): Promise<SentInvoice & { paymentId: string }> {
  const invoice = await sendInvoice(owner, unitPrice, customer);
  const { body } = await pay(owner, invoice.payPath);
  const payment = (await received(owner)).find(({ reference }) => reference === body.reference)!;
  return { ...invoice, paymentId: payment.id };
}

/** An invoice that was sent and paid: its payment waits, as its recording was undone. */
export async function paidInvoice(
  owner: Client,
  unitPrice?: string,
  customer?: string,
): Promise<SentInvoice & { paymentId: string }> {
  const invoice = await recordedInvoice(owner, unitPrice, customer);
  const { status, body } = await undoRecording(owner, invoice.paymentId);
  if (status !== 200) throw new Error(`undo: ${status} ${JSON.stringify(body)}`);
  return invoice;
}

export const undoRecording = (client: Client, paymentId: string) =>
  client.delete(client.of(`/payments-to-record/${paymentId}/recording`));

export const setAside = (client: Client, paymentId: string, reason = 'In the opening balances') =>
  client.post(client.of(`/payments-to-record/${paymentId}/set-aside`), { reason });

export const takeUpAgain = (client: Client, paymentId: string) =>
  client.delete(client.of(`/payments-to-record/${paymentId}/set-aside`));

export const record = (client: Client, paymentId: string, ask: object) =>
  client.post(client.of(`/payments-to-record/${paymentId}/recording`), ask);
