import { ACTIONS, POLICY, SUBJECTS } from '../policy/policy.js';
import {
  actionOfEvent,
  commandOf,
  eventTypesOf,
  RECORDED_COMMANDS,
  RECORDED_NAMES,
  ruleOf,
} from './recorded-commands.js';

test('a command is found by its permission, and by no other', () => {
  const permissions = SUBJECTS.flatMap((on) => ACTIONS.map((action) => ({ kind: 'policy', action, on }) as const));
  const found = permissions.filter((permission) => commandOf(permission));
  expect(found.map(commandOf)).toEqual(RECORDED_NAMES);
  expect(found).toEqual(RECORDED_NAMES.map((name) => RECORDED_COMMANDS[name].permission));
  expect(commandOf({ kind: 'signed-in' })).toBeUndefined();
});

test('an event of a command tells its action, another one none', () => {
  const actions = RECORDED_NAMES.map((name) => RECORDED_COMMANDS[name].permission.action);
  expect(eventTypesOf('denied').map(actionOfEvent)).toEqual(actions);
  expect(actionOfEvent('business.signed-up')).toBeUndefined();
});

test.each(RECORDED_NAMES)('%s cites a rule that the policy has', (name) => {
  const { action, on } = RECORDED_COMMANDS[name].permission;
  const granted = POLICY.filter((grant) => grant.on === on && (grant.may as readonly string[]).includes(action));
  expect(granted.map(({ to }) => `${to.join()} may ${action} ${on}`)).toEqual([ruleOf(name)]);
});
