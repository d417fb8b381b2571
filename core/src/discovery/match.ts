import type { Fingerprint, FingerprintPath } from '@jackfield/sdk';

/** One entry of a manifest's `match`: what each named part must be. */
export type MatchRule = { readonly [Path in FingerprintPath]?: string | undefined };

/** What a fingerprint has at a path; null when that protocol did not answer or did not say. */
function part(fingerprint: Fingerprint, path: FingerprintPath): string | null {
  const { snmp, ssh, ami, tls, http } = fingerprint;
  switch (path) {
    case 'snmp.sysObjectID':
      return snmp?.sysObjectID ?? null;
    case 'snmp.sysDescr':
      return snmp?.sysDescr ?? null;
    case 'snmp.sysName':
      return snmp?.sysName ?? null;
    case 'ssh.banner':
      return ssh?.banner ?? null;
    case 'ami.banner':
      return ami?.banner ?? null;
    case 'tls.subject':
      return tls?.subject ?? null;
    case 'http.title':
      return http?.title ?? null;
    case 'http.server':
      return http?.server ?? null;
    default:
      return path satisfies never;
  }
}

const expressions = new Map<string, RegExp>();

function expression(source: string): RegExp {
  const known = expressions.get(source) ?? new RegExp(source, 'i');
  expressions.set(source, known);
  return known;
}

function fits(value: string, wanted: string): boolean {
  if (wanted === '*') return true;
  if (/^[\d.]+\.$/.test(wanted)) return value.startsWith(wanted);
  const source = /^\/(.+)\/$/s.exec(wanted)?.[1];
  return source === undefined ? value === wanted : expression(source).test(value);
}

/** Whether all parts that the rule names fit: a prefix of an OID, an expression, anything (`*`), or the same text. */
export function matches(fingerprint: Fingerprint, rule: MatchRule): boolean {
  const paths = Object.entries(rule).filter((entry): entry is [FingerprintPath, string] => entry[1] !== undefined);
  return paths.length > 0 && paths.every(([path, wanted]) => {
    const value = part(fingerprint, path);
    return value !== null && fits(value, wanted);
  });
}
