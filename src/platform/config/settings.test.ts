import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COSIGNATURE, formatVerifierKey, newPrivateKey, signer } from '../tlog/signed-note.js';
import { isLocal, misspeltSettings, readSettings, SECRET_SETTINGS } from './settings.js';

describe('settings', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileWith = (content: string) => {
    const path = join(folder, 'secret');
    writeFileSync(path, content);
    return path;
  };

  describe('WITNESS_URL', () => {
    const key = (name: string) => formatVerifierKey(signer(name, COSIGNATURE, newPrivateKey()).key);
    const [first, second, third] = ['one.example', 'two.example', 'three.example'].map(key) as [string, string, string];
    const [one, two, three] = ['https://one.example', 'https://two.example/', 'https://three.example'] as const;

    test('names none, one as before, or several with their keys in the same order', () => {
      expect(readSettings({})).toMatchObject({ witnesses: [], witnessQuorum: 0 });
      expect(readSettings({ WITNESS_URL: two })).toMatchObject({
        witnesses: [{ url: 'https://two.example', verifierKey: undefined }],
        witnessQuorum: 1,
      });
      expect(
        readSettings({ WITNESS_URL: `${one}, ${two} ${three}`, WITNESS_VKEY: `${first},${second}\n${third}` }),
      ).toMatchObject({
        witnesses: [{ verifierKey: first }, { url: 'https://two.example', verifierKey: second }, { url: three }],
        witnessQuorum: 2,
      });
    });

    test.each([
      ['2', 'https://a.example https://b.example', 2],
      ['1', 'https://a.example https://b.example', 1],
    ])('with a quorum of %s', (quorum, urls, needed) => {
      const given = { WITNESS_URL: urls, WITNESS_VKEY: `${first} ${second}`, WITNESS_QUORUM: quorum };
      expect(readSettings(given).witnessQuorum).toBe(needed);
    });

    test.each([
      [{ WITNESS_URL: `${one} ${two}` }, 'WITNESS_VKEY: of several witnesses each key is needed'],
      [{ WITNESS_URL: `${one} ${two}`, WITNESS_VKEY: first }, 'there are 1 keys of 2 witnesses'],
      [{ WITNESS_URL: `${one} ${one}`, WITNESS_VKEY: `${first} ${second}` }, 'an address is there twice'],
      [
        { WITNESS_URL: `${one} ${two}`, WITNESS_VKEY: `${first} ${key('one.example')}` },
        'two witnesses are called one',
      ],
      [{ WITNESS_URL: one, WITNESS_QUORUM: '2' }, 'WITNESS_QUORUM: 2 cosignatures cannot come from 1 witness'],
      [{ WITNESS_URL: one, WITNESS_VKEY: 'x' }, 'must be the verifier key of a witness'],
      [{ WITNESS_URL: 'one.example' }, 'WITNESS_URL'],
    ])('that cannot be so is refused: %j', (given, why) => {
      expect(() => readSettings(given)).toThrow(why);
    });
  });

  describe('TRUST_PROXY', () => {
    test.each([
      ['false', false],
      ['0', false],
      ['1', 1],
      ['2', 2],
      ['loopback', ['loopback']],
      ['loopback, 10.0.0.0/8 2001:db8::/32', ['loopback', '10.0.0.0/8', '2001:db8::/32']],
    ])('takes %s', (given, trusted) => {
      expect(readSettings({ TRUST_PROXY: given }).trustProxy).toEqual(trusted);
    });

    test('of "true" is refused with what to write instead', () => {
      expect(() => readSettings({ TRUST_PROXY: 'true' })).toThrow(
        /TRUST_PROXY: would believe any address that a caller makes up; it must be false, the number of proxies/,
      );
    });

    test.each(['yes', '-1', '99', '10.0.0.0/0', '10.0.0.0/33', 'proxy.example', ','])('of "%s" is refused', (given) => {
      expect(() => readSettings({ TRUST_PROXY: given })).toThrow(/TRUST_PROXY: must be false, the number/);
    });
  });

  describe('secrets', () => {
    const VALUES: Partial<Record<string, string>> = { MAIL_URL: 'smtp://mail.example' };
    const OWN_SERVER = {
      DATABASE_URL: 'mariadb://a:b@h/d',
      MIGRATION_DATABASE_URL: 'mariadb://a:b@h/d',
      AUDIT_DATABASE_URL: 'mariadb://a:b@h/d',
      AUDIT_SIGNING_KEY: 'key',
    };

    const SIGN_ON = {
      STAFF_SIGN_ON_ISSUER: 'https://id.example',
      STAFF_SIGN_ON_CLIENT_ID: 'ardoise',
      STAFF_SIGN_ON_ROLES: 'helpers=support, a=b=compliance',
    };

    test('of the sign-on all that is needed must be there, with a table of roles that there are, over https', () => {
      const whole = { ...SIGN_ON, STAFF_SIGN_ON_CLIENT_SECRET: 'a secret of the client' };
      expect(readSettings({}).signOn).toBeUndefined();
      expect(readSettings(whole).signOn).toMatchObject({
        rolesClaim: 'groups',
        scopes: ['email'],
        roles: [
          { value: 'helpers', role: 'support' },
          { value: 'a=b', role: 'compliance' },
        ],
      });
      expect(() => readSettings(SIGN_ON)).toThrow('STAFF_SIGN_ON_CLIENT_SECRET');
      for (const [name, value] of [
        ['STAFF_SIGN_ON_ROLES', 'helpers=boss'],
        ['STAFF_SIGN_ON_ROLES', 'support'],
        ['STAFF_SIGN_ON_ISSUER', 'http://id.example'],
        ['STAFF_ALLOWED_ADDRESSES', 'the office'],
      ] as const) {
        expect(() => readSettings({ ...whole, [name]: value })).toThrow(name);
      }
    });

    test.each(SECRET_SETTINGS)('%s is read from the file that is named', (name) => {
      const value = VALUES[name] ?? 'mariadb://user:a-secret-of-thirty-two-letters@h/d';
      const others = { ...OWN_SERVER, [name]: '' };
      // Of the two keys of Stripe neither may be given alone.
      const other = name.startsWith('STRIPE_')
        ? { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_test' }
        : {};
      const elsewhere = name.startsWith('STAFF_SIGN_ON_') ? SIGN_ON : {};
      const given = { ...other, ...elsewhere, ...others, [`${name}_FILE`]: fileWith(`${value}\n`) };
      const settings = readSettings(given);
      expect([...Object.values(settings), settings.signOn?.clientSecret]).toContain(value);
    });

    test('given twice are refused, as is a file that is not there or empty; none of them is printed', () => {
      const both = { METRICS_TOKEN: 'a-token-of-some-length', METRICS_TOKEN_FILE: fileWith('another-long-token') };
      expect(() => readSettings(both)).toThrow(
        'METRICS_TOKEN and METRICS_TOKEN_FILE are both given: give one of them.',
      );
      expect(() => readSettings({ MAIL_URL_FILE: join(folder, 'nowhere') })).toThrow(
        /MAIL_URL_FILE cannot be read: ENOENT/,
      );
      expect(() => readSettings({ MAIL_URL_FILE: fileWith('\n') })).toThrow(/MAIL_URL_FILE names an empty file/);
      expect(() => readSettings({ METRICS_TOKEN_FILE: fileWith('short') })).toThrow(/^(?!.*short).*METRICS_TOKEN/s);
    });
  });

  test('of Stripe are both there or neither, and say which is missing', () => {
    const [secret, hook] = [{ STRIPE_SECRET_KEY: 'sk_test_1' }, { STRIPE_WEBHOOK_SECRET: 'whsec_test' }];
    expect(readSettings({}).stripeSecretKey).toBeUndefined();
    expect(readSettings({ ...secret, ...hook })).toMatchObject({
      stripeSecretKey: 'sk_test_1',
      stripeWebhookSecret: 'whsec_test',
    });
    expect(() => readSettings(secret)).toThrow('STRIPE_WEBHOOK_SECRET is missing');
    expect(() => readSettings(hook)).toThrow('STRIPE_SECRET_KEY is missing');
    expect(() => readSettings({ STRIPE_API_URL: 'http://127.0.0.1:1' })).toThrow('STRIPE_SECRET_KEY is missing');
  });

  test('name one authority for the three database addresses that are encrypted', () => {
    const ca = fileWith('a certificate');
    const settings = readSettings({
      DATABASE_URL: 'mariadb://a:b@h/d?ssl=true',
      MIGRATION_DATABASE_URL: 'mariadb://a:b@h/d?ssl=true&sslca=/other.pem',
      AUDIT_DATABASE_URL: 'mariadb://a:b@h/d',
      AUDIT_SIGNING_KEY: 'key',
      DATABASE_CA_FILE: ca,
    });
    expect(settings.databaseUrl).toBe(`mariadb://a:b@h/d?ssl=true&sslca=${encodeURIComponent(ca)}`);
    expect(settings.migrationDatabaseUrl).toContain('sslca=/other.pem');
    expect(settings.auditDatabaseUrl).toBe('mariadb://a:b@h/d');
    expect(() => readSettings({ DATABASE_CA_FILE: join(folder, 'nowhere') })).toThrow(
      'DATABASE_CA_FILE cannot be read',
    );
  });

  test('say what a misspelt variable was meant for, and nothing of another program’s', () => {
    const said = (name: string) => misspeltSettings({ [name]: 'x' });
    expect(said('PUBLIC_UR')).toEqual(['There is no setting PUBLIC_UR: did you mean PUBLIC_URL?']);
    expect(said('TRUSTPROXY')).toEqual(['There is no setting TRUSTPROXY: did you mean TRUST_PROXY?']);
    expect(said('AUDIT_KEY')).toEqual(['There is no setting AUDIT_KEY; it is ignored.']);
    for (const name of ['PUBLIC_URL', 'METRICS_TOKEN_FILE', 'WITNESS_PORT', 'PATH', 'HOME', 'NODE_ENV', 'LANG']) {
      expect({ name, said: said(name) }).toEqual({ name, said: [] });
    }
  });

  test('know whether people come from this machine alone', () => {
    expect(isLocal(readSettings({}))).toBe(true);
    expect(isLocal(readSettings({ PUBLIC_URL: 'http://[::1]:3000' }))).toBe(true);
    expect(isLocal(readSettings({ PUBLIC_URL: 'https://books.example' }))).toBe(false);
  });
});
