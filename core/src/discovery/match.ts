import type { Fingerprint, FingerprintPath } from '@jackfield/sdk';
import type { Manifest } from '@jackfield/sdk/manifest';

/** One entry of a manifest's `match`: what each named part must be. */
export type MatchRule = { readonly [Path in FingerprintPath]?: string | undefined };

/** By port: what is sent before its first line is read. */
export type Probes = NonNullable<NonNullable<Manifest['permissions']['tcp']>['probes']>;

/** What a fingerprint has at a path; null when that protocol did not answer or did not say. */
function part(fingerprint: Fingerprint, path: FingerprintPath, probes: Probes): string | null {
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
    default: {
      const port = portOf(path);
      // What another plugin sent there brought another answer.
      return fingerprint.tcp?.find((seen) => seen.port === port && seen.sent === (probes[String(port)] ?? null))?.line ?? null;
    }
  }
}

/** The port of `tcp.PORT`. */
export function portOf(path: `tcp.${number}`): number {
  return Number(path.slice('tcp.'.length));
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
export function matches(fingerprint: Fingerprint, rule: MatchRule, probes: Probes = {}): boolean {
  const paths = Object.entries(rule).filter((entry): entry is [FingerprintPath, string] => entry[1] !== undefined);
  return paths.length > 0 && paths.every(([path, wanted]) => {
    const value = part(fingerprint, path, probes);
    return value !== null && fits(value, wanted);
  });
}

/** The ways of discovery of a plugin that are worth asking about what was seen at an address. */
export function matchingDiscoveries({ contributes, permissions }: Manifest, fingerprint: Fingerprint): readonly string[] {
  const ways = Object.entries(contributes.discovery).filter(([, { match }]) => match.some((rule) => matches(fingerprint, rule, permissions.tcp?.probes)));
  return ways.map(([name]) => name);
}
