import { type Discovery } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';
/** Any device with an SNMP agent. */
export declare const agent: Discovery<Settings>;
