/** In characters. Staff see every business: theirs are longer. */
export const PASSWORD_MIN = { person: 10, staff: 12 } as const;
/** Keeps hashing cheap. */
export const PASSWORD_MAX = 200;
