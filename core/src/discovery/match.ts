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

/** `silent`: a protocol that the rule asks about did not answer; `otherwise`: what answers is something else. */
export type Match = 'fits' | 'silent' | 'otherwise';

/** Whether what the protocol of a path said counts: a web server in trouble, or that wants a login, shows a page that is not its own. */
function speaks(fingerprint: Fingerprint, path: FingerprintPath, probes: Probes): boolean {
  const { snmp, ssh, ami, tls, http } = fingerprint;
  if (path.startsWith('snmp.')) return snmp !== null;
  if (path.startsWith('ssh.')) return ssh !== null;
  if (path.startsWith('ami.')) return ami !== null;
  if (path.startsWith('tls.')) return tls !== null;
  if (path.startsWith('tcp.')) return part(fingerprint, path, probes) !== null;
  return http !== null && http.status < 500 && !refusals.has(http.status);
}

const refusals: ReadonlySet<number> = new Set([401, 403, 407, 408, 429]);

/** The parts that a rule names. */
function named(rule: MatchRule): readonly (readonly [FingerprintPath, string])[] {
  return Object.entries(rule).filter((entry): entry is [FingerprintPath, string] => entry[1] !== undefined);
}

/** How a fingerprint stands to all parts that a rule names: a prefix of an OID, an expression, anything (`*`), or the same text. */
export function match(fingerprint: Fingerprint, rule: MatchRule, probes: Probes = {}): Match {
  const paths = named(rule);
  const unfit = paths.filter(([path, wanted]) => {
    const value = part(fingerprint, path, probes);
    return value === null || !fits(value, wanted);
  });
  if (paths.length === 0 || unfit.some(([path]) => speaks(fingerprint, path, probes))) return 'otherwise';
  return unfit.length === 0 ? 'fits' : 'silent';
}

/** How a fingerprint stands to rules of which one has to fit. */
export function matchAny(fingerprint: Fingerprint, rules: readonly MatchRule[], probes: Probes = {}): Match {
  const found = new Set(rules.map((rule) => match(fingerprint, rule, probes)));
  return found.has('fits') ? 'fits' : found.has('silent') ? 'silent' : 'otherwise';
}

/** Whether all parts that the rule names fit. */
export function matches(fingerprint: Fingerprint, rule: MatchRule, probes: Probes = {}): boolean {
  return match(fingerprint, rule, probes) === 'fits';
}

/** The ways of discovery of a plugin that are worth asking about what was seen at an address. */
export function matchingDiscoveries({ contributes, permissions }: Manifest, fingerprint: Fingerprint): readonly string[] {
  const ways = Object.entries(contributes.discovery).filter(([, { match: rules }]) => rules.some((rule) => matches(fingerprint, rule, permissions.tcp?.probes)));
  return ways.map(([name]) => name);
}

/** Why identify is not asked: what was seen, of all that the rules of this discovery look at; null when a rule fits. */
export function unmatched({ contributes, permissions }: Manifest, discovery: string, fingerprint: Fingerprint): string | null {
  const rules: readonly MatchRule[] = contributes.discovery[discovery]?.match ?? [];
  const probes = permissions.tcp?.probes ?? {};
  if (rules.some((rule) => matches(fingerprint, rule, probes))) return null;
  const paths = new Set(rules.flatMap(named).map(([path]) => path));
  const seen = Array.from(paths, (path) => {
    const value = part(fingerprint, path, probes);
    return value === null ? `no ${path}` : `${path} ${JSON.stringify(value.slice(0, 100))}`;
  });
  return `no match rule of ${discovery} fits: it has ${seen.join(', ')}`;
}
