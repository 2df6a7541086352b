import '../../src/app.module.js';
import { assertNarrowAccounts } from '../../src/platform/database/account-rights.js';
import { parseDatabaseUrl } from '../../src/platform/database/address.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { connectSql, rows } from '../setup/sql.js';

describe('the rights of the accounts on the audit log', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('rights');
    await migrate(database);
  });
  afterAll(() => database.drop());

  test('are no more than migrations grant', async () => {
    await expect(assertNarrowAccounts(database)).resolves.toBeUndefined();
  });

  test('do not let the owner of the schema, or one account for all, be the application', async () => {
    const { appUrl, migrationUrl, sequencerUrl, adminUrl } = database;
    for (const url of [migrationUrl, adminUrl]) {
      await expect(assertNarrowAccounts({ migrationUrl, sequencerUrl, appUrl: url })).rejects.toThrow(
        /DATABASE_URL.*UPDATE on the whole s/s,
      );
      await expect(assertNarrowAccounts({ migrationUrl, appUrl, sequencerUrl: url })).rejects.toThrow(
        'AUDIT_DATABASE_URL',
      );
    }
    await expect(assertNarrowAccounts({ migrationUrl, appUrl, sequencerUrl: appUrl })).rejects.toThrow('INSERT');
  });

  const excesses: ['app' | 'sequencer', string, string][] = [
    ['app', 'UPDATE ON audit_events', 'UPDATE on audit_events'],
    ['app', 'INSERT (recorded_at) ON audit_events', 'INSERT (recorded_at) on audit_events'],
    ['app', 'INSERT ON audit_events', 'INSERT on audit_events'],
    ['app', 'DELETE ON audit_pending', 'DELETE on audit_pending'],
    ['app', 'TRIGGER ON audit_leaves', 'TRIGGER on audit_leaves'],
    ['app', 'DROP ON audit_checkpoints', 'DROP on audit_checkpoints'],
    ['app', 'UPDATE (tree_size) ON audit_head', 'UPDATE (tree_size) on audit_head'],
    ['app', 'ALTER ON *', 'ALTER on the whole schema'],
    ['app', 'SELECT ON audit_tiles', 'GRANT'],
    ['sequencer', 'INSERT ON audit_events', 'INSERT on audit_events'],
    ['sequencer', 'DELETE ON audit_leaves', 'DELETE on audit_leaves'],
    ['sequencer', 'UPDATE ON audit_head', 'UPDATE on audit_head'],
    ['sequencer', 'DELETE ON *', 'DELETE on the whole schema'],
  ];

  test.each(excesses)('of the %s do not include %s', async (role, right, said) => {
    const admin = await connectSql(database.adminUrl);
    const { user } = parseDatabaseUrl(role === 'app' ? database.appUrl : database.sequencerUrl);
    const passOn = said === 'GRANT';
    try {
      await admin.query(`GRANT ${right} TO '${user}'@'%'${passOn ? ' WITH GRANT OPTION' : ''}`);
      await expect(assertNarrowAccounts(database)).rejects.toThrow(passOn ? 'SELECT on audit_tiles' : said);
      await admin.query(`REVOKE ${right} FROM '${user}'@'%'`);
      if (passOn) await admin.query(`REVOKE GRANT OPTION ON audit_tiles FROM '${user}'@'%'`);
      // The rights that were taken away with it come back as they do at every start.
      await migrate(database);
      await expect(assertNarrowAccounts(database)).resolves.toBeUndefined();
    } finally {
      await admin.end();
    }
  });

  test.each(['active by itself', 'merely granted, to be activated by SET ROLE'])(
    'are not known to be narrow with a role that is %s',
    async (how) => {
      const admin = await connectSql(database.adminUrl);
      const { user } = parseDatabaseUrl(database.appUrl);
      const role = `r_${user}`;
      try {
        await admin.query(`CREATE ROLE '${role}'`);
        await admin.query(`GRANT DELETE ON audit_events TO '${role}'`);
        await admin.query(`GRANT '${role}' TO '${user}'@'%'`);
        const [version] = await rows<{ name: string }>(admin, 'SELECT VERSION() AS name');
        const word = version!.name.includes('MariaDB') ? 'FOR' : 'TO';
        if (how === 'active by itself') await admin.query(`SET DEFAULT ROLE '${role}' ${word} '${user}'@'%'`);
        await expect(assertNarrowAccounts(database)).rejects.toThrow(new RegExp(`the role .?${role}`));
      } finally {
        await admin.query(`DROP ROLE IF EXISTS '${role}'`);
        await admin.end();
      }
    },
  );
});
