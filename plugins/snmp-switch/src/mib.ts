/** SNMPv2-MIB (RFC 3418), instances. */
export const system = {
  descr: '1.3.6.1.2.1.1.1.0',
  objectID: '1.3.6.1.2.1.1.2.0',
  upTime: '1.3.6.1.2.1.1.3.0',
  contact: '1.3.6.1.2.1.1.4.0',
  name: '1.3.6.1.2.1.1.5.0',
  location: '1.3.6.1.2.1.1.6.0',
} as const;

/** Other clocks that tell a restart of the device from one of the agent: SNMP-FRAMEWORK-MIB, HOST-RESOURCES-MIB. */
export const clocks = { engineBoots: '1.3.6.1.6.3.10.2.1.2.0', engineTime: '1.3.6.1.6.3.10.2.1.3.0', hostUpTime: '1.3.6.1.2.1.25.1.1.0' } as const;

/** entPhysicalTable of ENTITY-MIB (RFC 6933), columns. */
export const entity = {
  description: '1.3.6.1.2.1.47.1.1.1.1.2',
  class: '1.3.6.1.2.1.47.1.1.1.1.5',
  name: '1.3.6.1.2.1.47.1.1.1.1.7',
  hardware: '1.3.6.1.2.1.47.1.1.1.1.8',
  firmware: '1.3.6.1.2.1.47.1.1.1.1.9',
  software: '1.3.6.1.2.1.47.1.1.1.1.10',
  serial: '1.3.6.1.2.1.47.1.1.1.1.11',
  model: '1.3.6.1.2.1.47.1.1.1.1.13',
} as const;

/** ifIndex. */
export const interfaceIndex = '1.3.6.1.2.1.2.2.1.1';

/** What tells of a row of entPhysicalTable whether it is a part, and where it stands: columns. */
export const entityPlace = { class: entity.class, within: '1.3.6.1.2.1.47.1.1.1.1.4', serial: entity.serial, model: entity.model } as const;

/** CISCO-STACKWISE-MIB: cswRingRedundant, columns of cswSwitchInfoTable by entPhysicalIndex, and of cswStackPortInfoTable by ifIndex. */
export const stackWise = {
  ring: '1.3.6.1.4.1.9.9.500.1.1.3.0', number: '1.3.6.1.4.1.9.9.500.1.2.1.1.1', role: '1.3.6.1.4.1.9.9.500.1.2.1.1.3', state: '1.3.6.1.4.1.9.9.500.1.2.1.1.6', port: '1.3.6.1.4.1.9.9.500.1.2.2.1.1',
} as const;

/** jnxVirtualChassisMemberRole of JUNIPER-VIRTUALCHASSIS-MIB, column; index the member. */
export const virtualChassisRole = '1.3.6.1.4.1.2636.3.40.1.4.1.1.1.3';

/** jnxContentsTable of JUNIPER-MIB, columns. */
export const contents = {
  description: '1.3.6.1.4.1.2636.3.1.8.1.6', serial: '1.3.6.1.4.1.2636.3.1.8.1.7', revision: '1.3.6.1.4.1.2636.3.1.8.1.8', model: '1.3.6.1.4.1.2636.3.1.8.1.10',
} as const;

/** When tables changed last, by sysUpTime: entLastChangeTime, ifTableLastChange, lldpStatsRemTablesLastChangeTime; instances. */
export const lastChange = { entities: '1.3.6.1.2.1.47.1.4.1.0', interfaces: '1.3.6.1.2.1.31.1.5.0', neighbours: '1.0.8802.1.1.2.1.2.1.0' } as const;

/** ifTable and ifXTable of IF-MIB (RFC 2863), columns. */
export const interfaces = {
  descr: '1.3.6.1.2.1.2.2.1.2',
  type: '1.3.6.1.2.1.2.2.1.3',
  mtu: '1.3.6.1.2.1.2.2.1.4',
  speed: '1.3.6.1.2.1.2.2.1.5',
  physAddress: '1.3.6.1.2.1.2.2.1.6',
  adminStatus: '1.3.6.1.2.1.2.2.1.7',
  operStatus: '1.3.6.1.2.1.2.2.1.8',
  name: '1.3.6.1.2.1.31.1.1.1.1',
  highSpeed: '1.3.6.1.2.1.31.1.1.1.15',
  alias: '1.3.6.1.2.1.31.1.1.1.18',
} as const;

