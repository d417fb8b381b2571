import { type SnmpValue } from '@jackfield/sdk';
/** A MAC as `00:1b:…`, from six octets or from text; null for anything else. */
export declare function macAddress(value: SnmpValue | undefined): string | null;
/** What a person would read: control characters and quotes around it dropped; null for nothing or a placeholder. */
export declare function readable(text: string | null): string | null;
/** A value as text, whatever its type: octets as text or a MAC, numbers in decimal. */
export declare function valueText(value: SnmpValue | undefined): string | null;
/** An integer, also from the agents that send a string where the MIB says integer. */
export declare function valueInteger(value: SnmpValue | undefined): number | null;
