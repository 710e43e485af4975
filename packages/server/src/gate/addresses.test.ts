import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createAddresses, isAddressRange, limitKey } from './addresses.ts';

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as never;

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is limited as %s', (address, key) => {
  expect(limitKey(address)).toBe(key);
});

test.each([
  ['nobody is trusted: the header is nothing', [], '9.9.9.9', '1.1.1.1', '9.9.9.9'],
  ['a trusted proxy’s word counts', ['10.0.0.0/8'], '10.0.0.1', '1.1.1.1', '1.1.1.1'],
  ['only what trusted ones wrote counts', ['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 1.1.1.1', '1.1.1.1'],
  ['a chain of trusted ones is followed', ['10.0.0.0/8'], '10.0.0.1', '1.1.1.1, 10.0.0.2', '1.1.1.1'],
  ['nonsense stops it', ['10.0.0.0/8'], '10.0.0.1', '1.1.1.1, nonsense', '10.0.0.1'],
  ['an untrusted sender is itself', ['10.0.0.0/8'], '9.9.9.9', '1.1.1.1', '9.9.9.9'],
  ['a mapped proxy is known', ['10.0.0.1'], '::ffff:10.0.0.1', '1.1.1.1', '1.1.1.1'],
  ['an IPv6 proxy is known', ['fd00::/8'], 'fd00::1', '2001:db8::1', '2001:db8:0:0::/64'],
  ['no header: the proxy itself', ['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
])('%s', (...[, trusted, remote, header, expected]) => {
  expect(createAddresses(trusted)(from(remote, header))).toBe(expected);
});

test.each(['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '0.0.0.0/0'])('%s is a range', (range) => {
  expect(isAddressRange(range)).toBe(true);
});
test.each(['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/x', '10.0.0.0/8/8', 'fd00::/129'])(
  '“%s” is no range and stops the start',
  (range) => {
    expect(isAddressRange(range)).toBe(false);
    expect(() => createAddresses([range])).toThrow('trusted proxy');
  },
);
