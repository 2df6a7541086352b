/** What a filter looks at in an event. */
interface FilteredEvent {
  readonly type?: unknown;
  readonly subject?: unknown;
  readonly time?: unknown;
  readonly data?: {
    readonly actor?: { readonly id?: unknown };
    readonly outcome?: unknown;
    readonly ticket?: unknown;
  };
}

type Fits = (event: FilteredEvent, wanted: unknown) => boolean;

/** As the log applies them (`src/log/events/audit-search-sql.ts`). Times are compared as text. */
const CRITERIA = new Map<string, Fits>(
  Object.entries<Fits>({
    business: ({ subject }, wanted) => subject === `business/${String(wanted)}`,
    actor: ({ data }, wanted) => data?.actor?.id === wanted,
    type: ({ type }, wanted) => Array.isArray(wanted) && wanted.includes(type),
    outcome: ({ data }, wanted) => data?.outcome === wanted,
    ticket: ({ data }, wanted) => data?.ticket === wanted,
    from: ({ time }, wanted) => String(time) >= String(wanted),
    until: ({ time }, wanted) => String(time) < String(wanted),
  }),
);

/** By which criterion the event is not of the filter; null when it is. A criterion that is not known here fits nothing. */
export function misfit(entry: Buffer, filter: Readonly<Record<string, unknown>>): string | null {
  const event = JSON.parse(entry.toString('utf8')) as FilteredEvent;
  return Object.keys(filter).find((name) => !CRITERIA.get(name)?.(event, filter[name])) ?? null;
}
