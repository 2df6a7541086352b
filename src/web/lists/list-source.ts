import type { BookLists } from '../../accounting/lists/book-lists.service.js';
import type { JournalService } from '../../accounting/journal.service.js';
import type { InvoiceStates } from '../../banking/online-payments/invoice-states.service.js';
import type { BookId } from '../../platform/kernel/ids.js';
import type { MembershipFacts } from '../../policy/ability.js';
import type { Formats } from '../../ui/format.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths, paths, type ListName } from '../paths.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import type { Texts } from '../texts.js';

/** What a list is made from: whose books they are, who looks at them, and what reads them. */
export interface ListSource {
  readonly ctx: BusinessPageContext;
  readonly t: Texts;
  readonly f: Formats;
  readonly membership: MembershipFacts;
  readonly bookId: BookId;
  readonly lists: BookLists;
  readonly entries: JournalService;
  readonly invoices: InvoiceStates;
  readonly journals: readonly { readonly code: string; readonly name: string }[];
  /** Of the open books, and allowed to whoever looks. */
  readonly mayWrite: boolean;
  readonly mayIssueLinks: boolean;
  /** The business's own day. */
  readonly today: string;
  readonly currency: string;
}

/** Where one is added, for those who may. */
export const addTo = ({ ctx, mayWrite }: ListSource, list: ListName, text: string) =>
  mayWrite ? { href: paths.newRecord(ctx.business.id, list), text } : undefined;

/** Each row opens its record in the same books. */
export const hrefOf = ({ ctx }: ListSource, list: ListName) => {
  const { record } = bookPaths(ctx.business);
  return ({ id }: { readonly id: string }) => record(list, id);
};

/** Orders in the words of the page. */
export const ordersOf = ({ t }: ListSource, orders: Readonly<Record<string, unknown>>) =>
  Object.keys(orders).map((value) => ({ value, label: lookUp(t.lists.orders, value) ?? value }));
