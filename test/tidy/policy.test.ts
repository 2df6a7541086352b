import { RECORDED_COMMANDS, RECORDED_NAMES } from '../../src/log/recorded-commands.js';
import { permissionMatrix, PERSONS, type Person } from '../../src/policy/matrix.js';
import { ACTIONS, SUBJECTS, type PolicyAction, type PolicySubject } from '../../src/policy/policy.js';
import { STAFF_ROLES } from '../../src/platform/kernel/actor.js';
import { expectGolden } from '../builders/golden.js';

const MATRIX = permissionMatrix();

const mayDo = (action: PolicyAction, on: PolicySubject): readonly Person[] =>
  MATRIX.find((row) => row.action === action && row.on === on)!.who;

describe('the policy', () => {
  test('is the matrix that reviewers read', () => {
    const width = Math.max(...PERSONS.map((name) => name.length)) + 2;
    const row = (head: string, cells: readonly string[]) =>
      `${head.padEnd(24)}${cells.map((cell) => cell.padEnd(width)).join('')}`.trimEnd();
    expectGolden('policy.txt', [
      '# Who may do what in a business; compared with src/policy/policy.ts by test/tidy/policy.test.ts.',
      row('', PERSONS),
      ...MATRIX.map(({ on, action, who }) =>
        row(
          `${action} ${on}`,
          PERSONS.map((name) => (who.includes(name) ? 'yes' : '·')),
        ),
      ),
    ]);
  });

  test.each(RECORDED_NAMES)('lets the original owner alone do %s, and nothing else by that name', (name) => {
    const { action } = RECORDED_COMMANDS[name].permission;
    for (const on of SUBJECTS)
      expect({ on, allowed: mayDo(action, on) }).toEqual({ on, allowed: on === 'Business' ? ['original-owner'] : [] });
  });

  test.each(STAFF_ROLES)('gives %s no accounting data, no say in memberships and no wider access', (role) => {
    for (const action of ACTIONS) {
      expect(mayDo(action, 'Accounting')).not.toContain(role);
      if (action !== 'read') expect(mayDo(action, 'Member')).not.toContain(role);
    }
    expect(mayDo('look-at', 'Snapshot')).not.toContain(role);
    expect(mayDo('connect', 'BankFeed')).not.toContain(role);
  });

  test.each(['stranger', 'anonymous', 'system'] as const)('gives %s nothing', (name) => {
    for (const on of SUBJECTS) for (const action of ACTIONS) expect(mayDo(action, on)).not.toContain(name);
  });

  test('lets a viewer read and do nothing else', () => {
    const allowed = SUBJECTS.flatMap((on) => ACTIONS.filter((action) => mayDo(action, on).includes('viewer')));
    expect(new Set(allowed)).toEqual(new Set(['read']));
  });

  test('gives the original owner all that full access gives', () => {
    for (const on of SUBJECTS) {
      for (const action of ACTIONS) {
        if (mayDo(action, on).includes('owner')) expect(mayDo(action, on)).toContain('original-owner');
      }
    }
  });
});
