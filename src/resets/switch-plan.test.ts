import { RECORDED_COMMANDS, RECORDED_NAMES, type RecordedName } from '../log/recorded-commands.js';
import { REFUSAL_CODES, isHeld, refusalsOf, type RefusalCode, type SwitchFacts } from './switch-plan.js';

/** Nothing stands in the way. */
const clear = (name: RecordedName): SwitchFacts => ({
  kind: RECORDED_COMMANDS[name].permission.action,
  isOriginalOwner: true,
  typedEmail: ' OWNER@example.test ',
  signUpEmail: 'owner@example.test',
  blockingFeeds: [],
  writeInProgress: false,
  bookChanged: false,
  auditAvailable: true,
});

/** What it takes to be refused with each code, and for nothing else. */
const OBSTACLES: Readonly<Record<RefusalCode, Partial<SwitchFacts>>> = {
  NOT_ORIGINAL_OWNER: { isOriginalOwner: false },
  SIGN_UP_EMAIL_MISMATCH: { typedEmail: 'owner@example.com' },
  BOOK_CHANGED: { bookChanged: true },
  NOTHING_TO_RESET: { asOnSignUp: true },
  NOTHING_TO_RESTORE: { target: 'none' },
  SNAPSHOT_EXPIRED: { target: 'expired' },
  BANK_FEEDS_CONNECTED: { blockingFeeds: [{ account: 'Chequing' }] },
  WRITE_IN_PROGRESS: { writeInProgress: true },
  AUDIT_UNAVAILABLE: { auditAvailable: false },
  CONFLICTS_UNDECIDED: { conflictsUndecided: true },
};

const facing = (name: RecordedName, codes: readonly RefusalCode[]): SwitchFacts =>
  Object.assign({}, clear(name), ...codes.map((code) => OBSTACLES[code])) as SwitchFacts;

/** After those of the guard. */
const foundHere = (name: RecordedName): RefusalCode[] =>
  RECORDED_COMMANDS[name].refusals.filter((code) => code !== 'NOT_FOUND');

test('the table has the order of the specification (SPEC §3.4, §4)', () => {
  const first = ['NOT_FOUND', 'NOT_ORIGINAL_OWNER', 'SIGN_UP_EMAIL_MISMATCH', 'BOOK_CHANGED'];
  const last = ['BANK_FEEDS_CONNECTED', 'WRITE_IN_PROGRESS', 'AUDIT_UNAVAILABLE'];
  expect(RECORDED_COMMANDS['business.reset'].refusals).toEqual([...first, 'NOTHING_TO_RESET', ...last]);
  expect(RECORDED_COMMANDS['business.restore'].refusals).toEqual([
    ...first,
    'NOTHING_TO_RESTORE',
    'SNAPSHOT_EXPIRED',
    ...last,
  ]);
});

describe.each(RECORDED_NAMES)('%s', (name) => {
  test('is refused for nothing where nothing stands in the way', () => {
    expect(refusalsOf(clear(name))).toEqual([]);
  });

  test('is refused with every code of its line, each for its own obstacle, and with no other', () => {
    for (const code of REFUSAL_CODES) {
      const refusals = refusalsOf(facing(name, [code]));
      expect({ code, refusals }).toEqual({ code, refusals: foundHere(name).includes(code) ? [code] : [] });
    }
  });

  test('of any two obstacles answers the one that stands first in the table', () => {
    for (const [index, first] of foundHere(name).entries()) {
      for (const second of foundHere(name).slice(index + 1)) {
        // There is one snapshot to restore or none: of these two only one can be so.
        if (first === 'NOTHING_TO_RESTORE' && second === 'SNAPSHOT_EXPIRED') continue;
        for (const met of [
          [first, second],
          [second, first],
        ]) {
          expect({ first, second, refusals: refusalsOf(facing(name, met)) }).toEqual({
            first,
            second,
            refusals: [first, second],
          });
        }
      }
    }
  });

  test('has a check under lock that does not hold for each obstacle that it tells', () => {
    for (const check of RECORDED_COMMANDS[name].underLock) {
      expect({ check, held: isHeld(check, clear(name)) }).toEqual({ check, held: true });
      const against = foundHere(name).filter((code) => !isHeld(check, facing(name, [code])));
      expect({ check, against: against.length }).toEqual({ check, against: 1 });
    }
  });
});
