import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atRisk } from './at-risk.ts';
import { cutOff, ownWays } from './blast-radius.ts';
import { network, type Link } from './testing/linked-devices.ts';

const names = (ids: Iterable<string>): string[] => [...ids].map((id) => id.replace('dev-', '')).sort();
const whole = (...devices: string[]) => devices.map((name) => ({ device: `dev-${name}`, port: null }));
const port = (device: string, of: string) => [{ device: `dev-${device}`, port: of }];

/** The example: three sites in a star of two steps. */
const three: readonly Link[] = [['leeds-core', 'leeds-access'], ['leeds-core', 'york-core'], ['leeds-core', 'bristol-core'], ['york-core', 'york-access'], ['bristol-core', 'bristol-access']];

describe('the device goes', () => {
  test('a branch is cut off, its upstream is not', () => {
    expect(names(cutOff(whole('york-core'), network(three)))).toEqual(['york-access']);
    expect(names(cutOff(whole('york-access'), network(three)))).toEqual([]);
  });

  test('branches of one size are all told', () => {
    expect(names(cutOff(whole('leeds-core'), network(three)))).toEqual(['bristol-access', 'bristol-core', 'leeds-access', 'york-access', 'york-core']);
  });

  test('what hangs on a ring stays while the ring is whole, and falls with both its sides', () => {
    const ring = network([['a', 'b'], ['b', 'c'], ['c', 'd'], ['d', 'a'], ['c', 'x']], { a: { anchor: 'yes' } });
    expect(names(cutOff(whole('b'), ring))).toEqual([]);
    expect(names(cutOff(whole('b', 'd'), ring))).toEqual(['c', 'x']);
  });

  test('a site says where the host stands: the rest is behind what lies between', () => {
    const york = network(three, { 'york-access': { anchor: 'yes' } });
    expect(names(cutOff(whole('leeds-core'), york))).toEqual(['bristol-access', 'bristol-core', 'leeds-access']);
    expect(names(cutOff(whole('york-core'), york))).toEqual(['bristol-access', 'bristol-core', 'leeds-access', 'leeds-core']);
  });
});

describe('the way to a device itself', () => {
  test('is told for the port that leads to the host, for no other, and once', () => {
    const uplink = port('york-core', 'to-leeds-core');
    expect(ownWays([...uplink, ...uplink], network(three))).toEqual(uplink);
    expect(ownWays(port('york-core', 'to-york-access'), network(three))).toEqual([]);
    expect(ownWays(port('york-core', 'Gi1/0/5'), network(three))).toEqual([]);
  });

  test('is not told of the device at which the host stands, nor while another way is left', () => {
    expect(ownWays(port('leeds-core', 'to-york-core'), network(three))).toEqual([]);
    const ring = network([['a', 'b'], ['b', 'c'], ['c', 'a']], { a: { anchor: 'yes' } });
    expect(ownWays(port('b', 'to-a'), ring)).toEqual([]);
    expect(ownWays([...port('b', 'to-a'), ...port('b', 'to-c')], ring)).toHaveLength(2);
  });
});

describe('a port goes', () => {
  test('what is behind it is cut off, a port to nobody cuts off nobody', () => {
    expect(names(cutOff(port('leeds-core', 'to-york-core'), network(three)))).toEqual(['york-access', 'york-core']);
    expect(names(cutOff(port('leeds-core', 'Gi1/0/5'), network(three)))).toEqual([]);
    expect(names(cutOff(port('york-core', 'to-leeds-core'), network(three)))).toEqual(['york-access']);
  });

  test('one of two ports to a neighbour can be lost, both cannot', () => {
    const bundle = network([['core', 'edge', 'Te1', '49'], ['core', 'edge', 'Te2', '50'], ['core', 'other']]);
    expect(names(cutOff(port('core', 'Te1'), bundle))).toEqual([]);
    expect(names(cutOff([...port('core', 'Te1'), ...port('core', 'Te2')], bundle))).toEqual(['edge']);
  });

  test('a link aggregate takes its members with it', () => {
    const bundle = network([['core', 'edge', 'Te1', '49'], ['core', 'edge', 'Te2', '50'], ['core', 'other']]).map((device) => (device.name === 'core' ? {
      ...device, interfaces: [...device.interfaces.map((one) => (one.name.startsWith('Te') ? { ...one, aggregate: 'Po1' } : one)), { index: 99, name: 'Po1', description: null, alias: null, type: '161', adminStatus: null, operStatus: null, speed: null, mtu: null, mac: null }],
    } : device));
    expect(names(cutOff(port('core', 'Po1'), bundle))).toEqual(['edge']);
    expect(names(cutOff(port('core', 'Te1'), bundle))).toEqual([]);
  });

  test('also when only the neighbour tells of the link', () => {
    const silent = network(three).map((device) => (device.name === 'leeds-core' ? { ...device, neighbours: [] } : device));
    expect(names(cutOff(port('leeds-core', 'to-york-core'), silent))).toEqual(['york-access', 'york-core']);
    expect(names(cutOff(port('leeds-core', 'to-bristol-core'), silent))).toEqual(['bristol-access', 'bristol-core']);
  });

  test('a step names it by its name or its description', () => {
    const [core] = network(three);
    if (core === undefined) throw new Error('no device');
    expect(atRisk(core, { port: 'to-york-core' })).toEqual({ device: 'dev-leeds-core', port: 'to-york-core' });
    expect(atRisk(core, { port: 'to-york-core long' }).port).toBe('to-york-core');
    expect(atRisk(core, {}).port).toBeNull();
  });
});

const links = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 })), { minLength: 1, maxLength: 18 })
  .map((pairs) => pairs.filter(([left, right]) => left !== right).map(([left, right]): Link => [`n${left}`, `n${right}`]))
  .filter((all) => all.length > 0);

test('the order of devices, links and ids changes nothing', () => {
  fc.assert(fc.property(links.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([all, shuffled]) => {
    for (const { name } of network(all)) expect(names(cutOff(whole(name), network(shuffled).toReversed()))).toEqual(names(cutOff(whole(name), network(all))));
  }));
});

test('whoever is not told still reaches all others that are not told: no branch is hidden', () => {
  fc.assert(fc.property(links, (all) => {
    const devices = network(all);
    for (const { name } of devices) {
      const told = new Set([name, ...names(cutOff(whole(name), devices))]);
      const left = new Set(devices.map((device) => device.name).filter((one) => !told.has(one)));
      // Within each connected part, what is left hangs together without the device.
      const around = (from: string, without: ReadonlySet<string>): Set<string> => {
        const seen = new Set([from]);
        for (const one of seen) for (const [a, b] of all) for (const next of a === one ? [b] : b === one ? [a] : []) if (!without.has(next)) seen.add(next);
        return seen;
      };
      for (const one of left) {
        const before = [...around(one, new Set())].filter((other) => left.has(other));
        expect(around(one, told)).toEqual(new Set(before));
      }
    }
  }));
});
