import type { Fingerprint, FingerprintPath } from '@jackfield/sdk';
import type { Manifest } from '@jackfield/sdk/manifest';
import type { Enablement } from '../sites/index.ts';
import type { Operation, Target, Transports } from '../transports/index.ts';
import { z } from 'zod';
import { portOf } from './match.ts';

type Part = 'snmp' | 'ssh' | 'ami' | 'http';

/** What a fingerprint shall hold. */
export interface Wanted {
  readonly parts: ReadonlySet<Part>;
  /** Other ports, each with what is sent to it first; null to listen. */
  readonly ports: readonly { readonly port: number; readonly send: string | null }[];
}

const nullableText = z.string().nullable();
const parts = {
  snmp: z.strictObject({ version: z.enum(['1', '2c', '3']), sysObjectID: z.string(), sysDescr: z.string(), sysName: z.string(), engineId: nullableText }).nullable(),
  ssh: z.strictObject({ banner: z.string(), hostKey: nullableText }).nullable(),
  ami: z.strictObject({ banner: z.string() }).nullable(),
  http: z.strictObject({
    tls: z.strictObject({ subject: z.string(), fingerprint: z.string() }).nullable(),
    http: z.strictObject({ status: z.number(), title: nullableText, server: nullableText }).nullable(),
  }),
} as const;

/** What the match rules of these plugins ask about: nothing else is touched. A port is probed as far as that is granted. */
export function wantedBy(asking: Iterable<{ readonly manifest: Manifest; readonly grant?: Enablement['grant'] }>): Wanted {
  const protocols = new Set<Part>();
  const ports = new Map<string, Wanted['ports'][number]>();
  for (const { manifest, grant = 'read' } of asking) {
    const rules = Object.values(manifest.contributes.discovery).flatMap(({ match }) => match);
    for (const path of rules.flatMap((rule) => Object.keys(rule).filter((key): key is FingerprintPath => Object.hasOwn(rule, key)))) {
      if (path.startsWith('snmp.')) protocols.add('snmp');
      else if (path.startsWith('ssh.')) protocols.add('ssh');
      else if (path.startsWith('ami.')) protocols.add('ami');
      else if (!isPort(path)) protocols.add('http');
      else {
        const port = portOf(path);
        const probe = { port, send: manifest.permissions.tcp?.probes?.[port] ?? null };
        const isGranted = typeof grant === 'string' || (grant.tcp?.ports.includes(port) === true && (grant.tcp.probes?.[port] ?? null) === probe.send);
        if (isGranted) ports.set(JSON.stringify(probe), probe);
      }
    }
  }
  return { parts: protocols, ports: [...ports.values()] };
}

/** What can be asked through a jump host. */
export function onlySsh({ parts: all }: Wanted): Wanted {
  return { parts: new Set(all.has('ssh') ? ['ssh'] : []), ports: [] };
}

function isPort(path: FingerprintPath): path is `tcp.${number}` {
  return path.startsWith('tcp.');
}

/** Looks at an address once for all plugins. What fails is reported and counts as not answering. */
export async function takeFingerprint(
  transports: Transports, target: Target, wanted: Wanted, rttMs: number | null, timeoutMs: number, signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<Fingerprint> {
  const ask = async <Seen>(operation: Extract<Operation, { op: `fingerprint.${string}` }>, schema: z.ZodType<Seen>): Promise<Seen | null> => {
    try {
      return schema.parse(JSON.parse(await transports.perform({ target, operation, timeoutMs }, signal)));
    } catch (error) {
      signal.throwIfAborted();
      report(error);
      return null;
    }
  };
  const [snmp, ssh, ami, web, lines] = await Promise.all([
    wanted.parts.has('snmp') ? ask({ op: 'fingerprint.snmp' }, parts.snmp) : null,
    wanted.parts.has('ssh') ? ask({ op: 'fingerprint.ssh' }, parts.ssh) : null,
    wanted.parts.has('ami') ? ask({ op: 'fingerprint.ami' }, parts.ami) : null,
    wanted.parts.has('http') ? ask({ op: 'fingerprint.http' }, parts.http) : null,
    Promise.all(wanted.ports.map(async ({ port, send }) => {
      const line = await ask({ op: 'fingerprint.tcp', port, ...(send === null ? {} : { send }) }, nullableText);
      return line === null ? [] : [{ port, sent: send, line }];
    })),
  ]);
  const tcp = lines.flat();
  return { icmp: rttMs === null ? null : { rttMs }, snmp, ssh, ami, tls: web?.tls ?? null, http: web?.http ?? null, ...(tcp.length === 0 ? {} : { tcp }) };
}
