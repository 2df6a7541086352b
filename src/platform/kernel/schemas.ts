import { z } from 'zod';
import { AMOUNT } from './money.js';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from './page.js';
import { isOneLine, isPrintable } from './text.js';

/** What is wrong with a field, in the words that the pages translate. */
export const FAULTS = {
  GIVEN_TWICE: 'must be given once',
  EMPTY: 'must not be empty',
  CONTROL_CHARACTERS: 'must not hold control characters or broken Unicode',
  LINE_BREAKS: 'must be a single line',
} as const;

const tooLong = (lengthMax: number) => `must have at most ${lengthMax} characters`;

const twice = ({ input }: { readonly input?: unknown }) => (Array.isArray(input) ? FAULTS.GIVEN_TWICE : undefined);

/** A text that was sent as one: `a=1&a=2` arrives as a list, which no handler and no statement may ever meet. */
const single = () => z.string({ error: twice }).normalize('NFC');

const bounded = (text: z.ZodString, lengthMax: number) =>
  text
    .refine(isPrintable, FAULTS.CONTROL_CHARACTERS)
    .refine((given) => [...given].length <= lengthMax, tooLong(lengthMax))
    .meta({ maxLength: lengthMax });

/**
 * Trimmed, not empty, composed (NFC), any Unicode that a column can hold unchanged, of several lines perhaps; the length is
 * in code points, as in the database.
 */
export const printable = (lengthMax: number) => bounded(single().trim().min(1, FAULTS.EMPTY), lengthMax);

/** The same on a single line: names, which stand in mails, in rows of files and in headings. */
export const oneLine = (lengthMax: number) =>
  printable(lengthMax).refine(isOneLine, FAULTS.LINE_BREAKS).meta({ maxLength: lengthMax });

/** One field of a form or of an address as it was sent: empty and spaces around it are the handler's to judge. */
export const field = (lengthMax: number) => bounded(single(), lengthMax);

/** What cannot be normalised without being another one: only single and of bounded length. */
export const secretField = (lengthMax: number) => z.string({ error: twice }).max(lengthMax, tooLong(lengthMax));

/** Left empty, as a form sends a field that nobody filled in, it is as if it had not been sent. */
export const orAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema.optional());

/**
 * The fields of a form, or of an address behind its question mark; each may be missing, others are not looked at. A request
 * without a body is a form without fields.
 */
export const fieldsOf = <Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) =>
  z.preprocess((given) => given ?? {}, z.object(shape).partial());

/** An exact decimal string such as "1234.56". */
export const amountSchema = z
  .string()
  .regex(AMOUNT, 'must be a decimal string such as "1234.56", with at most 15 digits and 2 decimals')
  .meta({ examples: ['1234.56'] });

/** A calendar date, "2026-01-31". */
export const dateSchema = z.iso.date({ error: twice }).regex(/^(19|2\d)/, 'must be a year from 1900 to 2999');

/** Taken in any case, kept in lower case: see `isId`. */
export const idSchema = z
  .uuid({ error: twice })
  .toLowerCase()
  .meta({ examples: ['0193a5c3-0b23-7a99-8c56-7d8e9fa0b108'] });

/** The `next` of a page before, where a list goes on; what it must be is the list's own. */
export const afterField = orAbsent(field(200));
export const afterQuery = fieldsOf({ after: afterField });

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
  .string({ error: twice })
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters')
  .meta({ examples: ['5f0c6a52-0d0c-4c64-8a38-0c8a3c9f4d11'] });
