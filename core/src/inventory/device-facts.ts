import type { Identification, IdentityKey, Inspection } from '@jackfield/sdk';
import { z } from 'zod';
import type { Configuration, DeclaredDevice } from '../sites/index.ts';
import { assign } from './assignments.ts';
import { normalKeys } from './identity.ts';
import type { Assignment, ManagedDevice, Sighting, Unseen } from './inventory.ts';
import { sightingKeys } from './sighting-keys.ts';

const facts = ['vendor', 'model', 'os', 'version', 'serial'] as const;

/** Surest first: what a vendor's own object said before a generic guess. */
function bySureness(said: readonly { readonly plugin: string; readonly identification: Identification }[]): Identification[] {
  return [...said].sort((a, b) => b.identification.confidence - a.identification.confidence || a.plugin.localeCompare(b.plugin)).map(({ identification }) => identification);
}

function firstKnown<Value>(values: readonly (Value | null)[]): Value | null {
  return values.find((value) => value !== null) ?? null;
}

/** What was seen now, and of what was not seen now what the plugins that could not look had seen. */
function keysWith(seen: readonly IdentityKey[], kept: readonly Assignment[]): IdentityKey[] {
  const types = new Set(seen.map(({ type }) => type));
  return normalKeys([...seen, ...kept.flatMap(({ said }) => said?.keys.filter(({ type }) => !types.has(type)) ?? [])]);
}

/** The device that sightings of one address make, on top of what was known of it before. */
export function describeDevice(
  id: string, before: ManagedDevice | null, sightings: readonly [Sighting, ...Sighting[]], unseen: readonly Unseen[], configuration: Pick<Configuration, 'sites'>, now: string,
): ManagedDevice {
  const [{ site, address }] = sightings;
  const { seen, kept } = assign(before, address, sightings, unseen);
  const inspections = sightings.map((sighting) => sighting.inspection);
  const said = bySureness([...seen, ...kept].flatMap(({ id: plugin, said: identification }) => (identification === undefined ? [] : [{ plugin, identification }])));
  const declared = configuration.sites.get(site)?.devices.find((device) => device.address === address);
  const addresses = new Set([address, ...(before?.addresses ?? []), ...inspections.flatMap((inspection) => inspection.addresses)]);
  const sysObjectID = sightings[0].fingerprint.snmp?.sysObjectID ?? (kept.length > 0 ? before?.sysObjectID : undefined);
  const [vendor, model, os, version, serial] = facts.map((fact) => firstKnown(said.map((one) => one[fact])));
  // Ports that could not be read now are still there.
  const hidden = kept.length > 0 || sightings.some(({ partial }) => partial);
  const parts = listed(sightings, (inspection) => inspection.parts) ?? before?.parts;
  const vlans = listed(sightings, (inspection) => inspection.vlans) ?? before?.vlans;
  const stations = listed(sightings, (inspection) => inspection.stations) ?? before?.stations;
  const arp = listed(sightings, (inspection) => inspection.arp) ?? before?.arp;
  return {
    id,
    name: declared?.name ?? firstKnown(said.map((one) => one.name)) ?? before?.name ?? address,
    site,
    kind: said.map(({ kind }) => kind).find((kind) => kind !== 'unknown') ?? before?.kind ?? 'unknown',
    address,
    addresses: [...addresses],
    vendor: vendor ?? null, model: model ?? null, os: os ?? null, version: version ?? null, serial: serial ?? null,
    labels: declared?.labels ?? {},
    ...(sysObjectID === undefined ? {} : { sysObjectID }),
    plugins: [...seen, ...kept],
    keys: keysWith(sightingKeys(sightings), kept),
    interfaces: surest(sightings, 'interfaces') ?? (hidden ? before?.interfaces : null) ?? [],
    neighbours: surest(sightings, 'neighbours') ?? (hidden ? before?.neighbours : null) ?? [],
    ...(parts === undefined ? {} : { parts }), ...(vlans === undefined ? {} : { vlans }), ...(stations === undefined ? {} : { stations }), ...(arp === undefined ? {} : { arp }),
    firstSeen: before === null || before.lastSeen === null ? now : before.firstSeen,
    lastSeen: now,
  };
}

const surestFirst = (sightings: readonly Sighting[]): readonly Sighting[] =>
  sightings.toSorted((a, b) => b.inspection.confidence - a.inspection.confidence || a.plugin.localeCompare(b.plugin));

/** The list of the most confident who has any. */
function surest<List extends 'interfaces' | 'neighbours'>(sightings: readonly Sighting[], list: List): Sighting['inspection'][List] | null {
  return surestFirst(sightings).find(({ inspection }) => inspection[list].length > 0)?.inspection[list] ?? null;
}

/** A list that somebody looked for this time: that of the most confident who has any. */
function listed<One>(sightings: readonly Sighting[], list: (inspection: Inspection) => readonly One[] | undefined): readonly One[] | undefined {
  const told = surestFirst(sightings).flatMap(({ inspection }) => {
    const found = list(inspection);
    return found === undefined ? [] : [found];
  });
  return told.find((one) => one.length > 0) ?? told[0];
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
  const told = ['name', 'site', 'kind', 'address', ...facts, 'interfaces', 'neighbours', 'parts', 'vlans', 'labels'] as const;
  const managed = ({ plugins }: ManagedDevice): string => plugins.map(({ id, discovery, address = '' }) => `${id} ${discovery} ${address}`).sort().join();
  return [...told.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])), ...(managed(before) === managed(after) ? [] : ['plugins'])];
}

const storedSchema = z.looseObject({ id: z.string(), name: z.string(), site: z.string(), address: z.string() });

/** A device as the store has it: written by `describeDevice`, so only its frame is checked. */
export function storedDevice(text: string): ManagedDevice {
  const parsed: ManagedDevice = JSON.parse(text);
  storedSchema.parse(parsed);
  return parsed;
}
