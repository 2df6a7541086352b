import { emailSchema, whyOf } from '../people/identity/identity.schemas.js';
import { STAFF_REASONS } from '../people/identity/staff-reasons.js';
import type { StaffChange } from '../people/identity/staff.service.js';
import { STAFF_ROLES, systemActor, type StaffRole } from '../platform/kernel/actor.js';
import type { CliCommand, CliContext } from './command.js';
import { noArguments, options } from './options.js';
import { readPassword } from './read-password.js';
import { UsageError } from './usage-error.js';

const ACTOR = systemActor('cli');
const WHY = ['reason', 'ticket'];
const WHY_USAGE = '--reason REASON --ticket TICKET';

const whyHelp = (change: keyof typeof STAFF_REASONS) =>
  `TICKET is the number of the request in your own system. Reason and ticket are in the event. Reasons: ${STAFF_REASONS[change].join(', ')}.`;

/** As the panel asks for it, since both are read in one log; throws UsageError, naming the option. */
function whyFrom(given: Readonly<Record<string, string | undefined>>, change: keyof typeof STAFF_REASONS): StaffChange {
  const reasons: readonly string[] = STAFF_REASONS[change];
  const why = whyOf(reasons).safeParse({ reason: given['reason'], ticket: given['ticket'] });
  if (why.success) return why.data;
  const [fault] = why.error.issues;
  if (fault!.path[0] === 'ticket') throw new UsageError(`--ticket ${fault!.message}.`);
  throw new UsageError(`--reason must be one of: ${reasons.join(', ')}.`);
}

export const staffAdd: CliCommand<{ email: string; role: StaffRole; why: StaffChange }> = {
  summary: 'make a staff account',
  usage: `--email ADDRESS --role ROLE ${WHY_USAGE}`,
  help: `Asks for the password, or reads it from standard input.
Roles: ${STAFF_ROLES.join(', ')}.
${whyHelp('add')}`,
  parse(args) {
    const { email, role, ...given } = options(args, ['email', 'role', ...WHY]);
    const address = emailSchema.safeParse(email);
    if (!address.success) throw new UsageError('--email must be an e-mail address.');
    if (!isStaffRole(role)) throw new UsageError(`--role must be one of: ${STAFF_ROLES.join(', ')}.`);
    return { email: address.data, role, why: whyFrom(given, 'add') };
  },
  async run({ open, print }, { email, role, why }) {
    const accounts = await staffAccounts(open);
    const { passwordFault, passwordFaultInWords } = await import('../people/identity/new-password.js');
    const password = await readPassword(`Password for ${email}: `);
    const fault = passwordFault(password, 'staff', email);
    if (fault) throw new Error(`The password ${passwordFaultInWords(fault, 'staff')}. No account was made.`);
    await accounts.add(ACTOR, email, role, password, why);
    print(`Made the staff account ${email} (${role}).`);
    return true;
  },
};

export const staffList: CliCommand<void> = {
  summary: 'list staff accounts',
  usage: '',
  help: 'One line each: address, role, since when, and whether it is disabled.',
  parse: noArguments,
  async run({ open, print }) {
    const staff = await (await staffAccounts(open)).list();
    if (staff.length === 0) print('There are no staff accounts yet. Make one: npm run cli -- staff add --help');
    for (const { email, role, createdAt, disabledAt } of staff) {
      const state = disabledAt ? `disabled ${disabledAt.toISOString()}` : 'in use';
      print([email.padEnd(32), role.padEnd(14), createdAt.toISOString(), state].join('  '));
    }
    return true;
  },
};

export const staffDisable: CliCommand<{ email: string; why: StaffChange }> = {
  summary: 'disable a staff account',
  usage: `--email ADDRESS [${WHY_USAGE}]`,
  help: `The account stays in the list, since the log names it, but can no longer be used. It takes rights away and may be
urgent, so reason and ticket may be left out, both. ${whyHelp('disable')}`,
  parse(args) {
    const { email, ...given } = options(args, ['email'], WHY);
    const isGiven = WHY.some((name) => given[name] !== undefined);
    return { email: email!, why: isGiven ? whyFrom(given, 'disable') : {} };
  },
  async run({ open, print }, { email, why }) {
    const accounts = await staffAccounts(open);
    await accounts.disable(ACTOR, await accounts.idOf(email), why);
    print(`Disabled the staff account ${email}.`);
    return true;
  },
};

export const staffResetSecondFactor: CliCommand<{ email: string; why: StaffChange }> = {
  summary: 'take the second factor of a staff account away',
  usage: `--email ADDRESS ${WHY_USAGE}`,
  help: `For the day on which the phone and the recovery codes are lost, and no other operator can do it in the panel.
The account's sessions end. Its password alone opens the panel until a second factor is enrolled again.
${whyHelp('reset-second-factor')}`,
  parse(args) {
    const { email, ...given } = options(args, ['email', ...WHY]);
    return { email: email!, why: whyFrom(given, 'reset-second-factor') };
  },
  async run({ open, print }, { email, why }) {
    const accounts = await staffAccounts(open);
    await accounts.resetSecondFactor(ACTOR, await accounts.idOf(email), why);
    print(`The staff account ${email} has no second factor.`);
    return true;
  },
};

function isStaffRole(role: string | undefined): role is StaffRole {
  return (STAFF_ROLES as readonly string[]).includes(role ?? '');
}

async function staffAccounts(open: CliContext['open']) {
  const { app } = await open();
  const { StaffAccounts } = await import('../people/identity/staff.service.js');
  return app.get(StaffAccounts);
}
