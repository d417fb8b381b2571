/** SNMPv2-MIB (RFC 3418), instances. */
export declare const system: {
    readonly descr: '1.3.6.1.2.1.1.1.0';
    readonly objectID: '1.3.6.1.2.1.1.2.0';
    readonly upTime: '1.3.6.1.2.1.1.3.0';
    readonly contact: '1.3.6.1.2.1.1.4.0';
    readonly name: '1.3.6.1.2.1.1.5.0';
    readonly location: '1.3.6.1.2.1.1.6.0';
};
/** Other clocks that tell a restart of the device from one of the agent: SNMP-FRAMEWORK-MIB, HOST-RESOURCES-MIB. */
export declare const clocks: {
    readonly engineTime: '1.3.6.1.6.3.10.2.1.3.0';
    readonly hostUpTime: '1.3.6.1.2.1.25.1.1.0';
};
/** entPhysicalTable of ENTITY-MIB (RFC 6933), columns. */
export declare const entity: {
    readonly description: '1.3.6.1.2.1.47.1.1.1.1.2';
    readonly class: '1.3.6.1.2.1.47.1.1.1.1.5';
    readonly name: '1.3.6.1.2.1.47.1.1.1.1.7';
    readonly hardware: '1.3.6.1.2.1.47.1.1.1.1.8';
    readonly firmware: '1.3.6.1.2.1.47.1.1.1.1.9';
    readonly software: '1.3.6.1.2.1.47.1.1.1.1.10';
    readonly serial: '1.3.6.1.2.1.47.1.1.1.1.11';
    readonly model: '1.3.6.1.2.1.47.1.1.1.1.13';
};
/** ifTable and ifXTable of IF-MIB (RFC 2863), columns. */
export declare const interfaces: {
    readonly descr: '1.3.6.1.2.1.2.2.1.2';
    readonly type: '1.3.6.1.2.1.2.2.1.3';
    readonly mtu: '1.3.6.1.2.1.2.2.1.4';
    readonly speed: '1.3.6.1.2.1.2.2.1.5';
    readonly physAddress: '1.3.6.1.2.1.2.2.1.6';
    readonly adminStatus: '1.3.6.1.2.1.2.2.1.7';
    readonly operStatus: '1.3.6.1.2.1.2.2.1.8';
    readonly name: '1.3.6.1.2.1.31.1.1.1.1';
    readonly highSpeed: '1.3.6.1.2.1.31.1.1.1.15';
    readonly alias: '1.3.6.1.2.1.31.1.1.1.18';
};
/** Counters of IF-MIB, columns; octets in 64 bits where the agent has them. */
export declare const counters: {
    readonly inOctets: '1.3.6.1.2.1.2.2.1.10';
    readonly inErrors: '1.3.6.1.2.1.2.2.1.14';
    readonly outOctets: '1.3.6.1.2.1.2.2.1.16';
    readonly outErrors: '1.3.6.1.2.1.2.2.1.20';
    readonly hcInOctets: '1.3.6.1.2.1.31.1.1.1.6';
    readonly hcOutOctets: '1.3.6.1.2.1.31.1.1.1.10';
};
/** LLDP-MIB (IEEE 802.1AB-2005): remote systems, columns; index TimeMark.LocalPortNum.Index. */
export declare const lldpRemote: {
    readonly chassisSubtype: '1.0.8802.1.1.2.1.4.1.1.4';
    readonly chassis: '1.0.8802.1.1.2.1.4.1.1.5';
    readonly portSubtype: '1.0.8802.1.1.2.1.4.1.1.6';
    readonly port: '1.0.8802.1.1.2.1.4.1.1.7';
    readonly portDescr: '1.0.8802.1.1.2.1.4.1.1.8';
    readonly name: '1.0.8802.1.1.2.1.4.1.1.9';
};
/** LLDP-MIB: local ports, columns; index LocalPortNum. */
export declare const lldpLocalPort: {
    readonly subtype: '1.0.8802.1.1.2.1.3.7.1.2';
    readonly id: '1.0.8802.1.1.2.1.3.7.1.3';
    readonly descr: '1.0.8802.1.1.2.1.3.7.1.4';
};
/** LLDP-MIB: the local chassis, instances. */
export declare const lldpLocal: {
    readonly chassisSubtype: '1.0.8802.1.1.2.1.3.1.0';
    readonly chassis: '1.0.8802.1.1.2.1.3.2.0';
};
/** LLDP-V2-MIB (IEEE 802.1AB-2009): remote systems; index TimeMark.ifIndex.DestMACAddress.Index. */
export declare const lldp2Remote: {
    readonly chassisSubtype: '1.3.111.2.802.1.1.13.1.4.1.1.5';
    readonly chassis: '1.3.111.2.802.1.1.13.1.4.1.1.6';
    readonly portSubtype: '1.3.111.2.802.1.1.13.1.4.1.1.7';
    readonly port: '1.3.111.2.802.1.1.13.1.4.1.1.8';
    readonly portDescr: '1.3.111.2.802.1.1.13.1.4.1.1.9';
    readonly name: '1.3.111.2.802.1.1.13.1.4.1.1.10';
};
/** cdpCacheTable of CISCO-CDP-MIB, columns; index ifIndex.DeviceIndex. */
export declare const cdp: {
    readonly name: '1.3.6.1.4.1.9.9.23.1.2.1.1.6';
    readonly port: '1.3.6.1.4.1.9.9.23.1.2.1.1.7';
};
/** fdpCacheTable of FOUNDRY-SN-SWITCH-GROUP-MIB, columns; index ifIndex.DeviceIndex. */
export declare const fdp: {
    readonly name: '1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1.3';
    readonly port: '1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1.7';
};
/** dot1dBaseBridgeAddress of BRIDGE-MIB (RFC 4188). */
export declare const bridgeAddress = "1.3.6.1.2.1.17.1.1.0";
/** ipAdEntIfIndex of IP-MIB (RFC 4293), column; index the address. */
export declare const addressInterface = "1.3.6.1.2.1.4.20.1.2";
