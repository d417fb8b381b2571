import {
  Asterisk, machineModelSchema, machinePrograms, MemoryFiles, SnmpDevice, startAmiSimulator, startSnmpSimulator, startSshSimulator,
  type AmiSimulator, type AsteriskModelInput, type FilesInput, type MachineModelInput, type Programs, type SnmpModelInput, type SnmpSimulator, type SshSimulator,
} from '@jackfield/sdk/testing';
import type { HttpResponse, JsonObject } from '@jackfield/sdk';
import type { CallTarget } from '../plugins/index.ts';
import type { Operation } from '../transports/index.ts';

type HttpOperation = Extract<Operation, { op: `http.${string}` }>;

/** What a device of a test answers. A protocol that is left out is not there: a plugin that asks for it fails the test. */
export interface TestDevice {
  /** What the host knows of the device already. */
  readonly facts?: Partial<Pick<CallTarget, 'vendor' | 'model' | 'os' | 'version' | 'serial' | 'labels'>>;
  /** Files that SFTP and the PBX see, by path. */
  readonly files?: FilesInput;
  /** An agent by its description, by a `.snmprec` recording, or made by hand. SET works where a usual agent lets it. */
  readonly snmp?: { readonly model: SnmpModelInput } | { readonly recording: string } | { readonly device: SnmpDevice };
  /** A machine by its description, or programs that answer commands. */
  readonly ssh?: { readonly machine: MachineModelInput } | { readonly programs: Programs };
  readonly ami?: { readonly asterisk: Omit<AsteriskModelInput, 'users'> };
  readonly http?: (request: HttpOperation) => HttpResponse | Promise<HttpResponse>;
  /** By port: what comes back for what was sent. */
  readonly tcp?: { readonly [port: number]: (sent: Buffer) => string | Buffer };
  /** Whether it answers echo requests. */
  readonly icmp?: boolean;
}

/** A device under test as it runs: to look into, and to make misbehave (`faults`). Null for what it does not speak. */
export interface RunningTestDevice extends AsyncDisposable {
  readonly name: string;
  readonly facts: NonNullable<TestDevice['facts']>;
  readonly files: MemoryFiles;
  readonly snmp: SnmpSimulator | null;
  readonly ssh: SshSimulator | null;
  readonly ami: AmiSimulator | null;
  readonly http: TestDevice['http'];
  readonly tcp: TestDevice['tcp'];
  readonly icmp: boolean | undefined;
  /** The setting `transports` for it. */
  readonly transports: JsonObject;
}

/** Name and secret of all that tests log in to. */
export const testSecret = 'jackfield-test';

function agent(snmp: NonNullable<TestDevice['snmp']>): SnmpDevice {
  if ('device' in snmp) return snmp.device;
  return 'recording' in snmp ? SnmpDevice.fromRecording(snmp.recording) : SnmpDevice.fromModel(snmp.model);
}

/** Starts what the device speaks, each on a free port of loopback. */
export async function startTestDevice(name: string, { facts = {}, files: content, snmp, ssh, ami, http, tcp, icmp }: TestDevice): Promise<RunningTestDevice> {
  await using starting = new AsyncDisposableStack();
  const files = new MemoryFiles(content);
  const running = {
    snmp: snmp === undefined ? null : starting.use(await startSnmpSimulator({ device: agent(snmp), community: testSecret, writeCommunity: testSecret })),
    ssh: ssh === undefined ? null : starting.use(await startSshSimulator({
      files, users: [{ name: testSecret, password: testSecret }],
      programs: 'programs' in ssh ? ssh.programs : machinePrograms(machineModelSchema.parse(ssh.machine)),
    })),
    ami: ami === undefined ? null : starting.use(await startAmiSimulator({
      asterisk: new Asterisk({ ...ami.asterisk, users: [{ name: testSecret, secret: testSecret }] }, files),
    })),
  };
  const transports = {
    snmp: { port: running.snmp?.port ?? 1, credentials: 'snmp', timeoutMs: 500, retries: 0 },
    ssh: { port: running.ssh?.port ?? 1, credentials: 'ssh' },
    ami: { port: running.ami?.port ?? 1, credentials: 'ami' },
  };
  const started = starting.move();
  return { name, facts, files, ...running, http, tcp, icmp, transports, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
