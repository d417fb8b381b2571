import { dirname, resolve } from 'node:path';
import { Asterisk, startAmiSimulator, type AmiSimulator } from '../ami/index.ts';
import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { MemoryFiles } from '../files/index.ts';
import { startHttpSimulator, type HttpSimulator, type HttpSimulatorOptions } from '../http/index.ts';
import { machinePrograms } from '../machine/index.ts';
import { readRecording, RecordedDevice, serveRecording, type LiveRecording } from '../recordings/index.ts';
import { SnmpDevice, startSnmpSimulator, type SnmpSimulator } from '../snmp/index.ts';
import { ShellDevice, startSshSimulator, type SshSimulator } from '../ssh/index.ts';
import { LineDevice, startLineSimulator, type LineSimulator } from '../tcp/index.ts';
import { readSimulatorFile, type SimulatedDevice } from './simulator-file.ts';

/**
 * The devices of a simulators.yaml, running.
 *
 * @experimental
 * @since 0.1.0
 */
export interface Simulators extends AsyncDisposable {
  /** What answers where. */
  readonly services: readonly SimulatedService[];
  /** The devices by address, to look into and to make misbehave. */
  readonly devices: ReadonlyMap<string, RunningDevice>;
}

/**
 * A device that runs; null for protocols that it does not speak.
 *
 * @experimental
 * @since 0.1.0
 */
export interface RunningDevice {
  readonly files: MemoryFiles;
  readonly snmp: SnmpSimulator | null;
  readonly ssh: SshSimulator | null;
  readonly ami: AmiSimulator | null;
  readonly http: HttpSimulator | null;
  readonly tcp: LineSimulator | null;
}

/**
 * A protocol of a simulated device, listening.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SimulatedService {
  readonly protocol: 'snmp' | 'ssh' | 'ami' | 'http' | 'tcp';
  readonly address: string;
  readonly port: number;
}

function problem(device: SimulatedDevice, protocol: string, cause: unknown): Error {
  const title = device.title === undefined ? '' : ` (${device.title})`;
  return new Error(`${device.address}${title} ${protocol}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

async function serve(device: SimulatedDevice, { ports, login }: NonNullable<SimulatedDevice['recorded']>, file: string): Promise<LiveRecording> {
  try {
    const { recording, lines } = readRecording(file);
    return await serveRecording(new RecordedDevice(recording, { lines }), { address: device.address, ports, login });
  } catch (cause) {
    throw problem(device, 'recorded', cause);
  }
}

function webInterface({ port, login, faults, ...model }: NonNullable<SimulatedDevice['http']>, address: string, clock: SimulatorClock): HttpSimulatorOptions {
  return { address, port, model, faults, clock, ...(login === undefined ? {} : { login }) };
}

/**
 * Starts the devices of a simulators file, all by one clock. Throws when the file is wrong or a port cannot be taken; then none is left.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startSimulators(file: string, { clock = systemTime }: { readonly clock?: SimulatorClock } = {}): Promise<Simulators> {
  const { devices } = readSimulatorFile(file);
  await using starting = new AsyncDisposableStack();
  const services: SimulatedService[] = [];
  const running = new Map<string, RunningDevice>();
  const start = async <Simulator extends SnmpSimulator | SshSimulator | AmiSimulator | HttpSimulator | LineSimulator>(device: SimulatedDevice, protocol: SimulatedService['protocol'], run: () => Promise<Simulator>): Promise<Simulator> => {
    try {
      const simulator = starting.use(await run());
      services.push({ protocol, address: simulator.address, port: simulator.port });
      return simulator;
    } catch (cause) {
      throw problem(device, protocol, cause);
    }
  };
  for (const device of devices) {
    const { address, snmp, ssh, ami, http, tcp, recorded } = device;
    if (recorded !== undefined) {
      const live = await serve(device, recorded, resolve(dirname(file), recorded.file));
      starting.use(live);
      services.push(...live.services);
      running.set(address, { files: live.files, snmp: live.snmp, ssh: live.ssh, ami: null, http: null, tcp: null });
      continue;
    }
    // One machine, one disk: what SFTP writes, the PBX reads.
    const files = new MemoryFiles(device.files, clock);
    running.set(address, {
      files,
      snmp: snmp === undefined ? null : await start(device, 'snmp', () => startSnmpSimulator({
        address, port: snmp.port, community: snmp.community, users: snmp.users, faults: snmp.faults, clock, ...(snmp.writeCommunity === undefined ? {} : { writeCommunity: snmp.writeCommunity }),
        device: snmp.model === undefined ? SnmpDevice.fromRecording(resolve(dirname(file), snmp.recording ?? ''), { clock }) : SnmpDevice.fromModel(snmp.model, { clock }),
      })),
      ssh: ssh === undefined ? null : await start(device, 'ssh', () => startSshSimulator({
        address, port: ssh.port, users: ssh.users, files, programs: machinePrograms(ssh.machine, clock), faults: ssh.faults, clock,
        ...(ssh.shell === undefined ? {} : { shell: new ShellDevice(ssh.shell, clock) }), ...(ssh.software === undefined ? {} : { software: ssh.software }),
      })),
      ami: ami === undefined ? null : await start(device, 'ami', () => startAmiSimulator({ address, port: ami.port, asterisk: new Asterisk(ami.asterisk, files, clock), faults: ami.faults })),
      http: http === undefined ? null : await start(device, 'http', () => startHttpSimulator(webInterface(http, address, clock))),
      tcp: tcp === undefined ? null : await start(device, 'tcp', () => startLineSimulator({
        address, port: tcp.port, faults: tcp.faults, clock, device: new LineDevice({ greeting: tcp.greeting, variables: tcp.variables, rules: tcp.rules, unknown: tcp.unknown }, clock),
      })),
    });
  }
  const started = starting.move();
  return { services, devices: running, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
