import { z } from 'zod';
import { decodeSnmpValue, type WireVarbind } from '../../../runtime/wire.ts';
import { MemoryFiles } from '../../files/index.ts';
import { SnmpDevice, startSnmpSimulator, type SnmpSimulator, type SnmpVariable } from '../../snmp/index.ts';
import { scriptOf, startSshSimulator, type Programs, type SshSimulator } from '../../ssh/index.ts';
import { fromRecordedBytes } from '../recorded-bytes.ts';
import type { RecordedDevice } from '../recorded-device.ts';
import type { Recording } from '../recording-schema.ts';
import type { LiveOptions } from './live-options.ts';
import { RecordedManager } from './recorded-manager.ts';
import { RecordedPort } from './recorded-port.ts';
import { RecordedWeb } from './recorded-web.ts';

/**
 * Where a part of a live recording listens.
 *
 * @experimental
 * @since 0.1.0
 */
export interface LiveService {
  readonly protocol: 'snmp' | 'ssh' | 'ami' | 'http' | 'tcp';
  readonly address: string;
  readonly port: number;
}

/**
 * A recording that answers on the network.
 *
 * @experimental
 * @since 0.1.0
 */
export interface LiveRecording extends AsyncDisposable {
  readonly services: readonly LiveService[];
  readonly files: MemoryFiles;
  readonly snmp: SnmpSimulator | null;
  readonly ssh: SshSimulator | null;
}

const agent = z.object({ sysObjectID: z.string(), sysDescr: z.string(), sysName: z.string(), engineId: z.string().nullable() });
const output = z.object({ stdout: z.string(), stderr: z.string(), code: z.number().nullable() });

/** What the fingerprint read of the agent, for recordings in which nobody read it again. */
function fingerprinted({ exchanges }: Recording): readonly WireVarbind[] {
  const seen = agent.safeParse(exchanges.find(({ ask, answer }) => ask === 'fingerprint.snmp' && answer !== undefined)?.answer).data;
  if (seen === undefined) return [];
  const octets = (text: string): string => Buffer.from(text).toString('latin1');
  return [
    ['1.3.6.1.2.1.1.1.0', 'OctetString', octets(seen.sysDescr)], ['1.3.6.1.2.1.1.5.0', 'OctetString', octets(seen.sysName)],
    ...(seen.sysObjectID === '' ? [] : [['1.3.6.1.2.1.1.2.0', 'ObjectIdentifier', seen.sysObjectID] satisfies WireVarbind]),
    ...(seen.engineId === null ? [] : [['1.3.6.1.6.3.10.2.1.1.0', 'OctetString', Buffer.from(seen.engineId, 'hex').toString('latin1')] satisfies WireVarbind]),
  ];
}

function agentOf(device: RecordedDevice): SnmpDevice | null {
  const variables = (context: string): readonly SnmpVariable[] => {
    const known = device.variables(context).variables;
    const more = context === '' ? fingerprinted(device.recording).filter(([oid]) => !known.some(([other]) => other === oid)) : [];
    return [...known, ...more].map(([oid, type, value]) => ({ oid, value: decodeSnmpValue(type, value) }));
  };
  const own = variables('');
  const contexts = device.contexts.filter((context) => context !== '');
  return own.length === 0 && contexts.length === 0 ? null : new SnmpDevice(own, { contexts: new Map(contexts.map((context) => [context, variables(context)])) });
}

function filesOf({ exchanges }: Recording): MemoryFiles {
  const files = new MemoryFiles();
  for (const exchange of exchanges) {
    if (exchange.ask !== 'ssh.readFile' || exchange.answer === undefined || exchange.answer === null) continue;
    const { mode, uid, gid, content } = exchange.answer;
    files.write(exchange.path, fromRecordedBytes(content), { mode: Number.parseInt(mode, 8), makeFolders: true });
    files.chown(exchange.path, uid, gid);
  }
  return files;
}

/** Commands and scripts that were recorded; all else is not found. */
function programsOf(device: RecordedDevice): Programs {
  return (call) => {
    const script = scriptOf(call);
    const replayed = device.perform(script === null ? { op: 'ssh.exec', argv: call.argv, ...(call.stdin === '' ? {} : { stdin: call.stdin }) } : { op: 'ssh.script', ...script });
    if (replayed.kind === 'missing') return { stderr: `${replayed.message}\n`, code: 127 };
    if (replayed.kind === 'fails') return { stderr: `${replayed.failure.message}\n`, code: 255 };
    const { code, ...said } = output.parse(replayed.answer);
    return { ...said, code: code ?? 255 };
  };
}

/**
 * Starts the servers that a recording has something for.
 *
 * @experimental
 * @since 0.1.0
 */
export async function serveRecording(device: RecordedDevice, options: LiveOptions): Promise<LiveRecording> {
  await using starting = new AsyncDisposableStack();
  const services: LiveService[] = [];
  const { address, ports, login } = options;
  const { exchanges } = device.recording;
  const started = <Server extends AsyncDisposable & { readonly address: string; readonly port: number }>(protocol: LiveService['protocol'], server: Server): Server => {
    services.push({ protocol, address: server.address, port: server.port });
    return starting.use(server);
  };
  const has = (protocol: string): boolean => exchanges.some(({ ask, answer }) => (ask.startsWith(`${protocol}.`) || ask === `fingerprint.${protocol}`) && answer !== undefined && answer !== null);
  const files = filesOf(device.recording);
  const variables = agentOf(device);
  const banner = z.object({ banner: z.string() }).safeParse(exchanges.find(({ ask }) => ask === 'fingerprint.ssh')?.answer).data?.banner;
  const software = /^SSH-2\.0-(.+)$/.exec(banner ?? '')?.[1];
  const snmp = variables === null ? null : started('snmp', await startSnmpSimulator({ address, port: ports.snmp, community: login.community, device: variables }));
  const ssh = !has('ssh') ? null : started('ssh', await startSshSimulator({
    address, port: ports.ssh, files, programs: programsOf(device), users: [{ name: login.user, password: login.secret }], ...(software === undefined ? {} : { software }),
  }));
  if (has('ami')) started('ami', await RecordedManager.start(device, options));
  if (has('http')) started('http', await RecordedWeb.start(device, options));
  const ofPorts = exchanges.filter((exchange) => exchange.ask === 'tcp.exchange' || exchange.ask === 'fingerprint.tcp').filter(({ answer }) => answer !== null);
  for (const [port, recorded] of Map.groupBy(ofPorts, (exchange) => exchange.port)) {
    started('tcp', await RecordedPort.start(recorded, address, ports.tcp[String(port)] ?? port));
  }
  const all = starting.move();
  return { services, files, snmp, ssh, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
