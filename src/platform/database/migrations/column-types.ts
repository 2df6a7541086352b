/** Parts of the statements of landed migrations: they do not change either. */
export const ENGINE = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';
/** A word of our own, such as a state or a code. */
export const WORD = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;
/** Anybody's text that identifies something: no two spellings are the same. */
export const EXACT = (length: number) => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
