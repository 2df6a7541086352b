import { z } from 'zod';
import { exampleOf, id, money, named } from '../platform/api/shapes.js';
import { ERROR_CODES, type ErrorCode } from '../platform/kernel/app-error.js';
import { conflictAnswer } from '../resets/bring-along/bring-along.answers.js';
import { blockingFeedAnswer, runningJobAnswer } from '../resets/resets.answers.js';
import { STATUS_OF_KIND, UNEXPECTED, type Problem } from './problem.filter.js';

/** The codes of the API, and the one of what nobody expected. */
export type ProblemCode = ErrorCode | 'INTERNAL';

interface Extra {
  readonly shape: z.ZodRawShape;
  readonly example: Readonly<Record<string, unknown>>;
}

const place = z.int().positive();

/** What the problem documents of a code hold beside the members that all have. */
const EXTRAS: Readonly<Partial<Record<ProblemCode, Extra>>> = {
  VALIDATION: {
    shape: {
      errors: z
        .array(z.object({ path: z.string(), message: z.string() }))
        .describe('Each fault with the field that has it; an empty path is the whole body.'),
    },
    example: { errors: [{ path: 'email', message: 'must be an e-mail address such as name@example.com' }] },
  },
  INVALID_FEC: {
    shape: {
      line: place.describe('From 1, which is the line that names the columns.'),
      column: place.describe('From 1, in the order of the file.'),
      reason: z.string().describe('A stable word for the rule that is broken.'),
      field: z.string().optional().describe('The official name of the column.'),
      value: z.string().optional().describe('What the file says there, shortened.'),
      errors: z
        .array(
          z.object({
            line: place,
            column: place,
            reason: z.string(),
            field: z.string().optional(),
            value: z.string().optional(),
            message: z.string(),
          }),
        )
        .max(50)
        .describe('The first fifty faults in the order of the file, the first one included.'),
    },
    example: {
      line: 12,
      column: 4,
      reason: 'bad-date',
      field: 'EcritureDate',
      value: '20231301',
      errors: [
        {
          line: 12,
          column: 4,
          reason: 'bad-date',
          field: 'EcritureDate',
          value: '20231301',
          message: 'Line 12, column 4 (EcritureDate): “20231301” is not a date in the form YYYYMMDD.',
        },
      ],
    },
  },
  UNBALANCED_ENTRY: {
    shape: { debit: money, credit: money },
    example: { debit: '950.00', credit: '905.00' },
  },
  BANK_FEEDS_CONNECTED: {
    shape: { feeds: z.array(blockingFeedAnswer) },
    example: { feeds: [exampleOf(blockingFeedAnswer)] },
  },
  WRITE_IN_PROGRESS: {
    shape: { job: runningJobAnswer.optional() },
    example: { job: exampleOf(runningJobAnswer) },
  },
  CONFLICTS_UNDECIDED: {
    shape: { conflicts: z.array(conflictAnswer).optional().describe('The first of them.') },
    example: { conflicts: [exampleOf(conflictAnswer)] },
  },
  ALREADY_EXISTS: {
    shape: {
      reference: z.string().optional().describe('Of the payment that is recorded already.'),
      reversal: z.object({ id, number: z.string() }).optional().describe('The entry that reverses the other already.'),
      line: place.optional().describe('Where the file of an import names what is there already.'),
      column: place.optional(),
    },
    example: {},
  },
  INVALID_STATE: {
    shape: {
      state: z.string().optional().describe('In which it is.'),
      reference: z.string().optional().describe('Of the payment that this is about.'),
      open: money.optional().describe('What is open of the invoice.'),
      document: z.string().optional().describe('The kind of document through which the entry is taken back.'),
    },
    example: { state: 'disconnected' },
  },
};

export function statusOf(code: ProblemCode): number {
  return code === 'INTERNAL' ? UNEXPECTED.status : STATUS_OF_KIND[ERROR_CODES[code].kind];
}

const titleOf = (code: ProblemCode) => (code === 'INTERNAL' ? UNEXPECTED.title : ERROR_CODES[code].title);

/** Whether a client may send the same request again after the time that the header `Retry-After` names. */
export const mayBeTriedAgain = (code: ProblemCode): boolean => [409, 429, 503].includes(statusOf(code));

function schemaOf(code: ProblemCode) {
  const schema = z.object({
    type: z.literal(`urn:ardoise:problem:${code}`),
    title: z.string(),
    status: z.literal(statusOf(code)),
    detail: z.string().describe('An English sentence for people: what to do next. It may change.'),
    code: z.literal(code),
    ...EXTRAS[code]?.shape,
  });
  return named(`Problem_${code}`, schema, { description: titleOf(code), example: exampleOfProblem(code) as never });
}

function exampleOfProblem(code: ProblemCode): Problem {
  const type = `urn:ardoise:problem:${code}`;
  const [title, status] = [titleOf(code), statusOf(code)];
  return { type, title, status, detail: `${title}.`, code, ...EXTRAS[code]?.example };
}

/** Every code with the schema of its problem document. */
export const PROBLEMS = new Map<ProblemCode, z.ZodType>(
  ([...Object.keys(ERROR_CODES), 'INTERNAL'] as ProblemCode[]).map((code) => [code, schemaOf(code)]),
);
