/** What a trap tells, and the checks that see it. */
export interface TrapMeaning {
  readonly name: string;
  readonly says: string;
  readonly hints: readonly string[];
}

/** By snmpTrapOID: what every agent has (SNMPv2-MIB, RFC 3418; IF-MIB, RFC 2863), then what standard MIBs say of what this plugin checks. */
const exact: ReadonlyMap<string, TrapMeaning> = new Map([
  ['1.3.6.1.6.3.1.1.5.1', { name: 'coldStart', says: 'it has started', hints: ['uptime', 'ports'] }],
  ['1.3.6.1.6.3.1.1.5.2', { name: 'warmStart', says: 'its agent has started', hints: ['uptime', 'ports'] }],
  ['1.3.6.1.6.3.1.1.5.3', { name: 'linkDown', says: 'a link went down', hints: ['ports'] }],
  ['1.3.6.1.6.3.1.1.5.4', { name: 'linkUp', says: 'a link came up', hints: ['ports'] }],
  // No check sees who asked with a wrong community: it is told, and that is all.
  ['1.3.6.1.6.3.1.1.5.5', { name: 'authenticationFailure', says: 'somebody asked it with wrong credentials', hints: [] }],
  // BRIDGE-MIB (RFC 4188), ENTITY-MIB (RFC 6933)
  ['1.3.6.1.2.1.17.0.1', { name: 'newRoot', says: 'it became the root of the spanning tree', hints: ['spanningTree'] }],
  ['1.3.6.1.2.1.17.0.2', { name: 'topologyChange', says: 'the spanning tree changed', hints: ['spanningTree'] }],
  ['1.3.6.1.2.1.47.2.0.1', { name: 'entConfigChange', says: 'a part came or went', hints: ['stack', 'sensors'] }],
  // POWER-ETHERNET-MIB (RFC 3621)
  ['1.3.6.1.2.1.105.0.1', { name: 'pethPsePortOnOff', says: 'a port began or ceased to give power', hints: ['poe'] }],
  ['1.3.6.1.2.1.105.0.2', { name: 'pethMainPowerUsageOn', says: 'much of its power is used', hints: ['poe'] }],
  ['1.3.6.1.2.1.105.0.3', { name: 'pethMainPowerUsageOff', says: 'less of its power is used', hints: ['poe'] }],
]);

/** By the subtree that snmpTrapOID stands in. */
const subtrees: readonly (readonly [subtree: string, meaning: TrapMeaning])[] = [
  // UPS-MIB (RFC 1628): one subtree as SNMPv2 names its traps, and under its 0 as RFC 3584 does those of SNMPv1.
  ['1.3.6.1.2.1.33.2.', { name: 'upsTrap', says: 'its supply or its battery changed', hints: ['sensors'] }],
  // CISCO-STACKWISE-MIB, CISCO-ENTITY-SENSOR-MIB, CISCO-ENVMON-MIB, CISCO-ENTITY-FRU-CONTROL-MIB
  ['1.3.6.1.4.1.9.9.500.0.', { name: 'stackChange', says: 'its stack changed', hints: ['stack'] }],
  ['1.3.6.1.4.1.9.9.91.2.0.', { name: 'sensorThreshold', says: 'a sensor passed a level', hints: ['sensors'] }],
  ['1.3.6.1.4.1.9.9.13.3.0.', { name: 'environmentChange', says: 'its environment changed', hints: ['sensors'] }],
  ['1.3.6.1.4.1.9.9.117.2.0.', { name: 'moduleChange', says: 'a module, a supply or a fan changed', hints: ['stack', 'sensors'] }],
];

/** Null for a trap that no check of this plugin has to do with. */
export function meaningOf(oid: string): TrapMeaning | null {
  return exact.get(oid) ?? subtrees.find(([subtree]) => oid.startsWith(subtree))?.[1] ?? null;
}
