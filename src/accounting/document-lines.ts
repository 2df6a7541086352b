import type { BookWrite } from '../books/fence.js';
import { select } from '../platform/database/transaction.js';
import { invalid } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes } from '../platform/kernel/ids.js';
import { formatCents } from '../platform/kernel/money.js';
import type { DocumentLineRequest } from './accounting.schemas.js';
import { amountsOfLine, type LineAmounts } from './invoice-amounts.js';
import { accountsToPost } from './ledger-accounts.service.js';
import { POSTED_TO, type DocumentLine } from './posting-rules.js';
import { taxRatesOf } from './tax-rates.service.js';
import type { Outer } from '../platform/database/rows.js';
import type { ledger_accounts, products, tax_rates } from './tables.generated.js';

/** A line of an invoice or a credit note: as it is stored, what it comes to, and what it posts. */
export interface ReadLine extends LineAmounts {
  readonly row: LineRow;
  readonly posted: DocumentLine;
}

interface LineRow {
  readonly lineNo: number;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRateId: string | null;
  readonly productId: string | null;
  readonly accountId: string | null;
  readonly net: string;
  readonly tax: string;
}

/** Looks up what the lines of a document name. Throws VALIDATION for what is not in the book. */
export async function readLines(into: BookWrite, asked: readonly DocumentLineRequest[]): Promise<ReadLine[]> {
  const products = await productsOf(into, asked);
  const lines = asked.map((line) =>
    whole(line, line.productId === undefined ? undefined : products.get(line.productId)),
  );
  const named = (of: 'taxRate' | 'account') =>
    new Map(lines.flatMap((line, i) => (line[of] === undefined ? [] : [[line[of], `lines.${i}.${of}`] as const])));
  const rates = await taxRatesOf(into, named('taxRate'));
  const accounts = await accountsToPost(into, named('account'));
  return lines.map((line, i) => {
    const rate = line.taxRate === undefined ? undefined : rates.get(line.taxRate)!;
    const { net, tax } = amountsOfLine(line, rate?.percent);
    const account = line.account ?? POSTED_TO.sales;
    return {
      net,
      tax,
      posted: { account, net, tax, ...(rate && { rate }) },
      row: {
        lineNo: i + 1,
        description: line.description,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        taxRateId: rate ? bytesToId(rate.id) : null,
        productId: line.productId ?? null,
        accountId: line.account === undefined ? null : bytesToId(accounts.get(line.account)!.id),
        net: formatCents(net),
        tax: formatCents(tax),
      },
    };
  });
}

type ProductRow = Pick<products, 'id' | 'name' | 'description' | 'unit_price'> &
  Outer<{ account: ledger_accounts['number']; tax_rate: tax_rates['code'] }>;

interface WholeLine {
  readonly productId?: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRate?: string;
  readonly account?: string;
}

/** A line with what its product says where it says nothing itself. */
function whole(line: DocumentLineRequest, product?: ProductRow): WholeLine {
  const taxRate = line.taxRate === undefined ? product?.tax_rate : line.taxRate;
  const account = line.account ?? product?.account;
  return {
    ...(line.productId !== undefined && { productId: line.productId }),
    description: line.description ?? product?.description ?? product?.name ?? '',
    quantity: line.quantity,
    unitPrice: line.unitPrice ?? product?.unit_price ?? '0.00',
    ...(taxRate && { taxRate }),
    ...(account && { account }),
  };
}

async function productsOf(
  { tx, book }: BookWrite,
  lines: readonly DocumentLineRequest[],
): Promise<ReadonlyMap<string, ProductRow>> {
  const ids = new Set(lines.flatMap(({ productId }) => productId ?? []));
  if (ids.size === 0) return new Map();
  const rows = await select<ProductRow>(
    tx,
    `SELECT p.id, p.name, p.description, p.unit_price, a.number AS account, t.code AS tax_rate FROM products p
     LEFT JOIN ledger_accounts a ON a.book_id = p.book_id AND a.id = p.account_id
     LEFT JOIN tax_rates t ON t.book_id = p.book_id AND t.id = p.tax_rate_id
     WHERE p.book_id = ? AND p.id IN (?)`,
    [book, [...ids].map(idToBytes)],
  );
  const found = new Map(rows.map((row) => [bytesToId<string>(row.id), row]));
  const missing = lines.findIndex(({ productId }) => productId !== undefined && !found.has(productId));
  if (missing >= 0) throw invalid(`lines.${missing}.productId`, 'There is no such product.');
  return found;
}
