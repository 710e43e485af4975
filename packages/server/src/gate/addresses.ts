import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const family = (address: string): 'ipv4' | 'ipv6' | null => {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 6 ? 'ipv6' : 'ipv4';
};

/** `::ffff:10.0.0.1` is 10.0.0.1; zones and white space go. */
const plain = (address: string): string => {
  const bare = (address.trim().split('%')[0] ?? '').toLowerCase();
  return bare.startsWith('::ffff:') && isIP(bare.slice(7)) === 4 ? bare.slice(7) : bare;
};

const readRange = (range: string): { address: string; bits: number; kind: 'ipv4' | 'ipv6' } | null => {
  const [address = '', prefix, ...rest] = range.split('/');
  const kind = family(address);
  if (!kind || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return null;
  const mostBits = kind === 'ipv6' ? 128 : 32;
  const bits = Number(prefix ?? mostBits);
  return bits <= mostBits ? { address, bits, kind } : null;
};

/** Whether a text is an address or a range of addresses: `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
export const isAddressRange = (text: string): boolean => readRange(text) !== null;

const addRange = (list: BlockList, text: string): void => {
  const range = readRange(text);
  if (!range) throw new Error(`trusted proxy "${text}" is neither an address nor a range such as 10.0.0.0/8`);
  list.addSubnet(range.address, range.bits, range.kind);
};

/** The first four of an IPv6 address’ eight groups. */
const network = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
};

/** The key under which an address is limited: IPv4 as it is, IPv6 by its /64, which one subscriber has whole. */
export const limitKey = (address: string): string => {
  const bare = plain(address);
  return isIP(bare) === 6 ? `${network(bare)}::/64` : bare;
};

/**
 * Makes the function that tells a request’s client address, as a limit’s key. `X-Forwarded-For` is read from its
 * end and only as far as trusted proxies wrote it; throws at once when a proxy’s range is malformed.
 */
export const createAddresses = (trustedProxies: readonly string[]) => {
  const trusted = new BlockList();
  for (const range of trustedProxies) addRange(trusted, range);
  const isTrusted = (address: string): boolean => {
    const kind = family(address);
    return kind !== null && trusted.check(address, kind);
  };
  return (request: IncomingMessage): string => {
    let address = plain(request.socket.remoteAddress ?? '');
    const header = request.headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(plain);
    while (isTrusted(address)) {
      const before = hops.pop();
      if (before === undefined || family(before) === null) break;
      address = before;
    }
    return limitKey(address);
  };
};
