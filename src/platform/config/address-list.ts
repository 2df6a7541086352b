import { BlockList, isIP } from 'node:net';

/** Names for ranges of addresses, as the `proxy-addr` package has them. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Parted by spaces or commas. */
export const addressesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** An address, a net such as `10.0.0.0/8`, or one of the names. */
export function isAddressOrNet(text: string): boolean {
  if (Object.hasOwn(NAMED, text)) return true;
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || (Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128)));
}

/** Addresses from which something is allowed. */
export class AddressList {
  private readonly known = new BlockList();

  /** Each must be one of `isAddressOrNet`. */
  constructor(readonly given: readonly string[]) {
    for (const net of given.flatMap((text) => NAMED[text] ?? [text])) this.add(net);
  }

  /** Nobody knows of an absent one where it is, so it is in no list. */
  has(address: string | undefined): boolean {
    const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '') ?? '';
    const version = isIP(plain);
    return version !== 0 && this.known.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }

  private add(net: string): void {
    const [address = '', bits] = net.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) this.known.addAddress(address, family);
    else this.known.addSubnet(address, Number(bits), family);
  }
}
