import { SignedLog } from '../../../test/builders/forkable-log.js';
import { COSIGNATURE, formatVerifierKey, newPrivateKey, signer } from '../../platform/tlog/signed-note.js';
import { readWitnessSettings, WitnessUsageError } from './witness-settings.js';

describe('the settings of a witness', () => {
  const [one, other] = [new SignedLog('one'), new SignedLog('one')];

  test('need a log, or several keys of one', () => {
    expect(readWitnessSettings({ WITNESS_LOG_VKEY: one.verifierKey, WITNESS_HOST: '' })).toMatchObject({
      name: 'ardoise/witness',
      host: '127.0.0.1',
      port: 3100,
    });
    const both = ` ${one.verifierKey}\n${other.verifierKey} `;
    expect(readWitnessSettings({ WITNESS_LOG_VKEY: both }).logs).toHaveLength(2);
  });

  const ownKey = formatVerifierKey(signer('w', COSIGNATURE, newPrivateKey()).key);
  test.each([
    [{ WITNESS_LOG_VKEY: ' ' }, 'WITNESS_LOG_VKEY is missing'],
    [{ WITNESS_LOG_VKEY: 'nonsense' }, 'WITNESS_LOG_VKEY: A verifier key reads'],
    [{ WITNESS_LOG_VKEY: ownKey }, "is a witness's key, not a log's"],
    [{ WITNESS_LOG_VKEY: `${one.verifierKey} ${one.verifierKey}` }, 'is there twice'],
    [{ WITNESS_NAME: 'a b' }, 'WITNESS_NAME has'],
    [{ WITNESS_PORT: '65536' }, 'WITNESS_PORT is a number'],
    [{ WITNESS_PORT: 'http' }, 'WITNESS_PORT is a number'],
  ])('are refused when wrong: %j', (env, message) => {
    const read = () => readWitnessSettings({ WITNESS_LOG_VKEY: one.verifierKey, ...env });
    expect(read).toThrow(WitnessUsageError);
    expect(read).toThrow(message);
  });
});
