import { type Neighbour, type NetworkInterface, type SnmpReader, type SnmpValue } from '@jackfield/sdk';
/** A chassis id in normal form. */
export declare function chassisId(subtype: number | null, value: SnmpValue | undefined): string | null;
/** Neighbours by LLDP, then by CDP and FDP where LLDP has not named them on the same port. */
export declare function readNeighbours(snmp: SnmpReader, interfaces: readonly NetworkInterface[]): Promise<readonly Neighbour[]>;
