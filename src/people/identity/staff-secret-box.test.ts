import fc from 'fast-check';
import type { Settings } from '../../platform/config/settings.js';
import { StaffSecretBox, WrongSecretKey } from './staff-secret-box.js';

const boxWith = (staffSecretKey: string) => new StaffSecretBox({ staffSecretKey, dataDir: '' } as Settings);
const box = boxWith('one key');

describe('a secret that was put away', () => {
  test('comes out again for its owner, under the same key, in another process too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string(), (bytes, owner) => {
        const put = box.close(Buffer.from(bytes), owner);
        expect(boxWith('one key').open(put, owner)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('opens for nobody else, under no other key, and not with a single bit changed', () => {
    const put = box.close(Buffer.from('JBSWY3DPEHPK3PXP'), 'owner');
    expect(() => box.open(put, 'somebody')).toThrow(WrongSecretKey);
    expect(() => boxWith('another key').open(put, 'owner')).toThrow(WrongSecretKey);
    for (let at = 0; at < put.length; at += 1) {
      const changed = Buffer.from(put);
      changed[at]! ^= 1;
      expect(() => box.open(changed, 'owner')).toThrow(WrongSecretKey);
    }
  });

  test('never looks the same twice, so that nobody sees that two are', () => {
    const secret = Buffer.from('JBSWY3DPEHPK3PXP');
    expect(box.close(secret, 'owner')).not.toEqual(box.close(secret, 'owner'));
  });
});
