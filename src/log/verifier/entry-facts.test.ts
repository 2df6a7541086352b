import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { event } from '../../../test/builders/log-files.js';
import { factsOf, factsOfCanonical, factsOfJson } from './entry-facts.js';

const REAL = {
  specversion: '1.0',
  id: '01900000-0000-7000-8000-000000000001',
  source: 'ardoise',
  type: 'business.reset.completed',
  subject: 'business/87cfc396-0dbe-4520-b574-2e3d32538392',
  time: '2026-11-24T07:17:38.880Z',
  data: {
    business_seq: 4,
    outcome: 'success',
    actor: { type: 'user', id: 'u', roles: ['owner'], original_owner: true },
    authorization: { decision: 'allowed', rule: 'original-owner' },
    precondition: [{ name: 'no-active-feed', held: true, feeds: [{ institution: 'Crédit du Nord', status: 'x' }] }],
    snapshot: { id: 's', counts: { entries: 12, lines: 24 } },
    details: {},
  },
};
const bytes = (value: unknown) => Buffer.from(canonicalize(value), 'utf8');

describe('the facts of an entry', () => {
  test('are read out of canonical JSON as JSON.parse reads them', () => {
    const expected = { subject: REAL.subject, businessSeq: 4, time: REAL.time };
    expect(factsOfCanonical(bytes(REAL))).toEqual(expected);
    expect(factsOfJson(bytes(REAL))).toEqual(expected);
    expect(factsOfCanonical(event(1, 'log/heartbeat'))).toMatchObject({ businessSeq: undefined });
  });

  test.each([
    ['an escape', { ...REAL, data: { ...REAL.data, reason: 'a "quoted" word' } }],
    ['a key before the first that is expected', { ...REAL, data: { a: 1, ...REAL.data } }],
    ['one more key in the envelope', { ...REAL, dataschema: 'x' }],
    [
      'deeper data than any event has',
      { ...REAL, data: { ...REAL.data, details: { a: { b: { c: { d: { e: 1 } } } } } } },
    ],
  ])('are left to JSON.parse with %s', (_, envelope) => {
    expect(factsOfCanonical(bytes(envelope))).toBeNull();
    expect(factsOf(bytes(envelope)).businessSeq).toBe(4);
  });

  test('are not what a text inside pretends, nor a second key of the same name', () => {
    const hostile = { ...REAL, data: { ...REAL.data, reason: '"business_seq":9},"subject":"business/other","time":' } };
    expect(factsOf(bytes(hostile))).toMatchObject({ businessSeq: 4, subject: REAL.subject });
    const twice = bytes(REAL).toString().replace('"outcome"', '"business_seq":9,"outcome"');
    expect(factsOfCanonical(Buffer.from(twice))).toBeNull();
    expect(factsOf(Buffer.from(twice)).businessSeq).toBe(9);
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['no object', 'null'],
    ['JSON that is cut off', bytes(REAL).toString().slice(0, -1)],
    ['no subject', canonicalize({ ...REAL, subject: undefined })],
    ['a subject with a space', canonicalize({ ...REAL, subject: 'a b' })],
    ['no time', canonicalize({ ...REAL, time: 'today' })],
    ['a number that is none', canonicalize({ ...REAL, data: { business_seq: 1.5 } })],
    ['the number 0', canonicalize({ ...REAL, data: { business_seq: 0 } })],
  ])('are not read out of %s', (_, text) => {
    expect(() => factsOf(Buffer.from(text))).toThrow();
  });

  test('read the quick way are always what JSON.parse gives, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '"',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '\\',
      '"business_seq":7',
      '"data":{}',
      '1',
      ' ',
      'é',
      '"a":[1,{"b":null}],',
    );
    const text = bytes(REAL).toString();
    let quick = 0;
    fc.assert(
      fc.property(fc.nat({ max: text.length }), fc.nat({ max: 4 }), pieces, (at, drop, piece) => {
        const entry = Buffer.from(text.slice(0, at) + piece + text.slice(at + drop));
        const facts = factsOfCanonical(entry);
        if (facts) expect(facts).toEqual(factsOfJson(entry));
        if (facts) quick += 1;
      }),
      { numRuns: 5000 },
    );
    expect(quick).toBeGreaterThan(0);
  });

  test('of JSON values of every kind are the same both ways', () => {
    const details = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(details, fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: undefined }), (given, business_seq) => {
        const { business_seq: _, ...data } = REAL.data;
        const entry = bytes({ ...REAL, data: { ...data, ...(business_seq && { business_seq }), details: given } });
        expect(factsOf(entry)).toEqual(factsOfJson(entry));
      }),
    );
  });

  test('take no time without end for bytes that nearly fit', () => {
    const nearly = Buffer.from(`{"data":{"actor":${'['.repeat(60_000)}`);
    const many = Buffer.from(`{"data":{"actor":{${'"a":[1,2,{"b":"c"}],'.repeat(3_000)}`);
    for (const entry of [nearly, many]) expect(() => factsOf(entry)).toThrow();
  });
});
