import type { DeviceKind, IdentityKey } from './device.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { ReadingContext, WritingContext } from './context.ts';

/**
 * What `identify` claims about an address. Null fields are unknown, never guessed.
 *
 * @stable
 * @since 0.1.0
 */
export interface Identification {
  /** What it is, in one word. */
  readonly kind: DeviceKind;
  /** What the device calls itself. */
  readonly name: string | null;
  /** Who made it. */
  readonly vendor: string | null;
  /** The vendor's name of the model. */
  readonly model: string | null;
  /** Name of the operating system, such as `IOS XE` or `Debian GNU/Linux`. */
  readonly os: string | null;
  /** Version of that system, as the device prints it. */
  readonly version: string | null;
  /** Serial number, as the device prints it. */
  readonly serial: string | null;
  /** What this device is known by. The host adds the keys it saw itself (address, SSH host key, engine id). */
  readonly keys: readonly IdentityKey[];
  /**
   * 0 to 100: how directly the device said so. When several plugins describe one device, each fact is taken from the
   * most confident that has it. 50 is a generic guess, 80 the vendor's own MIB or command.
   */
  readonly confidence: number;
}

/**
 * The names of interface states, as IF-MIB (RFC 2863) has them.
 *
 * @stable
 * @since 0.1.0
 */
export const interfaceStatuses = ['up', 'down', 'testing', 'unknown', 'dormant', 'notPresent', 'lowerLayerDown'] as const;

/**
 * ifAdminStatus and ifOperStatus of IF-MIB (RFC 2863), by name.
 *
 * @stable
 * @since 0.1.0
 */
export type InterfaceStatus = (typeof interfaceStatuses)[number];

/**
 * An interface of a device: physical port, VLAN, tunnel.
 *
 * @stable
 * @since 0.1.0
 */
export interface NetworkInterface {
  /** ifIndex: changes over reboots, never a key. */
  readonly index: number;
  /** Short name, such as `Gi1/0/1`: what people and cables say. */
  readonly name: string;
  /** What the device calls it at length (ifDescr); null when it has no such text. */
  readonly description: string | null;
  /** What an administrator wrote on it (ifAlias); null when there is nothing. */
  readonly alias: string | null;
  /** IANAifType name or number as text. */
  readonly type: string | null;
  /** What it is set to be; null when the device does not say. */
  readonly adminStatus: InterfaceStatus | null;
  /** What it is; null when the device does not say. */
  readonly operStatus: InterfaceStatus | null;
  /** Bits per second; null when the device does not say. */
  readonly speed: number | null;
  /** Largest packet in bytes; null when the device does not say. */
  readonly mtu: number | null;
  /** Hardware address as `00:1b:…` in lower case; null when it has none. */
  readonly mac: string | null;
  /** Name of the link aggregate that it is a member of; left out of all others. */
  readonly aggregate?: string;
}

/**
 * What a device sees at the other end of one of its ports.
 *
 * @stable
 * @since 0.1.0
 */
export interface Neighbour {
  /** Which protocol told it. */
  readonly protocol: 'lldp' | 'cdp' | 'other';
  /** Name of this device's port; null when not told. */
  readonly localPort: string | null;
  /** What the neighbour calls itself; null when not told. */
  readonly remoteName: string | null;
  /** The neighbour's port, as it names it; null when not told. */
  readonly remotePort: string | null;
  /** Chassis id in normal form, when told. */
  readonly remoteChassis: string | null;
}

/**
 * The words for what a part of a device is, as ENTITY-MIB (RFC 6933) has them.
 *
 * @stable
 * @since 0.1.0
 */
export const partKinds = ['chassis', 'stack', 'module', 'powerSupply', 'fan', 'port', 'processor', 'battery', 'storage', 'other'] as const;

/**
 * What a part is, in one word of `partKinds`.
 *
 * @stable
 * @since 0.1.0
 */
export type PartKind = (typeof partKinds)[number];

/**
 * A piece of a device that can be bought, replaced or lost: a member of a stack, a line card, a power supply, an optic.
 *
 * @stable
 * @since 0.1.0
 */
