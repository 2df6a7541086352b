import type { SignOnSettings } from '../../platform/config/staff-access.js';
import { keyOf, vouchedFor, type Claims } from './provider-claims.js';

const settings: SignOnSettings = {
  issuer: 'https://id.example',
  clientId: 'ardoise',
  clientSecret: 'a secret of the client',
  scopes: ['email'],
  rolesClaim: 'groups',
  roles: [
    { value: 'Ardoise leads', role: 'support-lead' },
    { value: 'ardoise-support', role: 'support' },
  ],
  strongAcr: ['urn:two-factors'],
};
const claims: Claims = {
  iss: 'https://id.example',
  sub: 'u-1',
  email: 'zoe@example.test',
  groups: ['everybody', 'ardoise-support'],
};

describe('what a provider says of somebody', () => {
  test.each([
    [['ardoise-support', 'Ardoise leads'], 'support-lead'],
    ['ardoise-support', 'support'],
  ])('gives %j the role %s: the first of the table counts', (groups, role) => {
    expect(vouchedFor({ ...claims, groups }, settings).role).toBe(role);
  });

  test.each([[undefined], ['everybody'], [['Ardoise-Support']], [[7]], [{ 'ardoise-support': true }]])(
    'gives no role to %j',
    (groups) => expect(() => vouchedFor({ ...claims, groups }, settings)).toThrow('NO_ROLE'),
  );

  test.each([[undefined], ['nobody'], [['zoe@example.test']]])('takes no %j for an address', (email) =>
    expect(() => vouchedFor({ ...claims, email }, settings)).toThrow('NO_ADDRESS'),
  );

  test('takes no address that the provider says is not confirmed, and says which is', () => {
    expect(() => vouchedFor({ ...claims, email_verified: false }, settings)).toThrow('NO_ADDRESS');
    expect(vouchedFor(claims, settings).isEmailVerified).toBe(false);
    expect(vouchedFor({ ...claims, email_verified: true }, settings).isEmailVerified).toBe(true);
  });

  test.each([
    [{}, false],
    [{ acr: 'urn:one-factor', amr: ['pwd'] }, false],
    [{ acr: 'urn:two-factors' }, true],
    [{ amr: ['pwd', 'otp', 'mfa'] }, true],
    [{ amr: ['pwd', 'otp'] }, false],
  ])('takes %j for a second factor: %s', (more, isTaken) => {
    expect(vouchedFor({ ...claims, ...more }, settings).hasSecondFactor).toBe(isTaken);
  });

  test('knows one person of two providers, and two persons of one, apart', () => {
    const keys = [keyOf('https://a', 'b'), keyOf('https://a', 'c'), keyOf('https://ab', ''), keyOf('https://b', 'b')];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4);
  });
});
