import { AddressList, addressesIn, isAddressOrNet } from './address-list.js';

describe('a list of addresses', () => {
  const list = new AddressList(addressesIn('192.0.2.7, 10.1.0.0/16\n2001:db8::/32 loopback'));

  test.each(['192.0.2.7', '10.1.255.1', '::ffff:10.1.0.9', '2001:db8:1::5', '127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'has %s',
    (address) => expect(list.has(address)).toBe(true),
  );

  test.each(['192.0.2.8', '10.2.0.1', '2001:db9::1', 'fe80::1%eth0', '', 'nowhere', undefined])(
    'has not %s',
    (address) => expect(list.has(address)).toBe(false),
  );

  test.each(['10.0.0.0/33', '10.0.0.0/0', '10.0.0', 'localnet', '::1/129', ''])('takes no %s', (text) =>
    expect(isAddressOrNet(text)).toBe(false),
  );
});
