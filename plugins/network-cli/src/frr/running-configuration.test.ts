import { expect, test } from 'vitest';
import { frr } from '../drivers/frr.ts';
import { interfaceLines, nameOf, parseConfiguration } from './running-configuration.ts';
import { flagIn, flagLines, goneLines, listIn, newLines, textIn, textLines } from './statements.ts';

const text = `frr version 8.4.4
!
ip route 10.9.0.0/16 Null0
ipv6 route 2001:db8::/32 blackhole
!
vrf red
 ip route 10.3.0.0/16 10.1.1.1
exit-vrf
!
interface eth1
 description Uplink  to the carrier
 ip address 192.0.2.1/24
 ip address 192.0.2.77/24 label second
 ip ospf cost 10
 ipv6 address 2001:db8::1/64
 shutdown
exit
!
interface eth2 vrf red
 description Inside
exit
!
router bgp 65001
 neighbor 10.0.0.1 description shutdown
exit
!
end
`;
const configuration = parseConfiguration(text);
const { description, shutdown, addresses } = frr.interface;

test('lines belong to the block they are indented below; routes of another VRF are not those of the default one', () => {
  expect(listIn(configuration.get('') ?? [], frr.route.nextHops)).toEqual(['10.9.0.0/16 Null0', '2001:db8::/32 blackhole']);
  expect(configuration.get('vrf red')).toEqual(['ip route 10.3.0.0/16 10.1.1.1']);
});

test('an interface is read by its name, in whatever VRF, and what is not managed of it is left out', () => {
  const lines = interfaceLines(configuration, 'eth1');
  expect(textIn(lines, description)).toBe('Uplink  to the carrier');
  expect(flagIn(lines, shutdown)).toBe(true);
  expect(listIn(lines, addresses)).toEqual(['192.0.2.1/24', '192.0.2.77/24 label second', '2001:db8::1/64']);
  expect(textIn(interfaceLines(configuration, 'eth2'), description)).toBe('Inside');
  expect(interfaceLines(configuration, 'eth9')).toEqual([]);
  expect([...configuration.keys()].flatMap((block) => nameOf(block) ?? [])).toEqual(['eth1', 'eth2']);
});

test('what is typed is the difference, in the words of the family', () => {
  expect(textLines(description, 'Uplink', 'Uplink')).toEqual([]);
  expect(textLines(description, 'Uplink', 'costs $& {}')).toEqual(['description costs $& {}']);
  expect(textLines(description, 'Uplink', null)).toEqual(['no description']);
  expect(flagLines(shutdown, true, false)).toEqual(['no shutdown']);
  expect(goneLines(addresses, ['192.0.2.1/24', '2001:db8::1/64'], ['192.0.2.1/24'])).toEqual(['no ipv6 address 2001:db8::1/64']);
  expect(newLines(frr.route.nextHops, [], ['10.8.0.0/16 192.0.2.1 200'])).toEqual(['ip route 10.8.0.0/16 192.0.2.1 200']);
});