/** What changes from minute to minute in ifTable and ifXTable of IF-MIB, columns; octets in 64 bits. */
export const portStatus = {
  name: '1.3.6.1.2.1.31.1.1.1.1',
  adminStatus: '1.3.6.1.2.1.2.2.1.7',
  operStatus: '1.3.6.1.2.1.2.2.1.8',
  inOctets: '1.3.6.1.2.1.31.1.1.1.6',
  outOctets: '1.3.6.1.2.1.31.1.1.1.10',
  inErrors: '1.3.6.1.2.1.2.2.1.14',
  outErrors: '1.3.6.1.2.1.2.2.1.20',
  inDiscards: '1.3.6.1.2.1.2.2.1.13',
  outDiscards: '1.3.6.1.2.1.2.2.1.19',
} as const;

/** Octets of ifTable in 32 bits, columns: what agents of SNMPv1 and slow ports have. */
export const smallOctets = { inOctets: '1.3.6.1.2.1.2.2.1.10', outOctets: '1.3.6.1.2.1.2.2.1.16' } as const;

/** LLDP-MIB (IEEE 802.1AB-2005): remote systems, columns; index TimeMark.LocalPortNum.Index. */
export const lldpRemote = {
  chassisSubtype: '1.0.8802.1.1.2.1.4.1.1.4',
  chassis: '1.0.8802.1.1.2.1.4.1.1.5',
  portSubtype: '1.0.8802.1.1.2.1.4.1.1.6',
  port: '1.0.8802.1.1.2.1.4.1.1.7',
  portDescr: '1.0.8802.1.1.2.1.4.1.1.8',
  name: '1.0.8802.1.1.2.1.4.1.1.9',
} as const;

/** LLDP-MIB: lldpRemSysDesc, for neighbours that tell no name; the index is lldpRemote's. */
export const lldpRemoteDescription = '1.0.8802.1.1.2.1.4.1.1.10';

/** LLDP-MIB: local ports, columns; index LocalPortNum. */
export const lldpLocalPort = {
  subtype: '1.0.8802.1.1.2.1.3.7.1.2',
  id: '1.0.8802.1.1.2.1.3.7.1.3',
  descr: '1.0.8802.1.1.2.1.3.7.1.4',
} as const;

/** LLDP-MIB: the local chassis, instances. */
export const lldpLocal = { chassisSubtype: '1.0.8802.1.1.2.1.3.1.0', chassis: '1.0.8802.1.1.2.1.3.2.0' } as const;

/** LLDP-V2-MIB (IEEE 802.1AB-2009): remote systems; index TimeMark.ifIndex.DestMACAddress.Index. */
export const lldp2Remote = {
  chassisSubtype: '1.3.111.2.802.1.1.13.1.4.1.1.5',
  chassis: '1.3.111.2.802.1.1.13.1.4.1.1.6',
  portSubtype: '1.3.111.2.802.1.1.13.1.4.1.1.7',
  port: '1.3.111.2.802.1.1.13.1.4.1.1.8',
  portDescr: '1.3.111.2.802.1.1.13.1.4.1.1.9',
  name: '1.3.111.2.802.1.1.13.1.4.1.1.10',
} as const;

/** TIMETRA-LLDP-MIB: remote systems; index TimeMark.ifIndex.DestMACAddress.Index. */
export const timetraLldpRemote = {
  chassisSubtype: '1.3.6.1.4.1.6527.3.1.2.59.4.1.1.4',
  chassis: '1.3.6.1.4.1.6527.3.1.2.59.4.1.1.5',
  portSubtype: '1.3.6.1.4.1.6527.3.1.2.59.4.1.1.6',
  port: '1.3.6.1.4.1.6527.3.1.2.59.4.1.1.7',
  portDescr: '1.3.6.1.4.1.6527.3.1.2.59.4.1.1.8',
  name: '1.3.6.1.4.1.6527.3.1.2.59.4.1.1.9',
} as const;

