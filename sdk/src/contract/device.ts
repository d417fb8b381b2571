/**
 * A device as a plugin sees it: names and facts, never an address to connect to or a credential.
 *
 * @stable
 * @since 0.1.0
 */
export interface Device {
  /** Stable identifier given by the host. */
  readonly id: string;
  /** As people call it, such as `leeds-core-1`. */
  readonly name: string;
  /** Identifier of the one site it belongs to. */
  readonly site: string;
  /** The address the host uses for it; for messages only. */
  readonly address: string;
  /** Who made it; null while nobody has said. */
  readonly vendor: string | null;
  /** The vendor's name of the model; null while nobody has said. */
  readonly model: string | null;
  /** Name of its operating system; null while nobody has said. */
  readonly os: string | null;
  /** Version of its system, as the device prints it; null while nobody has said. */
  readonly version: string | null;
  /** Serial number, as the device prints it; null while nobody has said. */
  readonly serial: string | null;
  /** Free labels from the site's file, such as `role: core`. */
  readonly labels: { readonly [label: string]: string };
}

/**
 * The words for what a device is. `unknown` until somebody says more.
 *
 * @stable
 * @since 0.1.0
 */
export const deviceKinds = [
  'switch', 'router', 'firewall', 'wireless', 'pbx', 'phone', 'server', 'storage', 'backup', 'printer', 'power',
  'environment', 'appliance', 'unknown',
] as const;

/**
 * What a device is, in one word of `deviceKinds`.
 *
 * @stable
 * @since 0.1.0
 */
export type DeviceKind = (typeof deviceKinds)[number];

/**
 * What a device can be known by, strongest first. Two sightings that share a strong key are one device; names and addresses only suggest it.
 * A value that many devices share is passed over: placeholders such as `N/A`, MACs that were never set, and serials of fewer than four different
 * letters and digits (two, when the serial has at most five characters): `W-7777` is none, `W-7012` is.
 *
 * @stable
 * @since 0.1.0
 */
export const identityKeyTypes = ['serial', 'snmpEngineId', 'chassisId', 'mac', 'sshHostKey', 'name', 'address'] as const;

/**
 * What kind of thing a device is known by: one of `identityKeyTypes`.
 *
 * @stable
 * @since 0.1.0
 */
export type IdentityKeyType = (typeof identityKeyTypes)[number];

/**
 * One thing that a device is known by.
 *
 * @stable
 * @since 0.1.0
 */
export interface IdentityKey {
  /** Which kind of thing it is; decides how much a match of it proves. */
  readonly type: IdentityKeyType;
  /** Normal form: MACs as `00:1b:…` lower case, engine ids as hex, serials as printed by the device. */
  readonly value: string;
}
