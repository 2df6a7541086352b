import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { Scene, type SqlUser } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Invariant 8: who signed up, and with which address, never changes, whoever asks and by whatever statement. */
describe('the original owner and the sign-up address do not change', () => {
  const EMAIL = 'Émile.Signup@Example.test';
  let scene: Scene;
  let owner: Client;
  let other: Client;

  beforeAll(async () => {
    scene = await Scene.start('immutable');
    owner = await Client.withBooks(scene.url, { email: EMAIL });
    other = await owner.invite('owner');
  });
  afterAll(() => scene.stop());
  afterEach(async () => {
    for (const user of ['app', 'owner', 'admin'] as const) await scene.sql[user].query('SET FOREIGN_KEY_CHECKS = 1');
    expect(await signUpEmail()).toBe(EMAIL);
    expect((await owner.get(owner.of(''))).body).toMatchObject({ isOriginalOwner: true });
    expect((await other.get(other.of(''))).body).toMatchObject({ isOriginalOwner: false });
  });

  const users: readonly SqlUser[] = ['app', 'owner', 'admin'];
  const idOf = async (email: string) =>
    (await rows<{ id: Buffer }>(scene.sql.admin, 'SELECT id FROM users WHERE sign_up_email = ?', [email]))[0]!.id;
  const signUpEmail = async () =>
    (
      await rows<{ e: string }>(
        scene.sql.admin,
        'SELECT u.sign_up_email AS e FROM users u JOIN businesses b ON b.original_owner_id = u.id WHERE b.id = ?',
        [idToBytes(owner.businessId)],
      )
    )[0]!.e;
  const rowOf = async (table: string, id: Buffer) =>
    (await rows<Record<string, unknown>>(scene.sql.admin, `SELECT * FROM ${table} WHERE id = ?`, [id]))[0]!;

  describe.each(users)('as %s', (user) => {
    const refused = (sql: string, values: unknown[]) =>
      expect(scene.sql[user].query(sql, values)).rejects.toThrow('IMMUTABLE');

    test.each([
      ['another address', 'mallory@example.test'],
      ['another case', EMAIL.toUpperCase()],
      ['a space behind it', `${EMAIL} `],
      ['another accent, equal in the collation', EMAIL.replace('É', 'E')],
      ['another form of the same letter', EMAIL.normalize('NFD')],
      ['nothing', ''],
    ])('not to %s', async (_, email) => {
      const id = await idOf(EMAIL);
      await refused('UPDATE users SET sign_up_email = ? WHERE id = ?', [email, id]);
      await refused('UPDATE users u JOIN businesses b ON b.original_owner_id = u.id SET u.sign_up_email = ?', [email]);
      await refused('INSERT INTO users SET ? ON DUPLICATE KEY UPDATE sign_up_email = ?', [
        await rowOf('users', id),
        email,
      ]);
      await scene.sql[user]
        .query('UPDATE IGNORE users SET sign_up_email = ? WHERE id = ?', [email, id])
        .catch((error: Error) => expect(error.message).toContain('IMMUTABLE'));
    });

    test('not to NULL', async () => {
      const id = await idOf(EMAIL);
      await expect(scene.sql[user].query('UPDATE users SET sign_up_email = NULL WHERE id = ?', [id])).rejects.toThrow(
        /IMMUTABLE|cannot be null/,
      );
      const business = idToBytes(owner.businessId);
      await expect(
        scene.sql[user].query('UPDATE businesses SET original_owner_id = NULL WHERE id = ?', [business]),
      ).rejects.toThrow(/IMMUTABLE|cannot be null/);
    });

    test('not to somebody else, even one with full access', async () => {
      const business = idToBytes(owner.businessId);
      const theirs = await idOf(other.email);
      await refused('UPDATE businesses SET original_owner_id = ? WHERE id = ?', [theirs, business]);
      await refused('INSERT INTO businesses SET ? ON DUPLICATE KEY UPDATE original_owner_id = ?', [
        await rowOf('businesses', business),
        theirs,
      ]);
    });

    test('not by another row in their place, with the checks of foreign keys switched off', async () => {
      await scene.sql[user].query('SET FOREIGN_KEY_CHECKS = 0');
      const [id, business] = [await idOf(EMAIL), idToBytes(owner.businessId)];
      await refused('DELETE FROM users WHERE id = ?', [id]);
      await refused('DELETE FROM businesses WHERE id = ?', [business]);
      await refused('DELETE FROM books WHERE business_id = ?', [business]);
      await refused('REPLACE INTO users SET ?', [{ ...(await rowOf('users', id)), sign_up_email: 'm@example.test' }]);
      await refused('REPLACE INTO businesses SET ?', [
        { ...(await rowOf('businesses', business)), original_owner_id: await idOf(other.email) },
      ]);
    });
  });

  test('the address to sign in with changes alone, and the old one still confirms a reset', async () => {
    await scene.sql.app.query('UPDATE users SET email = ?, email_key = ? WHERE sign_up_email = ?', [
      'new@example.test',
      'new@example.test',
      EMAIL,
    ]);
    expect((await owner.reset({ signUpEmail: 'new@example.test' })).body.code).toBe('SIGN_UP_EMAIL_MISMATCH');
    expect((await owner.reset({ signUpEmail: ` ${EMAIL.toLowerCase()} ` })).status).toBe(201);
  });

  test('other columns of the same rows may change', async () => {
    await scene.sql.app.query('UPDATE businesses SET name = ? WHERE id = ?', ['Renamed', idToBytes(owner.businessId)]);
    await scene.sql.app.query('UPDATE users SET locale = ? WHERE sign_up_email = ?', ['fr', EMAIL]);
    expect(newId()).toHaveLength(36);
  });
});
