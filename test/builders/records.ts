import { entry } from './calls.js';
import type { Client } from './client.js';

/** What is entered once and used often, and an entry, by their ids. */
export interface Records {
  readonly contact: string;
  readonly product: string;
  readonly account: string;
  readonly taxRate: string;
  readonly entry: string;
}

/** One of each in the open books, named as told. */
export async function makeRecords(owner: Client, name = 'Something'): Promise<Records> {
  const made = async (path: string, json: object) => {
    const { status, body } = await owner.post<{ id: string }>(owner.of(path), json);
    if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body.id;
  };
  return {
    contact: await made('/contacts', { name, email: 'a@example.test', address: `${name}\nQuébec` }),
    account: await made('/ledger-accounts', { number: '4015', name }),
    taxRate: await made('/tax-rates', { known: 'TVH-ON' }),
    product: await made('/products', { name, unitPrice: '12345678.50', account: '4015', description: name }),
    entry: await made('/journal-entries', entry('950.00', { label: name })),
  };
}
