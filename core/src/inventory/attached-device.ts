import type { AttachedDevice, IdentityKey } from '@jackfield/sdk';
import type { Configuration } from '../sites/index.ts';
import { keyText, normalKeys } from './identity.ts';
import type { ManagedDevice } from './inventory.ts';

const strongest: ReadonlySet<IdentityKey['type']> = new Set(['serial', 'mac', 'chassisId']);

/**
 * Which device of the site it is: the one with its hardware address, else what is known at its address, else what the same
 * device told of by this name and tells of nowhere else now (a phone that got another address).
 */
export function knownAttached(told: AttachedDevice, to: ManagedDevice, site: readonly ManagedDevice[], addresses: ReadonlySet<string>): ManagedDevice | null {
  const strong = new Set(normalKeys(told.keys).filter(({ type }) => strongest.has(type)).map(keyText));
  return site.find(({ keys }) => keys.some((key) => strong.has(keyText(key))))
    ?? site.find(({ address }) => address === told.address)
    ?? site.find(({ attachedTo, address }) => told.name !== null && attachedTo?.device === to.id && attachedTo.as === told.name && !addresses.has(address))
    ?? null;
}

/** The device that is known through another one, on top of what was known of it. */
export function describeAttached(id: string, before: ManagedDevice | null, told: AttachedDevice, to: ManagedDevice, { sites }: Pick<Configuration, 'sites'>, now: string): ManagedDevice {
  const { address, name, kind, vendor, model, os, version, serial, keys } = told;
  const declared = sites.get(to.site)?.devices.find((device) => device.address === address);
  return {
    interfaces: [], neighbours: [],
    ...before,
    id, site: to.site, kind, address, vendor, model, os, version, serial,
    name: declared?.name ?? name ?? before?.name ?? address,
    labels: declared?.labels ?? {},
    addresses: [address],
    plugins: [],
    keys: normalKeys([...keys, ...(serial === null ? [] : [{ type: 'serial', value: serial } as const]), { type: 'address', value: address }]),
    attachedTo: { device: to.id, as: name },
    firstSeen: before === null || before.lastSeen === null ? now : before.firstSeen,
    lastSeen: now,
  };
}
