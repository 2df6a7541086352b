import type { ReactNode } from 'react';
import type { ListAsk, ListedPage } from '../../accounting/lists/list-ask.js';
import type { Column } from '../../ui/components/data-table.js';
import type { ListName } from '../paths.js';
import type { ListQuery } from '../page-input.js';

/** A column of a list, on a page and in a file. */
export interface ListColumn<Row> {
  readonly key: string;
  readonly header: string;
  /** As it is kept, and as files have it: an amount is a decimal string, a date a calendar date. */
  readonly text: (row: Row) => string | null;
  /** What a page shows instead. */
  readonly cell?: (row: Row) => ReactNode;
  readonly kind?: 'text' | 'date' | 'amount';
  /** Names the row, and opens it. */
  readonly names?: boolean;
  readonly phone?: Column<Row>['phone'];
  /** The orders of the list by this column: upwards, downwards. */
  readonly orders?: readonly [up: string, down: string];
  /** In parts of the width of a file. */
  readonly width?: number;
  readonly only?: 'page' | 'file';
}

export type ListFilter =
  | {
      readonly kind: 'choice';
      readonly name: 'kind' | 'state' | 'journal';
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly kind: 'date'; readonly name: 'from' | 'until'; readonly label: string };

/** One of the lists of the books: what is in it, how it is read, and where it leads. */
export interface BookList<Row extends { readonly id: string }> {
  readonly name: ListName;
  readonly title: string;
  readonly lead?: string;
  /** Said while there is nothing in it. */
  readonly none: string;
  /** Where the first and every other one is added; absent for those who may not. */
  readonly add?: { readonly href: string; readonly text: string };
  /** What it is called in the name of a file. */
  readonly file: string;
  /** Where one looks for a text. */
  readonly searchHint: string;
  /** By name, the first where none is asked for. */
  readonly orders: readonly { readonly value: string; readonly label: string }[];
  readonly filters: readonly ListFilter[];
  readonly columns: readonly ListColumn<Row>[];
  readonly href: (row: Row) => string | undefined;
  readonly read: (ask: ListAsk) => Promise<ListedPage<Row>>;
}

/** Any list, whatever its rows are: what shows it hands its own rows to its own columns. */
export type AnyList = BookList<{ readonly id: string }>;
export const anyList = <Row extends { readonly id: string }>(list: BookList<Row>): AnyList =>
  list as unknown as AnyList;

/** What narrows a list: where it is empty by that, it says so, and how to widen it again. */
export const isNarrowed = ({ q, kind, state, journal, from, until }: ListQuery): boolean =>
  [q, kind, state, journal, from, until].some((value) => value !== undefined && value.trim() !== '');

const IN_ADDRESS = ['q', 'kind', 'state', 'journal', 'from', 'until', 'sort'] as const;

/** The same list with something else asked of it; what is not asked for stays out of the address. */
export function listAddress(path: string, query: ListQuery, more: Partial<ListQuery> = {}): string {
  const asked = { ...Object.fromEntries(IN_ADDRESS.map((name) => [name, query[name]])), ...more };
  const fields = Object.entries(asked).filter(([, value]) => value !== undefined && value !== '');
  return fields.length === 0 ? path : `${path}?${new URLSearchParams(fields).toString()}`;
}

/** What is asked of the books. */
export const askOf = ({ q, ...query }: ListQuery, limit: number): ListAsk => ({
  ...query,
  limit,
  text: q?.trim() || undefined,
});
