import type { IdentityKey } from '@jackfield/sdk';
import { normalKeys } from './identity.ts';
import type { Sighting } from './inventory.ts';

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
