import { z } from 'zod';
import { CURRENCIES } from '../kernel/money.js';
import { SAMPLE } from './samples.js';

interface About<Example> {
  readonly description: string;
  readonly example: Example;
}

/** A schema that the OpenAPI document names; whatever uses it refers to it. Names are unique in the whole program. */
export function named<Schema extends z.ZodType>(
  id: string,
  schema: Schema,
  { description, example }: About<z.input<Schema>>,
): Schema {
  return schema.meta({ id, description, examples: [example] });
}

/** What is given here leaves the program; what comes in is checked by src/platform/kernel/schemas.ts. */
export const id = named('Id', z.uuidv7(), {
  description: 'A UUIDv7 (RFC 9562), in lower case.',
  example: SAMPLE.entry,
});

export const money = named('Money', z.string().regex(/^-?\d{1,37}\.\d\d$/), {
  description: 'An exact decimal number with two decimals, in the currency that stands beside it or the business’s.',
  example: '1234.56',
});

export const time = named(
  'Time',
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    .meta({ format: 'date-time' }),
  {
    description: 'A moment: ISO 8601 in UTC, to the millisecond.',
    example: SAMPLE.time,
  },
);

export const day = named(
  'Day',
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .meta({ format: 'date' }),
  {
    description: 'A calendar date.',
    example: SAMPLE.day,
  },
);

export const currency = named('Currency', z.enum(CURRENCIES), { description: 'ISO 4217.', example: 'CAD' });

export const count = z.int().nonnegative();

/** One page of a list. */
export function pageOf<Item extends z.ZodType>(name: string, item: Item, description: string) {
  return named(name, z.object({ items: z.array(item), next: nextPage }), {
    description,
    example: { items: [exampleOf(item)], next: null },
  });
}

const nextPage = z.string().nullable().describe('The `after` of the page that follows; null on the last.');

/** The example that a named schema was given. */
export function exampleOf<Schema extends z.ZodType>(schema: Schema): z.input<Schema> {
  const [example] = (schema.meta()?.examples ?? []) as z.input<Schema>[];
  if (example === undefined) throw new Error('This schema was given no example.');
  return example;
}
