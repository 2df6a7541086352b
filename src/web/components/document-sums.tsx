import type { DocumentDraft } from '../../accounting/document-drafts.service.js';
import { Facts } from '../../ui/components/panel.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { words } from '../words.js';
import { EntryLines } from './entry-preview.js';

/** What a document comes to so far, and what it would post: computed by the server, with script while one types. */
export const DocumentSums = ({
  ctx,
  draft,
  currency,
}: {
  ctx: BusinessPageContext;
  draft: DocumentDraft | undefined;
  currency: string;
}) => {
  const { t, f } = words(ctx);
  const money = (amount: string) => f.money({ amount, currency });
  if (!draft) return <p className="quiet">{t.documentForm.nothingYet}</p>;
  return (
    <>
      <div aria-live="polite">
        <Facts
          facts={[
            [t.documents.netSum, money(draft.net)],
            ...draft.taxes.map(
              ({ name, percent, amount }) => [`${name} ${f.percent(percent)}`, money(amount)] as const,
            ),
            [<strong key="total">{t.documents.total}</strong>, <strong key="amount">{money(draft.total)}</strong>],
          ]}
        />
      </div>
      {draft.entry.lines.length > 0 && (
        <EntryLines ctx={ctx} caption={t.documentForm.entryPreview} lines={draft.entry.lines} />
      )}
    </>
  );
};
