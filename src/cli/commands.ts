import { Snapshots } from '../books/snapshots.service.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { demoGuide } from '../demo/demo-accounts.js';
import { makeDemo } from '../demo/make-demo.js';
import { emailSchema } from '../identity/identity.schemas.js';
import { passwordFault, passwordFaultInWords } from '../identity/new-password.js';
import { StaffAccounts } from '../identity/staff.service.js';
import { STAFF_ROLES, systemActor, type StaffRole } from '../kernel/actor.js';
import { isId, type BusinessId } from '../kernel/ids.js';
import { auditProof } from './audit-proof-command.js';
import { auditVerify } from './audit-verify-command.js';
import { auditCatalogue } from './audit-catalogue-command.js';
import { auditErase } from './audit-erase-command.js';
import { auditExport } from './audit-export-command.js';
import { readerKeyAdd, readerKeyEnd, readerKeyList } from './audit-reader-key-command.js';
import type { CliCommand } from './command.js';
import { noArguments, options, parse } from './options.js';
import { readPassword } from './read-password.js';
import { UsageError } from './usage-error.js';
import { verifySnapshots } from './verify-snapshots.js';

const ACTOR = systemActor('cli');

const migrate: CliCommand<void> = {
  summary: 'bring the schema up to date and grant the application its rights',
  usage: '',
  help: 'Runs the migrations that are missing, with MIGRATION_DATABASE_URL where it is set. Every start does the same.',
  parse: noArguments,
  async run({ open, print }) {
    // Opening the database does it.
    await open();
    print('The database is up to date.');
    return true;
  },
};

const staffAdd: CliCommand<{ email: string; role: StaffRole }> = {
  summary: 'make a staff account',
  usage: '--email ADDRESS --role ROLE',
  help: `Asks for the password, or reads it from standard input.\nRoles: ${STAFF_ROLES.join(', ')}.`,
  parse(args) {
    const { email, role } = options(args, ['email', 'role']);
    const address = emailSchema.safeParse(email);
    if (!address.success) throw new UsageError('--email must be an e-mail address.');
    if (!isStaffRole(role)) throw new UsageError(`--role must be one of: ${STAFF_ROLES.join(', ')}.`);
    return { email: address.data, role };
  },
  async run({ open, print }, { email, role }) {
    const { app } = await open();
    const password = await readPassword(`Password for ${email}: `);
    const fault = passwordFault(password, 'staff', email);
    if (fault) throw new Error(`The password ${passwordFaultInWords(fault, 'staff')}. No account was made.`);
    await app.get(StaffAccounts).add(ACTOR, email, role, password);
    print(`Made the staff account ${email} (${role}).`);
    return true;
  },
};

const staffList: CliCommand<void> = {
  summary: 'list staff accounts',
  usage: '',
  help: 'One line each: address, role, since when, and whether it is disabled.',
  parse: noArguments,
  async run({ open, print }) {
    const { app } = await open();
    const staff = await app.get(StaffAccounts).list();
    if (staff.length === 0) print('There are no staff accounts yet. Make one: npm run cli -- staff add --help');
    for (const { email, role, createdAt, disabledAt } of staff) {
      const state = disabledAt ? `disabled ${disabledAt.toISOString()}` : 'in use';
      print([email.padEnd(32), role.padEnd(14), createdAt.toISOString(), state].join('  '));
    }
    return true;
  },
};

const staffDisable: CliCommand<{ email: string }> = {
  summary: 'disable a staff account',
  usage: '--email ADDRESS',
  help: 'The account stays in the list, since the log names it, but can no longer be used.',
  parse: (args) => ({ email: options(args, ['email']).email! }),
  async run({ open, print }, { email }) {
    const { app } = await open();
    const accounts = app.get(StaffAccounts);
    await accounts.disable(ACTOR, await accounts.idOf(email));
    print(`Disabled the staff account ${email}.`);
    return true;
  },
};

const staffResetSecondFactor: CliCommand<{ email: string }> = {
  summary: 'take the second factor of a staff account away',
  usage: '--email ADDRESS',
  help: `For the day on which the phone and the recovery codes are lost, and no other operator can do it in the panel.
The account's sessions end. Its password alone opens the panel until a second factor is enrolled again.`,
  parse: (args) => ({ email: options(args, ['email']).email! }),
  async run({ open, print }, { email }) {
    const { app } = await open();
    const accounts = app.get(StaffAccounts);
    await accounts.resetSecondFactor(ACTOR, await accounts.idOf(email));
    print(`The staff account ${email} has no second factor.`);
    return true;
  },
};

const snapshotVerify: CliCommand<{ business?: BusinessId }> = {
  summary: 'recompute the digests of kept snapshots and compare them',
  usage: '[--business ID]',
  help: `Reads every kept snapshot of the business, or of all, and compares its content with the digest on record.
Names each snapshot that differs. Ends with 1 if one does.`,
  parse(args) {
    const { business } = options(args, [], ['business']);
    if (business !== undefined && !isId(business)) throw new UsageError('--business must be the id of a business.');
    return { business: business as BusinessId | undefined };
  },
  async run({ open, print }, { business }) {
    const { app } = await open();
    return verifySnapshots(app.get(Snapshots), business, print);
  },
};

const demo: CliCommand<{ force: boolean }> = {
  summary: 'make the demo, or what is missing of it',
  usage: '[--demo]',
  help: 'On the private database at once; on one that DATABASE_URL names only with --demo.',
  parse(args) {
    const { values } = parse(args, { demo: { type: 'boolean' } });
    return { force: values.demo === true };
  },
  async run({ open, print }, { force }) {
    const { app, isEmbedded } = await open();
    if (!isEmbedded && !force) {
      print('This is not the private database. Say --demo if demo accounts with a public password belong there.');
      return false;
    }
    await makeDemo(app, print);
    for (const line of demoGuide(app.get<Settings>(SETTINGS).publicUrl)) print(line);
    return true;
  },
};

export const COMMANDS: Readonly<Record<string, CliCommand>> = {
  migrate,
  'staff add': staffAdd,
  'staff list': staffList,
  'staff disable': staffDisable,
  'staff reset-second-factor': staffResetSecondFactor,
  'audit verify': auditVerify,
  'audit proof': auditProof,
  'audit catalogue': auditCatalogue,
  'audit erase': auditErase,
  'audit export': auditExport,
  'audit reader-key add': readerKeyAdd,
  'audit reader-key list': readerKeyList,
  'audit reader-key end': readerKeyEnd,
  'snapshot verify': snapshotVerify,
  demo,
};

function isStaffRole(role: string | undefined): role is StaffRole {
  return (STAFF_ROLES as readonly string[]).includes(role ?? '');
}
