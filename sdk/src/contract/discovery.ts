import type { DeviceKind, IdentityKey } from './device.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { ReadingContext } from './context.ts';

/** What `identify` claims about an address. Null fields are unknown, never guessed. */
export interface Identification {
  readonly kind: DeviceKind;
  readonly name: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  /** What this device is known by. The host adds the keys it saw itself (address, SSH host key, engine id). */
  readonly keys: readonly IdentityKey[];
  /**
   * 0 to 100: how directly the device said so. When several plugins describe one device, each fact is taken from the
   * most confident that has it. 50 is a generic guess, 80 the vendor's own MIB or command.
   */
  readonly confidence: number;
}

export const interfaceStatuses = ['up', 'down', 'testing', 'unknown', 'dormant', 'notPresent', 'lowerLayerDown'] as const;

/** ifAdminStatus and ifOperStatus of IF-MIB (RFC 2863), by name. */
export type InterfaceStatus = (typeof interfaceStatuses)[number];

export interface NetworkInterface {
  /** ifIndex: changes over reboots, never a key. */
  readonly index: number;
  readonly name: string;
  readonly description: string | null;
  readonly alias: string | null;
  /** IANAifType name or number as text. */
  readonly type: string | null;
  readonly adminStatus: InterfaceStatus | null;
  readonly operStatus: InterfaceStatus | null;
  /** Bits per second; null when the device does not say. */
  readonly speed: number | null;
  readonly mtu: number | null;
  readonly mac: string | null;
}

export interface Neighbour {
  readonly protocol: 'lldp' | 'cdp' | 'other';
  readonly localPort: string | null;
  readonly remoteName: string | null;
  readonly remotePort: string | null;
  /** Chassis id in normal form, when told. */
  readonly remoteChassis: string | null;
}

/** All that a closer look found. */
export interface Inspection extends Identification {
  readonly interfaces: readonly NetworkInterface[];
  readonly neighbours: readonly Neighbour[];
  /** Further addresses the device says it has. */
  readonly addresses: readonly string[];
}

export interface IdentifyContext<Settings = unknown> extends ReadingContext<Settings> {
  readonly fingerprint: Fingerprint;
}

/** How a plugin recognises and describes devices. */
export interface Discovery<Settings = unknown> {
  /** A cheap look at an address whose fingerprint matched. Null: not mine. */
  identify(context: IdentifyContext<Settings>): Promise<Identification | null>;
  /** The whole picture of a device that this plugin identified. */
  inspect(context: ReadingContext<Settings>): Promise<Inspection>;
}
