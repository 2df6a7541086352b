import fc from 'fast-check';
import type { BankFeedState } from '../banking/bank-feeds/bank-feed-states.js';
import { newId, type BankFeedId } from '../platform/kernel/ids.js';
import { ERROR_CODES } from '../platform/kernel/app-error.js';
import { evidenceOf, explain, refusalOf, type SwitchReading } from './switch-facts.js';
import { emailMatches, REFUSAL_CODES, refusalsOf, type SwitchFacts } from './switch-plan.js';

const SIGN_UP_EMAIL = 'zoe@example.test';

/** In any combination. */
const common = {
  isOriginalOwner: fc.boolean(),
  typedEmail: fc.constantFrom(SIGN_UP_EMAIL, ' ZOE@example.TEST ', 'somebody@example.test', '', undefined),
  signUpEmail: fc.constant(SIGN_UP_EMAIL),
  blockingFeeds: fc.array(fc.constant({ account: 'Chèques' }), { maxLength: 2 }),
  writeInProgress: fc.boolean(),
  bookChanged: fc.boolean(),
  auditAvailable: fc.boolean(),
};
const resets = fc.record({ ...common, kind: fc.constant('reset' as const), asOnSignUp: fc.boolean() });
const fine = {
  kind: 'reset' as const,
  isOriginalOwner: true,
  typedEmail: SIGN_UP_EMAIL,
  signUpEmail: SIGN_UP_EMAIL,
  blockingFeeds: [],
  writeInProgress: false,
  bookChanged: false,
  asOnSignUp: false,
  auditAvailable: true,
};

test('the sign-up address is typed in any case and with spaces around it, and is no other', () => {
  for (const typed of ['zoe@example.test', '  ZOE@EXAMPLE.TEST\n'])
    expect(emailMatches(typed, SIGN_UP_EMAIL)).toBe(true);
  for (const typed of ['', 'zoe', 'zoe@example.tes', 'zoë@example.test', 'z oe@example.test'])
    expect(emailMatches(typed, SIGN_UP_EMAIL)).toBe(false);
});

describe('what is read under lock', () => {
  const since = new Date('2026-05-03T10:00:00.000Z');
  const readAt = new Date('2026-05-03T12:00:00.000Z');
  const feed = (state: BankFeedState, account: string) => ({
    id: newId<BankFeedId>(),
    institution: 'sandbox',
    account,
    state,
    since,
  });
  const reading = (facts: Partial<SwitchFacts> = {}, rest: Partial<SwitchReading> = {}): SwitchReading => ({
    facts: { ...fine, ...facts },
    membership: { businessId: newId(), originalOwnerId: newId(), memberRole: 'owner' },
    bookId: newId(),
    hasExpectation: false,
    feeds: [],
    readAt,
    ...rest,
  });
  const namesOf = (some: SwitchReading) => evidenceOf(some).map(({ name }) => name);

  test('is evidence, each check with whether it held', () => {
    fc.assert(
      fc.property(resets, (some) => {
        const checks = new Map(evidenceOf(reading(some)).map(({ name, held }) => [name, held]));
        const refused = refusalsOf(some) as string[];
        expect(checks.get('original-owner')).toBe(!refused.includes('NOT_ORIGINAL_OWNER'));
        expect(checks.get('sign-up-email-typed')).toBe(!refused.includes('SIGN_UP_EMAIL_MISMATCH'));
        expect(checks.get('something-to-reset')).toBe(!refused.includes('NOTHING_TO_RESET'));
        expect(checks.get('bank-feeds-disconnected')).toBe(!refused.includes('BANK_FEEDS_CONNECTED'));
        expect(checks.get('no-write-in-progress')).toBe(!refused.includes('WRITE_IN_PROGRESS'));
      }),
    );
  });

  test('tells of the books that were shown only where it was said which', () => {
    expect(namesOf(reading())).not.toContain('book-as-shown');
    expect(namesOf(reading({}, { hasExpectation: true }))).toContain('book-as-shown');
  });

  test('names every feed as it was read, and in the refusal those that block', () => {
    const feeds = [feed('connected', 'Chèques'), feed('disconnected', 'Épargne'), feed('error', 'Carte')];
    const some = reading({ blockingFeeds: [feeds[0]!, feeds[2]!] }, { feeds });
    const check = evidenceOf(some).find(({ name }) => name === 'bank-feeds-disconnected');
    expect(check?.feeds?.map(({ status }) => status)).toEqual(['connected', 'disconnected', 'error']);
    expect(refusalOf(some)).toMatchObject({ code: 'BANK_FEEDS_CONNECTED' });
    const { detail, extra } = explain('BANK_FEEDS_CONNECTED', some);
    expect(detail).toBe('Disconnect these bank feeds first: Chèques (sandbox), Carte (sandbox).');
    expect(extra.feeds?.map(({ account, since: at }) => [account, at])).toEqual([
      ['Chèques', since.toISOString()],
      ['Carte', since.toISOString()],
    ]);
  });

  test('is refused with the first of its refusals and all of its evidence, or not at all', () => {
    expect(refusalOf(reading())).toBeUndefined();
    const refusal = refusalOf(reading({ writeInProgress: true, auditAvailable: false }));
    expect(refusal).toMatchObject({ code: 'WRITE_IN_PROGRESS', extra: { retryAfterSeconds: 5 } });
  });

  test.each(REFUSAL_CODES)('%s says in a sentence what helps', (code) => {
    const { detail } = explain(code, reading());
    expect(detail).toMatch(/^[A-Z].*[.]$/);
    expect(detail).not.toMatch(/undefined|null|NaN/);
    expect(ERROR_CODES).toHaveProperty(code);
  });
});
