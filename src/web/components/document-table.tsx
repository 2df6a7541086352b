import type { DocumentLineView } from '../../accounting/document-views.js';
import type { DocumentTax } from '../../accounting/document-taxes.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Facts } from '../../ui/components/panel.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { words } from '../words.js';

export interface DocumentTableView {
  readonly lines: readonly DocumentLineView[];
  readonly taxes: readonly DocumentTax[];
  readonly net: string;
  readonly total: string;
}

/** The lines of a document that was issued, with what they come to. */
export const DocumentTable = ({
  ctx,
  document,
  caption,
  currency,
}: {
  ctx: BusinessPageContext;
  document: DocumentTableView;
  caption: string;
  currency: string;
}) => {
  const { t, f } = words(ctx);
  const { documents } = t;
  const money = (amount: string) => f.money({ amount, currency });
  return (
    <>
      <DataTable<DocumentLineView & { key: string }>
        cards
        captionHidden
        caption={caption}
        rows={document.lines.map((line, index) => ({ ...line, key: String(index) }))}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'description',
            header: documents.description,
            names: true,
            phone: 'main',
            cell: ({ description }) => <UserText>{description}</UserText>,
          },
          { key: 'quantity', header: documents.quantity, numeric: true, cell: ({ quantity }) => f.decimal(quantity) },
          { key: 'price', header: documents.unitPrice, numeric: true, cell: ({ unitPrice }) => f.amount(unitPrice) },
          { key: 'tax', header: documents.taxRate, cell: ({ taxRate }) => <UserText>{taxRate ?? '–'}</UserText> },
          { key: 'net', header: documents.net, numeric: true, phone: 'side', cell: ({ net }) => f.amount(net) },
        ]}
      />
      <div className="document-sums">
        <Facts
          facts={[
            [documents.netSum, money(document.net)],
            ...document.taxes.map(
              ({ name, percent, amount }) => [`${name} ${f.percent(percent)}`, money(amount)] as const,
            ),
            [<strong key="label">{documents.total}</strong>, <strong key="total">{money(document.total)}</strong>],
          ]}
        />
      </div>
    </>
  );
};
