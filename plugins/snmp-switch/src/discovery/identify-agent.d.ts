import type { DeviceKind, Identification, SnmpReader } from '@jackfield/sdk';
import { type CompiledSystem, type SystemGroup } from './profile.ts';
export interface Facts {
    readonly vendor: string | null;
    readonly kind: DeviceKind;
    readonly os: string | null;
    readonly model: string | null;
    readonly version: string | null;
    readonly serial: string | null;
}
/** What an SNMP agent is: by the profiles that fit it, then by the standard MIBs, then by its sysDescr. */
export declare function identifyAgent(snmp: SnmpReader, group: SystemGroup, profiles: readonly CompiledSystem[], address: string): Promise<Identification>;
