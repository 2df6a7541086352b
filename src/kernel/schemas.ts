import { z } from 'zod';
import { AMOUNT } from './money.js';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from './page.js';
import { isPrintable } from './text.js';

/** Trimmed, not empty, any Unicode that a column can hold unchanged; the length is in code points, as in the database. */
export function printable(lengthMax: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .refine(isPrintable, 'must not hold control characters or broken Unicode')
    .refine((text) => [...text].length <= lengthMax, `must have at most ${lengthMax} characters`)
    .meta({ maxLength: lengthMax });
}

/** An exact decimal string such as "1234.56". */
export const amountSchema = z
  .string()
  .regex(AMOUNT, 'must be a decimal string such as "1234.56", with at most 15 digits and 2 decimals')
  .meta({ examples: ['1234.56'] });

/** A calendar date, "2026-01-31". */
export const dateSchema = z.iso.date().regex(/^(19|2\d)/, 'must be a year from 1900 to 2999');

/** Taken in any case, kept in lower case: see `isId`. */
export const idSchema = z
  .uuid()
  .toLowerCase()
  .meta({ examples: ['0193a5c3-0b23-7a99-8c56-7d8e9fa0b108'] });

export const pageSchema = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE_LIMIT_MAX)
    .default(PAGE_LIMIT_DEFAULT)
    .describe('How many items a page has at most.'),
  after: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The `next` of the page before; without it the list begins.')
    .meta({ examples: ['0193a5c3-0b23-7a99-8c56-7d8e9fa0b108'] }),
});
export type PageRequest = z.infer<typeof pageSchema>;

/** RFC draft "The Idempotency-Key HTTP Header Field": an opaque printable string. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters')
  .meta({ examples: ['5f0c6a52-0d0c-4c64-8a38-0c8a3c9f4d11'] });