/** cdpCacheTable of CISCO-CDP-MIB, columns; index ifIndex.DeviceIndex. */
export const cdp = { name: '1.3.6.1.4.1.9.9.23.1.2.1.1.6', port: '1.3.6.1.4.1.9.9.23.1.2.1.1.7' } as const;

/** fdpCacheTable of FOUNDRY-SN-SWITCH-GROUP-MIB, columns; index ifIndex.DeviceIndex. */
export const fdp = { name: '1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1.3', port: '1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1.7' } as const;

/** dot1dBaseBridgeAddress of BRIDGE-MIB (RFC 4188). */
export const bridgeAddress = '1.3.6.1.2.1.17.1.1.0';

/** dot1dBasePortIfIndex of BRIDGE-MIB (RFC 4188), column; index dot1dBasePort. */
export const basePortInterface = '1.3.6.1.2.1.17.1.4.1.2';

/** dot1qVlanStaticTable of Q-BRIDGE-MIB (RFC 4363), columns; index the VLAN. */
export const staticVlan = {
  name: '1.3.6.1.2.1.17.7.1.4.3.1.1',
  egress: '1.3.6.1.2.1.17.7.1.4.3.1.2',
  forbidden: '1.3.6.1.2.1.17.7.1.4.3.1.3',
  untagged: '1.3.6.1.2.1.17.7.1.4.3.1.4',
  status: '1.3.6.1.2.1.17.7.1.4.3.1.5',
} as const;

/** dot1qVlanCurrentTable of Q-BRIDGE-MIB (RFC 4363), columns; index TimeMark.VLAN. */
export const currentVlan = { fdb: '1.3.6.1.2.1.17.7.1.4.2.1.3', egress: '1.3.6.1.2.1.17.7.1.4.2.1.4', untagged: '1.3.6.1.2.1.17.7.1.4.2.1.5' } as const;

/** ieee8021QBridgeVlanStaticTable of IEEE8021-Q-BRIDGE-MIB, columns; index component.VLAN. */
export const componentVlan = { name: '1.3.111.2.802.1.1.4.1.4.3.1.3', egress: '1.3.111.2.802.1.1.4.1.4.3.1.4', untagged: '1.3.111.2.802.1.1.4.1.4.3.1.6' } as const;

/** jnxExVlanTable of JUNIPER-VLAN-MIB and rcVlanTable of RAPID-CITY: what some switches say of VLANs beside or instead of Q-BRIDGE-MIB; columns. */
export const otherVlans = { juniperName: '1.3.6.1.4.1.2636.3.40.1.5.1.5.1.2', juniperTag: '1.3.6.1.4.1.2636.3.40.1.5.1.5.1.5', rapidCityName: '1.3.6.1.4.1.2272.1.3.2.1.2' } as const;

/** vtpVlanTable of CISCO-VTP-MIB, columns; index domain.VLAN. */
export const vtpVlan = { state: '1.3.6.1.4.1.9.9.46.1.3.1.1.2', type: '1.3.6.1.4.1.9.9.46.1.3.1.1.3', name: '1.3.6.1.4.1.9.9.46.1.3.1.1.4' } as const;

/** vlanTrunkPortTable of CISCO-VTP-MIB, columns; index ifIndex. Each list of VLANs has 1,024 of them. */
export const vtpTrunk = {
  status: '1.3.6.1.4.1.9.9.46.1.6.1.1.14', native: '1.3.6.1.4.1.9.9.46.1.6.1.1.5',
  vlans: '1.3.6.1.4.1.9.9.46.1.6.1.1.4', vlans2k: '1.3.6.1.4.1.9.9.46.1.6.1.1.17', vlans3k: '1.3.6.1.4.1.9.9.46.1.6.1.1.18', vlans4k: '1.3.6.1.4.1.9.9.46.1.6.1.1.19',
} as const;

