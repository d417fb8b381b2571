import type { DeviceKind } from '@jackfield/sdk';
/** What sysDescr says when no profile knows its maker: the forms that many makers share. */
export interface DescrFacts {
    readonly model: string | null;
    readonly version: string | null;
    readonly serial: string | null;
}
/** Reads model, version and serial out of a sysDescr of no known maker. */
export declare function readDescr(descr: string): DescrFacts;
/** What kind of device a sysDescr speaks of, by its words. */
export declare function kindOf(descr: string): DeviceKind;
/** The operating system that a sysDescr of no known maker names. */
export declare function osOf(descr: string): string | null;
