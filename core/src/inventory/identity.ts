import { identityKeyTypes, type IdentityKey, type IdentityKeyType } from '@jackfield/sdk';

/** Keys that make two sightings one device by themselves; the rest only suggest it. */
const strongTypes: ReadonlySet<IdentityKeyType> = new Set(['serial', 'snmpEngineId', 'chassisId', 'mac', 'sshHostKey']);

/** What stands where nobody set anything: devices that share it have nothing in common. */
const placeholder = /^(<.*>|n\/?a|none|null|unknown|default.*|to be filled.*|not (specified|available|set)|(system )?serial ?(no|number|num)?\.?|hostname|0*123456\d*)$/i;
/** A MAC whose device part was never burnt in. */
const blankMac = /^([0-9a-f]{2}:){3}(00:00:00|ff:ff:ff)$/i;
const fewestCharacters = 4;

/** Whether a value can tell one device from another. `CZXXXXXXXX` and `999999Z9999999` cannot: too few characters differ. */
function telling({ type, value }: IdentityKey): boolean {
  if (value === '' || placeholder.test(value) || blankMac.test(value)) return false;
  if (type !== 'serial') return true;
  const characters = new Set(value.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  return characters.size >= fewestCharacters || (characters.size >= 2 && value.length < 6);
}

/** Hex and addresses read the same in capitals; serials, names and host keys (base64) do not. */
const caseless: ReadonlySet<IdentityKeyType> = new Set(['snmpEngineId', 'chassisId', 'mac', 'address']);

export function keyText({ type, value }: IdentityKey): string {
  return `${type} ${value}`;
}

/** Keys in normal form, strongest first, without doubles and without what means nothing. */
export function normalKeys(keys: readonly IdentityKey[]): IdentityKey[] {
  const seen = new Map<string, IdentityKey>();
  for (const { type, value } of keys) {
    const normal = { type, value: caseless.has(type) ? value.trim().toLowerCase() : value.trim() };
    if (telling(normal)) seen.set(keyText(normal), normal);
  }
  return [...seen.values()].sort((a, b) => identityKeyTypes.indexOf(a.type) - identityKeyTypes.indexOf(b.type));
}

export const isStrong = ({ type }: IdentityKey): boolean => strongTypes.has(type);

/** How two sets of keys relate. */
export type Kinship =
  /** A strong key in common and no stronger one that differs. */
  | { readonly kind: 'same'; readonly because: readonly IdentityKey[] }
  /** Only weak keys in common, or a strong one in common while a stronger one differs (a cloned image). */
  | { readonly kind: 'perhaps'; readonly because: readonly IdentityKey[] }
  | { readonly kind: 'other' };

/** One device has one serial, one engine, one chassis: another value there is another device. MACs and names are many. */
const single: readonly IdentityKeyType[] = ['serial', 'snmpEngineId', 'chassisId'];

/**
 * Compares what two devices are known by. Keys are looked at from the strongest down: the first that both have decides,
 * so that two machines cloned from one image (one engine id, two serials) stay two.
 */
export function kinship(left: readonly IdentityKey[], right: readonly IdentityKey[]): Kinship {
  const theirs = new Set(right.map(keyText));
  const common = left.filter((key) => theirs.has(keyText(key)));
  if (common.length === 0) return { kind: 'other' };
  for (const type of identityKeyTypes) {
    const shared = common.filter((key) => key.type === type);
    if (shared.length > 0) return shared.some(isStrong) ? { kind: 'same', because: shared } : { kind: 'perhaps', because: common };
    const differs = single.includes(type) && left.some((key) => key.type === type) && right.some((key) => key.type === type);
    if (differs) return common.some(isStrong) ? { kind: 'perhaps', because: common.filter(isStrong) } : { kind: 'other' };
  }
  return { kind: 'other' };
}
