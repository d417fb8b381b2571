import type { DeviceKind, Json } from '@jackfield/sdk';
import type { z } from 'zod';
import type { profile } from '../schemas.ts';

export type Profile = z.output<typeof profile>;
export type SystemProfile = NonNullable<Profile['systems']>[number];
export type LoadProfile = NonNullable<Profile['loads']>[number];
export type SensorProfile = NonNullable<Profile['sensors']>[number];
export type SaveProfile = NonNullable<SystemProfile['save']>[number];
export type Source = NonNullable<SystemProfile['model']>[number];

/** What an agent says of itself in the system group. */
export interface SystemGroup {
  readonly objectID: string;
  readonly descr: string;
  readonly name: string;
}

/** Which agents an entry of a profile is for, ready to be matched. */
export interface CompiledMatch {
  readonly objectIDs: readonly string[];
  readonly descr: RegExp | null;
}

/** One entry of a profile. */
export interface CompiledSystem extends CompiledMatch {
  readonly vendor: string;
  readonly kind: DeviceKind | null;
  readonly os: string | null;
  readonly model: readonly Source[];
  readonly version: readonly Source[];
  readonly serial: readonly Source[];
  readonly save: readonly SaveProfile[];
}

export function compileMatch({ sysObjectID = [], sysDescr }: SystemProfile['match']): CompiledMatch {
  return { objectIDs: typeof sysObjectID === 'string' ? [sysObjectID] : sysObjectID, descr: sysDescr === undefined ? null : new RegExp(sysDescr, 'iu') };
}

function compile(vendor: string, system: SystemProfile): CompiledSystem {
  return {
    vendor: system.vendor ?? vendor,
    kind: system.kind ?? null,
    os: system.os ?? null,
    model: system.model ?? [],
    version: system.version ?? [],
    serial: system.serial ?? [],
    save: system.save ?? [],
    ...compileMatch(system.match),
  };
}

const compiled = new WeakMap<readonly Json[], readonly CompiledSystem[]>();

/** A source whose OID stands under the agent's own sysObjectID, or under that of its series, with that OID written out. */
export function resolveSource(source: Source, objectID: string): Source {
  const own = (oid: string): string => oid.replace(/^sysObjectID(?=\.)/, objectID).replace(/^sysObjectParent(?=\.)/, objectID.replace(/\.\d+$/, ''));
  if ('get' in source) return { ...source, get: own(source.get) };
  if ('column' in source) return { ...source, column: own(source.column), index: own(source.index) };
  if ('search' in source) return { ...source, search: own(source.search) };
  return 'next' in source ? { ...source, next: own(source.next) } : source;
}

/** The profiles' entries; compiled once for each array that the host hands over. The host has checked them. */
export function compileProfiles(profiles: readonly Json[]): readonly CompiledSystem[] {
  let systems = compiled.get(profiles);
  if (systems === undefined) {
    systems = (profiles as readonly Profile[]).flatMap(({ vendor, systems: all = [] }) => all.map((system) => compile(vendor, system)));
    compiled.set(profiles, systems);
  }
  return systems;
}

function prefixLength(entry: CompiledMatch, objectID: string): number {
  const fits = entry.objectIDs.filter((oid) => (oid.endsWith('.') ? `${objectID}.`.startsWith(oid) : objectID === oid));
  return Math.max(-1, ...fits.map((oid) => oid.split('.').length));
}

/** How exactly an entry fits: 0 not at all; a longer OID wins, then a sysDescr that fits too. */
export function fitness(entry: CompiledMatch, group: SystemGroup): number {
  const length = entry.objectIDs.length === 0 ? 0 : prefixLength(entry, group.objectID);
  if (length < 0 || (entry.descr !== null && !entry.descr.test(group.descr))) return 0;
  return length * 2 + (entry.descr === null ? 0 : length === 0 ? 12 : 3);
}

function fitting(systems: readonly CompiledSystem[], group: SystemGroup): { readonly system: CompiledSystem; readonly fit: number }[] {
  return systems.map((system) => ({ system, fit: fitness(system, group) })).filter(({ fit }) => fit > 0);
}

/**
 * The entries that fit an agent, the most specific first; one vendor only, the one of the first. The hundreds that go
 * by sysDescr alone are tried only where none goes by sysObjectID.
 */
export function matchProfiles(systems: readonly CompiledSystem[], group: SystemGroup): readonly CompiledSystem[] {
  const byObjectID = fitting(systems.filter(({ objectIDs }) => objectIDs.length > 0), group);
  const fits = byObjectID.length > 0 ? byObjectID : fitting(systems.filter(({ objectIDs }) => objectIDs.length === 0), group);
  const sorted = fits.sort((one, other) => other.fit - one.fit).map(({ system }) => system);
  return sorted.filter(({ vendor }) => vendor === sorted[0]?.vendor);
}
