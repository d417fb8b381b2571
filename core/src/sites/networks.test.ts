import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NetworkTable, parseNetwork, type Network } from './networks.ts';

function network(text: string): Network {
  const parsed = parseNetwork(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}
const table = (...texts: string[]): NetworkTable<string> => new NetworkTable(texts.map((text) => ({ network: network(text), owner: text })));

test.each(['10.0.0.0', '10.0.0.1/24', '10.0.0.0/33', '10.1/16', 'fe80::%eth0/64', '10.0.0.0/8/8', 'x/8', '010.0.0.0/8', '/8', ''])('%s is no network', (text) => {
  expect(parseNetwork(text)).toBeTypeOf('string');
});

test('an address is found in the network that holds it', () => {
  const networks = table('10.0.0.0/8', '192.168.4.0/22', '2001:db8::/32');
  expect(networks.find('10.255.255.255')).toBe('10.0.0.0/8');
  expect(networks.find('11.0.0.0')).toBeNull();
  expect(networks.find('::ffff:192.168.7.255')).toBe('192.168.4.0/22');
  expect(networks.find('2001:db8:ffff::1')).toBe('2001:db8::/32');
  expect(networks.find('::1')).toBeNull();
  expect(networks.find('nonsense')).toBeNull();
});

test('overlaps are found whatever the order, and only those', () => {
  const block = fc.tuple(fc.nat(0xffff), fc.integer({ min: 18, max: 32 })).map(([low, prefix]) => {
    const first = (low >>> (32 - prefix)) << (32 - prefix);
    return `10.9.${first >>> 8}.${first & 0xff}/${prefix}`;
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (texts) => {
      const all = texts.map(network);
      const touching = all.filter((one, index) => all.some((other, at) => at !== index && one.first <= other.last && other.first <= one.last));
      const found = new Set(table(...texts).overlaps().flatMap(([a, b]) => [a.network.text, b.network.text]));
      expect(found.size > 0).toBe(touching.length > 0);
      for (const text of found) expect(touching.map((one) => one.text)).toContain(text);
    }),
  );
});
