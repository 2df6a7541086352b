import type { BusinessInContext } from '../ui/page-context.js';
import { paths } from './paths.js';
import type { Texts } from './texts.js';

interface Link {
  readonly href: string;
  readonly text: string;
}

/** A part of the menu, and the pages in it. */
export interface Section {
  readonly tab: Link;
  readonly pages: readonly Link[];
}

export const isUnder = (here: string, href: string) => here === href || here.startsWith(`${href}/`);

/** What a business does every day, in three parts. The other pages have a tab of their own, or lie under More. */
export function sectionsOf({ id }: Pick<BusinessInContext, 'id'>, t: Texts): Section[] {
  return [
    {
      tab: { href: paths.list(id, 'invoices'), text: t.nav.sales },
      pages: [
        { href: paths.list(id, 'invoices'), text: t.lists.invoices.title },
        { href: paths.list(id, 'credit-notes'), text: t.lists.creditNotes.title },
        { href: paths.list(id, 'payments'), text: t.lists.payments.title },
        { href: paths.paymentsToRecord(id), text: t.nav.toRecord },
        { href: paths.list(id, 'products'), text: t.lists.products.title },
      ],
    },
    { tab: { href: paths.list(id, 'contacts'), text: t.nav.contacts }, pages: [] },
    {
      tab: { href: paths.list(id, 'journal'), text: t.nav.accounting },
      pages: [
        { href: paths.list(id, 'journal'), text: t.lists.journal.title },
        { href: paths.list(id, 'accounts'), text: t.lists.accounts.title },
        { href: paths.list(id, 'tax-rates'), text: t.lists.taxRates.title },
        { href: paths.reports(id), text: t.nav.reports },
        { href: paths.import(id), text: t.nav.import },
      ],
    },
  ];
}

/** The section in which a page lies. */
export const sectionOf = (business: Pick<BusinessInContext, 'id'>, here: string, t: Texts): Section | undefined =>
  sectionsOf(business, t).find(({ tab, pages }) => [tab, ...pages].some(({ href }) => isUnder(here, href)));
