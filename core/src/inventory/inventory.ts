import type { ArpEntry, AttachedDevice, DeviceKind, Fingerprint, Identification, IdentityKey, Inspection, Neighbour, NetworkInterface, Part, Station, Vlan } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';

/** One discovery contribution of a plugin that manages a device. */
export interface Assignment {
  readonly id: string;
  readonly discovery: string;
  /** Where its protocol answered: a device with two addresses may serve it at one of them only. Else the device's own. */
  readonly address?: string;
  /** What it said the device is when it could last look. */
  readonly said?: Identification;
}

/** A device of the inventory, with everything known of it. Null is unknown. */
export interface ManagedDevice {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly kind: DeviceKind;
  /** Where it answered last; empty when another device stands there now. */
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
  readonly plugins: readonly Assignment[];
  readonly keys: readonly IdentityKey[];
  readonly interfaces: readonly NetworkInterface[];
  readonly neighbours: readonly Neighbour[];
  /** Left out while nobody has looked for any. */
  readonly parts?: readonly Part[];
  readonly vlans?: readonly Vlan[];
  readonly stations?: readonly Station[];
  readonly arp?: readonly ArpEntry[];
  /** Which device knows it, where that one alone told of it, and by which name: a phone, by its PBX. */
  readonly attachedTo?: { readonly device: string; readonly as: string | null };
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
  /** It could not be inspected: what it is is known, its ports and neighbours are not. */
  readonly partial?: true;
}

/**
 * A discovery contribution that was tried at an address and saw no device of its own there. `silent`: its protocol did
 * not answer, refused the login, or it could not look; `declined`: its protocol answers, and what answers is not its own.
 */
export interface Unseen {
  readonly plugin: string;
  readonly discovery: string;
  readonly because: 'silent' | 'declined';
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
  /** Those of a site that one of their plugins is called at this address. */
  at(site: string, address: string): readonly ManagedDevice[];
  /** By id, else by name, else by address. */
  find(idOrNameOrAddress: string): ManagedDevice | null;
  /** Takes in every device that a site's file names with its address, answering or not; those named no more and never seen go. */
  keepDeclared(): Promise<void>;
  /**
   * Files the sightings of one address, merging by identity keys; the device it became. A plugin that managed the device
   * goes on doing so while it is `silent`; it is taken away when it declined, or when nobody enabled it there any more.
   */
  record(sightings: readonly [Sighting, ...Sighting[]], unseen?: readonly Unseen[]): Promise<ManagedDevice>;
  /**
   * Files the devices that another one knows: those that came, each at its address or under its old name. What a plugin
   * manages is left alone. The devices that they became.
   */
  attach(to: ManagedDevice, attached: readonly AttachedDevice[]): Promise<readonly ManagedDevice[]>;
  /** Nobody saw a device of its own at this address: who declined manages the one that is known there no longer. */
  withdraw(site: string, address: string, unseen: readonly Unseen[]): Promise<void>;
  /** Takes a device out of the inventory; its history stays in the audit. */
  remove(id: string): Promise<void>;
  proposals(): Promise<readonly MergeProposal[]>;
  /** A person says the two are one (the first stays), or are not. */
  decide(proposal: string, merge: boolean): Promise<void>;
  /** Undoes the last merge into this device; the device that comes back. */
  split(id: string): Promise<ManagedDevice>;
}
export const Inventory: ServiceIdentifier<Inventory> = Symbol.for('Inventory');
