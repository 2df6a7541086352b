/** A text as a part of a LIKE pattern that means itself: what LIKE takes for signs is escaped. */
export const likeText = (text: string) => text.replace(/[\\%_]/g, '\\$&');
