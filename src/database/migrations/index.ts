import { Foundation1763900000000 } from './0001-foundation.js';

/** In the order in which they run. A landed migration is never edited: write the next one. */
export const migrations = [Foundation1763900000000];
