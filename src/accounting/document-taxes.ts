import type { EntityManager } from 'typeorm';
import type { Locale } from '../platform/kernel/actor.js';
import { formatCents, parseCents, type Cents } from '../platform/kernel/money.js';
import type { DocumentLineView } from './document-views.js';
import { sharesOf } from './posting-rules.js';
import { taxPartsByCode } from './tax-rates.service.js';

/** What a document collects of one tax: "TPS 5 %", not the rate of the two together. */
export interface DocumentTax {
  readonly name: string;
  /** A decimal string: "9.9750". */
  readonly percent: string;
  readonly amount: string;
}

/** The tax of each rate over all lines, shared out among its parts as it is posted. `book` holds the rates. */
export async function taxesOfLines(
  manager: EntityManager,
  book: Buffer,
  lines: readonly Pick<DocumentLineView, 'taxRate' | 'tax'>[],
  locale: Locale,
): Promise<DocumentTax[]> {
  const byCode = new Map<string, Cents>();
  for (const { taxRate, tax } of lines) {
    if (taxRate !== null) byCode.set(taxRate, (byCode.get(taxRate) ?? 0n) + parseCents(tax));
  }
  const parts = await taxPartsByCode(manager, book, [...byCode.keys()], locale);
  const taxes = new Map<string, { name: string; percent: string; amount: Cents }>();
  for (const [code, tax] of byCode) {
    const ofRate = parts.get(code) ?? [];
    const shares = sharesOf(
      tax,
      ofRate.map(({ percent }) => percent),
    );
    for (const [i, { name, percent }] of ofRate.entries()) {
      const key = `${name} ${percent}`;
      const before = taxes.get(key)?.amount ?? 0n;
      taxes.set(key, { name, percent, amount: before + shares[i]! });
    }
  }
  return [...taxes.values()].map((tax) => ({ ...tax, amount: formatCents(tax.amount) }));
}
