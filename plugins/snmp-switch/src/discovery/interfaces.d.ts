import { type InterfaceStatus, type NetworkInterface, type SnmpReader, type SnmpValue } from '@jackfield/sdk';
/** ifAdminStatus or ifOperStatus by name, from a number or, on wild agents, from its name. */
export declare function interfaceStatus(value: SnmpValue | undefined): InterfaceStatus | null;
/** All interfaces of IF-MIB, also those that only ifTable or only ifXTable has. */
export declare function readInterfaces(snmp: SnmpReader): Promise<readonly NetworkInterface[]>;
