import { namesPackage, type Trust } from '../sites/index.ts';
import { counterSignatureMissing, keyOfAnother, keyUnknown, notSigned, signatureExpired } from './errors.ts';
import type { Signature } from './signatures.ts';

/** What is proven of a package, and by whom. */
export interface Proof {
  /** Names in trust.yaml; null when it may stay unsigned and is. */
  readonly publisher: { readonly name: string; readonly key: string; readonly at: string } | null;
  readonly organization: { readonly key: string; readonly at: string; readonly expires: string | null } | null;
}

const shown = (names: readonly string[]): string => names.join(', ') || 'no one';

function requireFresh({ role, expires }: Signature, now: Date, file: string): void {
  if (expires !== null && Date.parse(expires) <= now.getTime()) {
    throw signatureExpired(`the signature of the ${role} was valid until ${expires}`, { place: { file } });
  }
}

/**
 * Holds the signatures of a package, which fit, against trust.yaml. Throws a coded error that says which trust is missing
 * and what would give it.
 */
export function decideTrust(packageName: string, signatures: readonly Signature[], trust: Trust, now: Date, file: string): Proof {
  const lenient = namesPackage(trust.unsigned, packageName);
  const place = { file };
  const publishers = Object.entries(trust.publishers);
  const signed = signatures.filter(({ role }) => role === 'publisher');
  let publisher: Proof['publisher'] = null;
  for (const signature of signed) {
    const found = publishers.find(([, { keys }]) => keys.includes(signature.key));
    if (found === undefined) continue;
    const [name, { packages }] = found;
    if (!namesPackage(packages, packageName)) throw keyOfAnother(`the key of ${name} signs ${packages.join(', ')}, not ${packageName}`, { place });
    requireFresh(signature, now, file);
    publisher = { name, key: signature.key, at: signature.at };
  }
  if (publisher === null && !lenient) {
    const [stranger] = signed;
    if (stranger !== undefined) {
      throw keyUnknown(`${packageName} is signed by ${stranger.key}, and trust.yaml knows ${shown(publishers.map(([name]) => name))}`, {
        place, hint: `If you trust this publisher, write into trust.yaml: publishers: { NAME: { packages: ["${packageName.split('/')[0] ?? ''}"], keys: ["${stranger.key}"] } }`,
      });
    }
    throw notSigned(`${packageName} has no signature of its publisher`, {
      place, hint: `Sign it with "jackfield plugin sign FILE --key KEY"; while it is under development, write into trust.yaml: unsigned: ["${packageName.split('/')[0] ?? ''}"]`,
    });
  }

  const accepted = trust.organization?.keys ?? [];
  const counter = signatures.filter(({ role, key }) => role === 'organization' && accepted.includes(key));
  const fresh = counter.find(({ expires }) => expires === null || Date.parse(expires) > now.getTime());
  if (trust.organization !== null && fresh === undefined && !lenient) {
    const [stale] = counter;
    if (stale !== undefined) requireFresh(stale, now, file);
    const other = signatures.find(({ role }) => role === 'organization');
    if (other !== undefined) throw keyOfAnother(`${other.key} signs as the organization, and is not its key`, { place });
    throw counterSignatureMissing(`${packageName} has no signature of the organization`, { place });
  }
  return { publisher, organization: fresh === undefined ? null : { key: fresh.key, at: fresh.at, expires: fresh.expires } };
}
