import type { DeviceKind, Json } from '@jackfield/sdk';
import type { z } from 'zod';
import type { profile } from '../schemas.ts';
type Profile = z.output<typeof profile>;
export type SystemProfile = Profile['systems'][number];
export type Source = NonNullable<SystemProfile['model']>[number];
/** What an agent says of itself in the system group. */
export interface SystemGroup {
    readonly objectID: string;
    readonly descr: string;
    readonly name: string;
}
/** One entry of a profile, ready to be matched. */
export interface CompiledSystem {
    readonly vendor: string;
    readonly kind: DeviceKind | null;
    readonly os: string | null;
    readonly model: readonly Source[];
    readonly version: readonly Source[];
    readonly serial: readonly Source[];
    readonly objectIDs: readonly string[];
    readonly descr: RegExp | null;
}
/** The profiles' entries; compiled once for each array that the host hands over. The host has checked them. */
export declare function compileProfiles(profiles: readonly Json[]): readonly CompiledSystem[];
/** The entries that fit an agent, the most specific first; one vendor only, the one of the first. */
export declare function matchProfiles(systems: readonly CompiledSystem[], group: SystemGroup): readonly CompiledSystem[];
export {};
