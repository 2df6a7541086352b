import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    events: { type: 'string' },
    businesses: { type: 'string' },
    part: { type: 'string' },
  },
});

/** Small sizes and few repetitions, to see whether a benchmark works; its figures mean little. */
export const isQuick = values.quick === true;

/** How many events the largest log has (`audit`, `panel`); undefined for the benchmark's own choice. */
export const eventsAsked = values.events === undefined ? undefined : Number(values.events);

/** How many businesses there are (`panel`); likewise. */
export const businessesAsked = values.businesses === undefined ? undefined : Number(values.businesses);

/** The one part of a benchmark to run; undefined for all of them. */
export const partAsked = values.part;
