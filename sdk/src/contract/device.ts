/** A device as a plugin sees it: names and facts, never an address to connect to or a credential. */
export interface Device {
  /** Stable identifier given by the host. */
  readonly id: string;
  readonly name: string;
  /** Identifier of the one site it belongs to. */
  readonly site: string;
  /** The address the host uses for it; for messages only. */
  readonly address: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  /** Free labels from the site's file, such as `role: core`. */
  readonly labels: { readonly [label: string]: string };
}

/** What a device is, in one word. */
export const deviceKinds = [
  'switch', 'router', 'firewall', 'wireless', 'pbx', 'phone', 'server', 'storage', 'backup', 'printer', 'power',
  'environment', 'appliance', 'unknown',
] as const;

export type DeviceKind = (typeof deviceKinds)[number];

/** What one device is known by, strongest first. Two sightings that share a strong key are one device. */
export const identityKeyTypes = ['serial', 'snmpEngineId', 'chassisId', 'mac', 'sshHostKey', 'name', 'address'] as const;

export type IdentityKeyType = (typeof identityKeyTypes)[number];

export interface IdentityKey {
  readonly type: IdentityKeyType;
  /** Normal form: MACs as `00:1b:…` lower case, engine ids as hex, serials as printed by the device. */
  readonly value: string;
}
