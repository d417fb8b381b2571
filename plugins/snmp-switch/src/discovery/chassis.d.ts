import type { SnmpReader } from '@jackfield/sdk';
/** The chassis as ENTITY-MIB describes it. */
export type Chassis = {
    readonly [Fact in 'model' | 'description' | 'name' | 'serial' | 'software' | 'firmware' | 'hardware']: string | null;
};
/**
 * The device's chassis: the first of the best described in the first rows of entPhysicalTable, in one PDU. Agents
 * without a chassis row put the device into another class, or only into row 1.
 */
export declare function readChassis(snmp: SnmpReader): Promise<Chassis | null>;
