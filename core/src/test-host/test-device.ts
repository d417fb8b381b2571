import {
  Asterisk, LineDevice, machineModelSchema, machinePrograms, MemoryFiles, ShellDevice, SnmpDevice, startAmiSimulator, startHttpSimulator, startLineSimulator, startSnmpSimulator, startSshSimulator, systemTime,
  type AmiSimulator, type HttpSimulator, type LineSimulator, type RecordedDevice, type SimulatorClock, type SnmpSimulator, type SshSimulator, type SshSimulatorOptions,
} from '@jackfield/sdk/testing';
import { outcome, type HttpResponse, type JsonObject } from '@jackfield/sdk';
import { openRecording } from '../recordings/index.ts';
import type { HttpOperation, TestDevice } from './device-description.ts';
import { deviceState, isDescribedWhole } from './device-state.ts';

/**
 * A device under test as it runs: to look into, and to make misbehave (`faults`). Null for what it does not speak.
 *
 * @experimental
 * @since 0.1.0
 */
export interface RunningTestDevice extends AsyncDisposable {
  /** As the test calls it. */
  readonly name: string;
  /** What the host knows of it already. */
  readonly facts: NonNullable<TestDevice['facts']>;
  /** Its files, as SFTP and the PBX see them. */
  readonly files: MemoryFiles;
  /** Its SNMP agent. */
  readonly snmp: SnmpSimulator | null;
  /** Its SSH server. */
  readonly ssh: SshSimulator | null;
  /** Its manager interface. */
  readonly ami: AmiSimulator | null;
  /** Its web interface. */
  readonly http: HttpSimulator | null;
  /** By the port that the plugin asks for. */
  readonly tcp: ReadonlyMap<number, LineSimulator>;
  /** What answers for all else. */
  readonly recorded: RecordedDevice | null;
  /** What functions of the test answer. */
  readonly answers: {
    readonly http: ((request: HttpOperation) => HttpResponse | Promise<HttpResponse>) | null;
    readonly tcp: ReadonlyMap<number, (sent: Buffer) => string | Buffer>;
    readonly icmp: boolean | undefined;
    readonly sip: TestDevice['sip'];
  };
  /** The setting `transports` for it. */
  readonly transports: JsonObject;
  /**
   * What is on the device at present that a push may change, without what changes by itself; null where functions of the
   * test answer, for nobody can look into those.
   */
  state(): JsonObject | null;
}

/** Name and secret of all that tests log in to. */
export const testSecret = 'jackfield-test';

function agent(snmp: NonNullable<TestDevice['snmp']>, clock: SimulatorClock): SnmpDevice {
  if ('device' in snmp) return snmp.device;
  return 'recording' in snmp ? SnmpDevice.fromRecording(snmp.recording, { clock }) : SnmpDevice.fromModel(snmp.model, { clock });
}

function given<Faults>(faults: Faults | undefined): { readonly faults?: Faults } {
  return faults === undefined ? {} : { faults };
}

/** Programs and command line behind SSH. */
function machine(ssh: NonNullable<TestDevice['ssh']>, clock: SimulatorClock): Pick<SshSimulatorOptions, 'programs' | 'shell'> {
  if ('shell' in ssh) return { shell: new ShellDevice(ssh.shell, clock) };
  return { programs: 'programs' in ssh ? ssh.programs : machinePrograms(machineModelSchema.parse(ssh.machine), clock) };
}

/** What the host knew of a device when it was recorded. */
function factsOf(recorded: RecordedDevice | null): NonNullable<TestDevice['facts']> {
  if (recorded === null) return {};
  const { vendor, model, os, version, serial } = recorded.recording.device;
  return { vendor, model, os, version, serial };
}

/** Starts what the device speaks, each on a free port of loopback. */
export async function startTestDevice(name: string, described: TestDevice, clock: SimulatorClock = systemTime): Promise<RunningTestDevice> {
  const { facts, files: content, snmp, ssh, ami, http, tcp = {}, faults = {}, recording, icmp, sip } = described;
  await using starting = new AsyncDisposableStack();
  const recorded = recording === undefined ? null : openRecording(recording);
  const files = new MemoryFiles(content, clock);
  const running = {
    snmp: snmp === undefined ? null : starting.use(await startSnmpSimulator({ device: agent(snmp, clock), community: testSecret, writeCommunity: testSecret, clock, ...given(faults.snmp) })),
    ssh: ssh === undefined ? null : starting.use(await startSshSimulator({
      files, users: [{ name: testSecret, password: testSecret }], clock, ...machine(ssh, clock), ...given(faults.ssh),
    })),
    ami: ami === undefined ? null : starting.use(await startAmiSimulator({
      asterisk: new Asterisk({ ...ami.asterisk, users: [{ name: testSecret, secret: testSecret, ...(ami.classes === undefined ? {} : { write: [...ami.classes] }) }] }, files, clock),
      ...given(faults.ami),
    })),
    http: http === undefined || typeof http === 'function' ? null : starting.use(await startHttpSimulator({ model: http, login: { token: testSecret }, clock, ...given(faults.http) })),
  };
  const lines = new Map<number, LineSimulator>();
  const functions = new Map<number, (sent: Buffer) => string | Buffer>();
  for (const [port, answer] of Object.entries(tcp)) {
    if (typeof answer === 'function') functions.set(Number(port), answer);
    else if (answer === 'closed') functions.set(Number(port), () => { throw outcome('Unreachable', `nobody listens on port ${port}`, { data: { layer: 'connect' } }); });
    else lines.set(Number(port), starting.use(await startLineSimulator({ device: new LineDevice(answer, clock), clock, ...given(faults.tcp?.[Number(port)]) })));
  }
  // Clearly less than vitest gives a test: what is silent is told as such.
  const timeoutMs = 2_000;
  const transports = {
    snmp: { port: running.snmp?.port ?? 1, credentials: 'snmp', timeoutMs: 500, retries: 0 },
    ssh: { port: running.ssh?.port ?? 1, credentials: 'ssh', timeoutMs },
    ami: { port: running.ami?.port ?? 1, credentials: 'ami', timeoutMs, ...(ami?.calls === undefined ? {} : { calls: ami.calls.map(({ seconds, ...call }) => ({ ...call, ...(seconds === undefined ? {} : { seconds }) })) }) },
    http: { port: running.http?.port ?? 1, tls: false, credentials: 'http', timeoutMs },
    tcp: { timeoutMs, ports: Object.fromEntries([...lines].map(([port, server]) => [port, server.port])), credentials: Object.fromEntries([...lines.keys()].map((port) => [port, 'tcp'])) },
  };
  const isWhole = isDescribedWhole(described);
  const started = starting.move();
  return {
    name, facts: facts ?? factsOf(recorded), files, recorded, ...running, tcp: lines, answers: { http: typeof http === 'function' ? http : null, tcp: functions, icmp, sip }, transports,
    state: () => (isWhole ? deviceState({ files, ...running, tcp: lines }) : null),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
