import type { DeviceKind, Fingerprint, IdentityKey, Inspection, Neighbour, NetworkInterface } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';

/** A device of the inventory, with everything known of it. Null is unknown. */
export interface ManagedDevice {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly kind: DeviceKind;
  readonly address: string;
  readonly addresses: readonly string[];
  readonly vendor: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  readonly labels: { readonly [label: string]: string };
  /** What its SNMP agent calls it, where it has one. */
  readonly sysObjectID?: string;
  /** Ids of the plugins that manage it, with the discovery contribution each used. */
  readonly plugins: readonly { readonly id: string; readonly discovery: string }[];
  readonly keys: readonly IdentityKey[];
  readonly interfaces: readonly NetworkInterface[];
  readonly neighbours: readonly Neighbour[];
  readonly firstSeen: string;
  /** Null for a device that a site's file names and that never answered. */
  readonly lastSeen: string | null;
}

/** One plugin's view of one address. */
export interface Sighting {
  readonly site: string;
  readonly address: string;
  readonly plugin: string;
  readonly discovery: string;
  readonly fingerprint: Fingerprint;
  readonly inspection: Inspection;
}

/** Two devices that share only weak keys: a person decides. */
export interface MergeProposal {
  readonly id: string;
  readonly devices: readonly [string, string];
  readonly because: readonly IdentityKey[];
  readonly proposedAt: string;
}

export interface Inventory {
  /** From memory: loaded at start, written through. */
  devices(filter?: { readonly site?: string }): readonly ManagedDevice[];
  /** By id, else by name, else by address. */
  find(idOrNameOrAddress: string): ManagedDevice | null;
  /** Takes in every device that a site's file names with its address, answering or not; those named no more and never seen go. */
  keepDeclared(): Promise<void>;
  /** Files the sightings of one address, merging by identity keys; the device it became. */
  record(sightings: readonly [Sighting, ...Sighting[]]): Promise<ManagedDevice>;
  /** Takes a device out of the inventory; its history stays in the audit. */
  remove(id: string): Promise<void>;
  proposals(): Promise<readonly MergeProposal[]>;
  /** A person says the two are one (the first stays), or are not. */
  decide(proposal: string, merge: boolean): Promise<void>;
  /** Undoes the last merge into this device; the device that comes back. */
  split(id: string): Promise<ManagedDevice>;
}
export const Inventory: ServiceIdentifier<Inventory> = Symbol.for('Inventory');
