import type { Settings } from '../platform/config/settings.js';
import { isId, type BusinessId } from '../platform/kernel/ids.js';
import { auditProof } from './audit-proof-command.js';
import { auditVerify } from './audit-verify-command.js';
import { auditCatalogue } from './audit-catalogue-command.js';
import { auditErase } from './audit-erase-command.js';
import { auditExport } from './audit-export-command.js';
import { readerKeyAdd, readerKeyEnd, readerKeyList } from './audit-reader-key-command.js';
import type { CliCommand } from './command.js';
import { noArguments, parse } from './options.js';
import { retention } from './retention-command.js';
import { staffAdd, staffDisable, staffList, staffResetSecondFactor } from './staff-commands.js';
import { UsageError } from './usage-error.js';
import { verifyBooks } from './verify-books.js';
import { verifySnapshots } from './verify-snapshots.js';

const migrate: CliCommand<void> = {
  summary: 'bring the schema up to date and grant the application its rights',
  usage: '',
  help: 'Runs the migrations that are missing, with MIGRATION_DATABASE_URL where it is set. Every start does the same.\nNames each migration that it ran; none when nothing was missing.',
  parse: noArguments,
  async run({ open, print }) {
    // Opening the database does it.
    const { migrated } = await open();
    for (const name of migrated) print(`Ran ${name}.`);
    print('The database is up to date.');
    return true;
  },
};

function businessOf(given: unknown): BusinessId | undefined {
  if (given !== undefined && !isId(given)) throw new UsageError('--business must be the id of a business.');
  return given as BusinessId | undefined;
}

const booksVerify: CliCommand<{ business?: BusinessId; mend: boolean }> = {
  summary: 'add the books up anew and compare with what is kept added up',
  usage: '[--business ID] [--mend]',
  help: `Pages read balances by account and month, and what is open of each invoice, from tables that the posting keeps. This adds both
up from the entries and documents themselves, in every book of the business, or of all, and names each one that differs.
Ends with 1 if one does. With --mend the open books of which it is so are added up anew; a snapshot does not change.`,
  parse(args) {
    const { values } = parse(args, { business: { type: 'string' }, mend: { type: 'boolean' } });
    return { business: businessOf(values.business), mend: values.mend === true };
  },
  async run({ open, print }, { business, mend }) {
    const { app } = await open();
    const { DerivedBooks } = await import('../accounting/derived-books.service.js');
    return verifyBooks(app.get(DerivedBooks), { business, mend }, print);
  },
};

const snapshotVerify: CliCommand<{ business?: BusinessId }> = {
  summary: 'read the snapshots again and compare them with the log',
  usage: '[--business ID]',
  help: `Reads every snapshot of the business, or of all, and compares three: the rows of the book, its own row, and what the log
says of it. Names each one that differs, and how. Ends with 1 if one does. That the log is whole, "audit verify" says.`,
  parse: (args) => ({ business: businessOf(parse(args, { business: { type: 'string' } }).values.business) }),
  async run({ open, print }, { business }) {
    const { app } = await open();
    const { SnapshotVerification } = await import('../books/snapshot-verification.service.js');
    return verifySnapshots(app.get(SnapshotVerification), business, print);
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
    const { makeDemo } = await import('../demo/make-demo.js');
    const { demoGuide } = await import('../demo/demo-accounts.js');
    const { SETTINGS } = await import('../platform/config/settings.js');
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
  'books verify': booksVerify,
  'snapshot verify': snapshotVerify,
  retention,
  demo,
};
