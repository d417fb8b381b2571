import type { IdentityKey } from '@jackfield/sdk';
import { z } from 'zod';
import type { Configuration, DeclaredDevice } from '../sites/index.ts';
import { normalKeys } from './identity.ts';
import type { ManagedDevice, Sighting } from './inventory.ts';

const facts = ['vendor', 'model', 'os', 'version', 'serial'] as const;

/** The keys of sightings of one address, with those the host saw itself. */
export function sightingKeys(sightings: readonly Sighting[]): IdentityKey[] {
  return normalKeys(
    sightings.flatMap(({ address, fingerprint, inspection }): IdentityKey[] => [
      ...inspection.keys,
      ...(inspection.serial === null ? [] : [{ type: 'serial', value: inspection.serial } as const]),
      ...(fingerprint.snmp?.engineId ? [{ type: 'snmpEngineId', value: fingerprint.snmp.engineId } as const] : []),
      ...(fingerprint.ssh?.hostKey ? [{ type: 'sshHostKey', value: fingerprint.ssh.hostKey } as const] : []),
      ...(inspection.name === null ? [] : [{ type: 'name', value: inspection.name } as const]),
      { type: 'address', value: address },
    ]),
  );
}

/** Surest first: what a vendor's own object said before a generic guess. */
function bySureness(sightings: readonly Sighting[]): Sighting[] {
  return [...sightings].sort((a, b) => b.inspection.confidence - a.inspection.confidence || a.plugin.localeCompare(b.plugin));
}

function firstKnown<Value>(values: readonly (Value | null)[]): Value | null {
  return values.find((value) => value !== null) ?? null;
}

/** The device that sightings of one address make, on top of what was known of it before. */
export function describeDevice(id: string, before: ManagedDevice | null, sightings: readonly [Sighting, ...Sighting[]], configuration: Pick<Configuration, 'sites'>, now: string): ManagedDevice {
  const sure = bySureness(sightings);
  const [{ site, address }] = sightings;
  const inspections = sure.map((sighting) => sighting.inspection);
  const declared = configuration.sites.get(site)?.devices.find((device) => device.address === address);
  const addresses = new Set([address, ...(before?.addresses ?? []), ...inspections.flatMap((inspection) => inspection.addresses)]);
  const kinds = inspections.map((inspection) => inspection.kind);
  const sysObjectID = sightings[0].fingerprint.snmp?.sysObjectID;
  const [vendor, model, os, version, serial] = facts.map((fact) => firstKnown(inspections.map((inspection) => inspection[fact])));
  return {
    id,
    name: declared?.name ?? firstKnown(inspections.map((inspection) => inspection.name)) ?? before?.name ?? address,
    site,
    kind: kinds.find((kind) => kind !== 'unknown') ?? before?.kind ?? 'unknown',
    address,
    addresses: [...addresses],
    vendor: vendor ?? null, model: model ?? null, os: os ?? null, version: version ?? null, serial: serial ?? null,
    labels: declared?.labels ?? {},
    ...(sysObjectID === undefined ? {} : { sysObjectID }),
    plugins: sightings.map(({ plugin, discovery }) => ({ id: plugin, discovery })),
    keys: sightingKeys(sightings),
    interfaces: inspections.find((inspection) => inspection.interfaces.length > 0)?.interfaces ?? [],
    neighbours: inspections.find((inspection) => inspection.neighbours.length > 0)?.neighbours ?? [],
    firstSeen: before === null || before.lastSeen === null ? now : before.firstSeen,
    lastSeen: now,
  };
}

/** A device that is only known because a site's file names it. */
export function declaredDevice(id: string, site: string, { name, address, labels }: DeclaredDevice & { readonly address: string }, now: string): ManagedDevice {
  return {
    id, name, site, kind: 'unknown', address, addresses: [address], vendor: null, model: null, os: null, version: null, serial: null, labels,
    plugins: [], keys: normalKeys([{ type: 'address', value: address }]), interfaces: [], neighbours: [], firstSeen: now, lastSeen: null,
  };
}

/** Facts that one machine cannot have two of at a time. */
export function contradict(left: ManagedDevice, right: ManagedDevice): boolean {
  return (['vendor', 'model', 'os', 'version', 'sysObjectID'] as const).some((fact) => left[fact] && right[fact] && left[fact] !== right[fact]);
}

/** The fields that differ, for the event. */
export function changedFields(before: ManagedDevice, after: ManagedDevice): string[] {
  const told = ['name', 'site', 'kind', 'address', ...facts, 'plugins', 'interfaces', 'neighbours', 'labels'] as const;
  return told.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

const storedSchema = z.looseObject({ id: z.string(), name: z.string(), site: z.string(), address: z.string() });

/** A device as the store has it: written by `describeDevice`, so only its frame is checked. */
export function storedDevice(text: string): ManagedDevice {
  const parsed: ManagedDevice = JSON.parse(text);
  storedSchema.parse(parsed);
  return parsed;
}