/** vmVlan of CISCO-VLAN-MEMBERSHIP-MIB, column; index ifIndex. */
export const vmVlan = '1.3.6.1.4.1.9.9.68.1.2.2.1.2';

/** ipNetToPhysicalPhysAddress of IP-MIB (RFC 4293), index ifIndex.type.length.address, and ipNetToMediaPhysAddress (RFC 2011), index ifIndex.address: what ARP, and ND, has found; columns. */
export const arpTable = { any: '1.3.6.1.2.1.4.35.1.4', ipv4: '1.3.6.1.2.1.4.22.1.2' } as const;

/** dot1qTpFdbTable of Q-BRIDGE-MIB (RFC 4363), columns; index FdbId.address. */
export const vlanFdb = { port: '1.3.6.1.2.1.17.7.1.2.2.1.2', status: '1.3.6.1.2.1.17.7.1.2.2.1.3' } as const;

/** dot1dTpFdbTable of BRIDGE-MIB (RFC 4188), columns; index the address. */
export const bridgeFdb = { port: '1.3.6.1.2.1.17.4.3.1.2', status: '1.3.6.1.2.1.17.4.3.1.3' } as const;

/** Of which aggregate a port is a member: dot3adAggPortAttachedAggID of IEEE8023-LAG-MIB, pagpGroupIfIndex of CISCO-PAGP-MIB; columns, index ifIndex. */
export const memberOf = { lacp: '1.2.840.10006.300.43.1.2.1.1.13', pagp: '1.3.6.1.4.1.9.9.98.1.1.1.1.8' } as const;

/** ifStackStatus of IF-MIB (RFC 2863), column; index higher layer.lower layer. */
export const ifStack = '1.3.6.1.2.1.31.1.2.1.3';

/** RowStatus of SNMPv2-TC (RFC 2579). */
export const rowStatus = { active: 1, notInService: 2, notReady: 3, createAndGo: 4, destroy: 6 } as const;

/** dot1qVlanVersionNumber of Q-BRIDGE-MIB (RFC 4363): an agent that has it knows VLANs. */
export const qBridgeVersion = '1.3.6.1.2.1.17.7.1.1.1.0';

/** dot1qPvid of Q-BRIDGE-MIB (RFC 4363), column; index dot1dBasePort. */
export const pvid = '1.3.6.1.2.1.17.7.1.4.5.1.1';

/** ipAdEntIfIndex of IP-MIB (RFC 4293), column; index the address. */
export const addressInterface = '1.3.6.1.2.1.4.20.1.2';

/** dot1dStpPortEnable of BRIDGE-MIB (RFC 4188) and dot1dStpPortAdminEdgePort of RSTP-MIB (RFC 4318), columns; index dot1dBasePort. */
export const spanningTreePort = { enabled: '1.3.6.1.2.1.17.2.15.1.4', edge: '1.3.6.1.2.1.17.2.19.1.2' } as const;

/** pethPsePortAdminEnable of POWER-ETHERNET-MIB (RFC 3621), column; index group.port. */
export const powerAdminEnable = '1.3.6.1.2.1.105.1.1.1.3';

/** cpeExtPsePortEntPhyIndex of CISCO-POWER-ETHERNET-EXT-MIB, column; index group.port. */
export const ciscoPowerEntity = '1.3.6.1.4.1.9.9.402.1.2.1.11';

/** TruthValue of SNMPv2-TC (RFC 2579). */
export const truth = { yes: 1, no: 2 } as const;

/** SNMP-TARGET-MIB and SNMP-NOTIFICATION-MIB (RFC 3413): entries, snmpTargetSpinLock that each agent with them has, and snmpUDPDomain. */
export const targets = {
  lock: '1.3.6.1.6.3.12.1.1.0',
  address: '1.3.6.1.6.3.12.1.2.1',
  params: '1.3.6.1.6.3.12.1.3.1',
  notify: '1.3.6.1.6.3.13.1.1.1',
  udp: '1.3.6.1.6.1.1',
} as const;
