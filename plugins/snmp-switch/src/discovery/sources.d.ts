import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import type { Chassis } from './chassis.ts';
import type { Source, SystemGroup } from './profile.ts';
/** What was read for the sources of a device. */
export interface Readings {
    readonly group: SystemGroup;
    readonly chassis: Chassis | null;
    /** By the OID that the source names, for `get` and for `next`. */
    readonly got: ReadonlyMap<string, SnmpValue>;
    readonly followed: ReadonlyMap<string, SnmpValue>;
}
/** Reads what the sources name: one GET and one GETNEXT for up to 20 objects each. */
export declare function readSources(snmp: SnmpReader, sources: readonly Source[]): Promise<Pick<Readings, 'got' | 'followed'>>;
/** What the first source that has a value says; null when none has. */
export declare function firstValue(sources: readonly Source[], readings: Readings): string | null;
