import type { Client } from './client.js';

interface Line {
  readonly account: string;
  readonly debit: string;
  readonly credit: string;
}

export interface Entry {
  readonly id: string;
  readonly journal: string;
  readonly number: string;
  readonly date: string;
  readonly label: string;
  readonly lines: readonly (Line & { readonly accountName: string })[];
  readonly document?: { readonly kind: string; readonly id: string };
  readonly reverses?: string;
  readonly reversedBy?: string;
}

/** The entries of the open books, latest first, each line as `account debit credit`. */
export async function entries(client: Client): Promise<Entry[]> {
  return (await client.get<{ items: Entry[] }>(client.of('/journal-entries?limit=200'))).body.items;
}

export const linesOf = ({ lines }: Pick<Entry, 'lines'>) =>
  lines.map(({ account, debit, credit }) => `${account} ${debit} ${credit}`);

/** Account → debits less credits, in cents. */
export async function balances(client: Client): Promise<Record<string, number>> {
  const { body } = await client.get<{ lines: Line[] }>(client.of('/trial-balance'));
  return Object.fromEntries(
    body.lines.map(({ account, debit, credit }) => [account, Math.round(Number(debit) * 100 - Number(credit) * 100)]),
  );
}

/** Posts, and expects that it was done. */
export async function made<Body = { id: string }>(client: Client, path: string, json: object): Promise<Body> {
  const { status, body } = await client.post<Body>(client.of(path), json);
  if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export async function customer(client: Client, name = 'Nadeau'): Promise<string> {
  return (await made(client, '/contacts', { name })).id;
}

export async function invoice(
  client: Client,
  more: object = {},
): Promise<{ id: string; number: string; total: string }> {
  return made(client, '/invoices', {
    contactId: await customer(client),
    issuedOn: '2026-01-31',
    lines: [{ description: 'Work', unitPrice: '100.00', taxRate: 'TPS-TVQ' }],
    ...more,
  });
}
