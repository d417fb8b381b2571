import type { Fingerprint, FingerprintPath } from '@jackfield/sdk';
import type { Operation, Target, Transports } from '../transports/index.ts';
import { z } from 'zod';

type Part = 'snmp' | 'ssh' | 'ami' | 'http';

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

/** The protocols that the match rules of some plugin ask about: nothing else is touched. */
export function wantedParts(paths: Iterable<FingerprintPath>): ReadonlySet<Part> {
  const wanted = new Set<Part>();
  for (const path of paths) {
    if (path.startsWith('snmp.')) wanted.add('snmp');
    else if (path.startsWith('ssh.')) wanted.add('ssh');
    else if (path.startsWith('ami.')) wanted.add('ami');
    else wanted.add('http');
  }
  return wanted;
}

/** Looks at an address once for all plugins. What fails is reported and counts as not answering. */
export async function takeFingerprint(
  transports: Transports, target: Target, wanted: ReadonlySet<Part>, rttMs: number | null, timeoutMs: number, signal: AbortSignal,
  report: (error: unknown) => void,
): Promise<Fingerprint> {
  const ask = async <Seen>(part: Part, op: Extract<Operation['op'], `fingerprint.${string}`>, schema: z.ZodType<Seen>): Promise<Seen | null> => {
    if (!wanted.has(part)) return null;
    try {
      return schema.parse(JSON.parse(await transports.perform({ target, operation: { op }, timeoutMs }, signal)));
    } catch (error) {
      signal.throwIfAborted();
      report(error);
      return null;
    }
  };
  const [snmp, ssh, ami, web] = await Promise.all([
    ask('snmp', 'fingerprint.snmp', parts.snmp),
    ask('ssh', 'fingerprint.ssh', parts.ssh),
    ask('ami', 'fingerprint.ami', parts.ami),
    ask('http', 'fingerprint.http', parts.http),
  ]);
  return { icmp: rttMs === null ? null : { rttMs }, snmp, ssh, ami, tls: web?.tls ?? null, http: web?.http ?? null };
}
