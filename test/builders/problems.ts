import { ERROR_CODES, type ErrorCode } from '../../src/platform/kernel/app-error.js';
import { STATUS_OF_KIND } from '../../src/http/problem.filter.js';
import type { Answer } from './client.js';

/** What no answer may show: statements, stacks, paths, the database's and the libraries' own words. */
const INSIDES =
  /\bSELECT\b|\bINSERT\b|\bUPDATE \w+ SET\b|node_modules|\bat (async )?[\w.<>]+ \(|\bat \/|\bER_[A-Z]|\.[tj]s:\d|QueryFailed|mysql/;

/** Checks that an answer shows nothing of the program's insides. */
export function expectNoInsides(text: string): void {
  expect(text).not.toMatch(INSIDES);
}

/** Checks that an answer is a problem document with a known code and the status of that code; returns the code. */
export function expectProblem(answer: Answer, code?: ErrorCode): ErrorCode {
  const { status, body, headers } = answer;
  expectNoInsides(JSON.stringify(body));
  expect({ status, type: headers.get('content-type'), body }).toMatchObject({
    type: expect.stringMatching(/^application\/problem\+json\b/),
    body: { status, title: expect.any(String), detail: expect.any(String), code: code ?? expect.any(String) },
  });
  const said = body.code as ErrorCode;
  expect(Object.keys(ERROR_CODES)).toContain(said);
  expect({ code: said, status }).toEqual({ code: said, status: STATUS_OF_KIND[ERROR_CODES[said].kind] });
  expect(body.type).toBe(`urn:ardoise:problem:${said}`);
  return said;
}
