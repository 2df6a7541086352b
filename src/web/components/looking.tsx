import { Icon } from '../../ui/components/icon.js';
import { Instant, Template } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths, paths } from '../paths.js';
import { words } from '../words.js';

/** Stands above every page of a snapshot, in sight and on paper: these are not the open books. */
export const LookingBand = ({
  ctx,
  looking,
}: {
  ctx: BusinessPageContext;
  looking: { id: string; sealedAt: string };
}) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <aside className="looking" aria-label={t.look.label}>
      <p>
        <Icon name="look" />
        <span>
          <Template text={t.look.banner} values={{ at: <Instant ctx={ctx} at={looking.sealedAt} exact /> }} />
        </span>
      </p>
      <a href={paths.home(id)}>{t.look.leave}</a>
    </aside>
  );
};

/** This page, or the list that a record is of. */
const currentIn = (here: string, href: string, base: string) =>
  here === href ? 'page' : href !== base && here.startsWith(`${href}/`) ? 'true' : undefined;

/** The way between the lists and reports of the snapshot. */
export const LookingLists = ({ ctx, looking }: { ctx: BusinessPageContext; looking: { id: string } }) => {
  const { t } = words(ctx);
  const books = bookPaths(ctx.business);
  const here = ctx.path.split('?')[0] ?? '';
  const base = paths.snapshot(ctx.business.id, looking.id);
  const lists = [
    [paths.snapshot(ctx.business.id, looking.id), t.look.overview],
    [books.list('contacts'), t.counts.contacts],
    [books.list('products'), t.counts.products],
    [books.list('accounts'), t.counts.ledgerAccounts],
    [books.list('tax-rates'), t.counts.taxRates],
    [books.list('journal'), t.counts.journalEntries],
    [books.list('invoices'), t.counts.invoices],
    [books.list('credit-notes'), t.counts.creditNotes],
    [books.list('payments'), t.lists.payments.title],
    [books.reports, t.nav.reports],
  ] as const;
  return (
    <nav className="jumps jumps-pages" aria-label={t.look.lists}>
      <ul>
        {lists.map(([href, text]) => (
          <li key={href}>
            <a href={href} aria-current={currentIn(here, href, base)}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
