/** One page of a keyset-paged list; `next` is the `after` of the next page, or null on the last. */
export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

export const PAGE_LIMIT_DEFAULT = 50;
export const PAGE_LIMIT_MAX = 200;