export interface Part {
  /** Unique in its device and stable over reboots, such as `Switch 2` or `Te1/1/1`. */
  readonly name: string;
  /** What it is. */
  readonly kind: PartKind;
  /** What the device says of it at length; null when it says nothing. */
  readonly description: string | null;
  /** The maker's name of the model; null when not told. */
  readonly model: string | null;
  /** Serial number, as the device prints it; null when not told. */
  readonly serial: string | null;
  /** Version of its software, else of its firmware, else of its hardware; null when not told. */
  readonly version: string | null;
  /** Name of the part that it stands in; null for one that stands in none that is told. */
  readonly within: string | null;
}

/**
 * A VLAN of a bridge, with the ports that are in it.
 *
 * @stable
 * @since 0.1.0
 */
export interface Vlan {
  /** 1 to 4094. */
  readonly id: number;
  /** What it is called; null when not told. */
  readonly name: string | null;
  /** Names of the ports whose frames of this VLAN have no tag. */
  readonly untagged: readonly string[];
  /** Names of the ports whose frames of this VLAN are tagged. */
  readonly tagged: readonly string[];
}

/**
 * An address that a bridge has learnt behind one of its ports, where it has learnt few: towards other bridges are many.
 *
 * @stable
 * @since 0.1.0
 */
export interface Station {
  /** Hardware address as `00:1b:…` in lower case. */
  readonly mac: string;
  /** Name of this device's port. */
  readonly port: string;
  /** The VLAN that it was learnt in; null when not told. */
  readonly vlan: number | null;
}

/**
 * What a router or switch knows of a neighbour's hardware address: an entry of its ARP table, or of that of IPv6 (ND).
 *
 * @stable
 * @since 0.1.0
 */
export interface ArpEntry {
  /** Network address, as people write it. */
  readonly address: string;
  /** Hardware address as `00:1b:…` in lower case. */
  readonly mac: string;
}

/**
 * A device that another one knows, though nobody has asked the device itself: a phone that has registered at a PBX. What it
 * says of itself it has told the other one.
 *
 * @stable
 * @since 0.1.0
 */
export interface AttachedDevice extends Omit<Identification, 'confidence'> {
  /** Where the other one reaches it; an address outside of the site's networks is passed over. */
  readonly address: string;
}

/**
 * All that a closer look found. A list that is left out was not looked for: what was known of it stays. An empty one says that there is none.
 *
 * @stable
 * @since 0.1.0
 */
export interface Inspection extends Identification {
  /** Its interfaces; empty when it has none or does not list them. */
  readonly interfaces: readonly NetworkInterface[];
  /** What it sees next to it, by LLDP, CDP or the like. */
  readonly neighbours: readonly Neighbour[];
  /** Further addresses the device says it has. */
  readonly addresses: readonly string[];
  /** What it is made of. */
  readonly parts?: readonly Part[];
  /** VLANs of a bridge. */
  readonly vlans?: readonly Vlan[];
  /** Addresses that a bridge has learnt behind ports with few of them. */
  readonly stations?: readonly Station[];
  /** Its ARP table: which hardware address has which network address. It joins what is known by the one with what is learnt by the other. */
  readonly arp?: readonly ArpEntry[];
  /** Devices that it knows, such as the phones of a PBX: they come into the inventory unless a plugin manages what stands there. */
  readonly attached?: readonly AttachedDevice[];
}

/**
 * What `identify` is called with.
 *
 * @stable
 * @since 0.1.0
 */
export interface IdentifyContext<Settings = unknown> extends ReadingContext<Settings> {
  /** What the host saw at the address before it asked anybody. */
  readonly fingerprint: Fingerprint;
}

/**
 * How a plugin recognises and describes devices.
 *
 * @stable
 * @since 0.1.0
 */
export interface Discovery<Settings = unknown> {
  /** A cheap look at an address whose fingerprint matched. Null: not mine. */
  identify(context: IdentifyContext<Settings>): Promise<Identification | null>;
  /** The whole picture of a device that this plugin identified. */
  inspect(context: ReadingContext<Settings>): Promise<Inspection>;
  /**
   * Of a way whose manifest says `saves`: writes what the device runs to what it starts with. The host calls it once a device when
   * a change was kept, or the undo of one, and never for what was put back. True when the device said that it has saved; false when
   * this device is not known to need it. May be called again, as after a host that died. Throws outcomes: a failure undoes nothing, and is told.
   */
  save?(context: WritingContext<Settings>): Promise<boolean>;
}
