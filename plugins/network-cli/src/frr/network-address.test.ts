import { expect, test } from 'vitest';
import { isNeighbouring, isNetwork } from './network-address.ts';

test.each(['0.0.0.0/0', '10.8.0.0/16', '10.8.128.0/17', '192.0.2.7/32', '::/0', '2001:db8::/32', '2001:db8:0:8000::/49', '2001:db8::1/128'])('%s is a network', (prefix) => {
  expect(isNetwork(prefix)).toBe(true);
});

test.each(['10.8.0.1/16', '10.8.64.0/17', '128.0.0.0/0', '2001:db8::1/64', '2001:DB8::/32', '2001:db8:0:0:0::/64', '2001:0db8::/32', '2001:db8:0:4000::/49', ':::/0'])('%s is none, or written otherwise by routers', (prefix) => {
  expect(isNetwork(prefix)).toBe(false);
});

test.each([
  ['192.0.2.9', '192.0.2.1/24', true], ['192.0.3.9', '192.0.2.1/24', false], ['192.0.2.130', '192.0.2.1/25', false], ['2001:db8::9', '2001:db8::1/64', true], ['2001:db8:0:1::9', '2001:db8::1/64', false],
  ['10.0.0.2 in red', '10.0.0.1/24', false], ['192.0.2.9', '2001:db8::1/64', false],
])('%s beside %s: %s', (address, own, is) => {
  expect(isNeighbouring(address, own)).toBe(is);
});
