import type { IdentityKey } from '@jackfield/sdk';

/** Below that of who says what the machine itself is: its maker and model count for more than what routes or switches on it. */
export const confidence = 70;

/** Burnt-in addresses: what software gives itself is given again elsewhere. */
export function identifyingMacs(macs: readonly string[]): IdentityKey[] {
  const burntIn = macs.filter((mac) => (Number.parseInt(mac.slice(0, 2), 16) & 0x3) === 0 && mac !== '00:00:00:00:00:00');
  return [...new Set(burntIn)].map((value) => ({ type: 'mac', value }));
}
