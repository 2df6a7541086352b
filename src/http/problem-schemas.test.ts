import { exampleOf } from '../platform/api/shapes.js';
import { ERROR_CODES, type ErrorCode } from '../platform/kernel/app-error.js';
import { mayBeTriedAgain, PROBLEMS, statusOf } from './problem-schemas.js';

const codes = [...PROBLEMS.keys()];

describe.each(codes)('the problem document of %s', (code) => {
  const schema = PROBLEMS.get(code)!;

  test('is of its kind, and its own example is one', () => {
    const example = exampleOf(schema) as object;
    expect(schema.safeParse(example).error).toBeUndefined();
    expect(example).toMatchObject({ code, status: statusOf(code), type: `urn:ardoise:problem:${code}` });
    expect(schema.safeParse({ ...example, code: 'ELSE' }).success).toBe(false);
  });

  test('has a status that says whose fault it is', () => {
    expect(statusOf(code)).toBeGreaterThanOrEqual(400);
    expect(statusOf(code)).toBeLessThan(600);
    expect(mayBeTriedAgain(code)).toBe([409, 429, 503].includes(statusOf(code)));
  });
});

test('every code of the program has one, and the one of what nobody expected', () => {
  expect(codes.toSorted()).toEqual([...Object.keys(ERROR_CODES), 'INTERNAL'].sort() as ErrorCode[]);
  expect(statusOf('INTERNAL')).toBe(500);
});
