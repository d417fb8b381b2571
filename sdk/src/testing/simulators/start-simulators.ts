import { dirname, resolve } from 'node:path';
import { Asterisk, startAmiSimulator } from '../ami/index.ts';
import { MemoryFiles } from '../files/index.ts';
import { machinePrograms } from '../machine/index.ts';
import { SnmpDevice, startSnmpSimulator } from '../snmp/index.ts';
import { startSshSimulator } from '../ssh/index.ts';
import { readSimulatorFile, type SimulatedDevice } from './simulator-file.ts';

export interface Simulators extends AsyncDisposable {
  /** What answers where. */
  readonly services: readonly SimulatedService[];
}

export interface SimulatedService {
  readonly protocol: 'snmp' | 'ssh' | 'ami';
  readonly address: string;
  readonly port: number;
}

type Running = AsyncDisposable & { readonly address: string; readonly port: number };

function problem(device: SimulatedDevice, protocol: string, cause: unknown): Error {
  const title = device.title === undefined ? '' : ` (${device.title})`;
  return new Error(`${device.address}${title} ${protocol}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

/** Starts the devices of a simulators file. Throws when the file is wrong or a port cannot be taken; then none is left. */
export async function startSimulators(file: string): Promise<Simulators> {
  const { devices } = readSimulatorFile(file);
  await using starting = new AsyncDisposableStack();
  const services: SimulatedService[] = [];
  const start = async (device: SimulatedDevice, protocol: SimulatedService['protocol'], run: () => Promise<Running>): Promise<void> => {
    try {
      const { address, port } = starting.use(await run());
      services.push({ protocol, address, port });
    } catch (cause) {
      throw problem(device, protocol, cause);
    }
  };
  for (const device of devices) {
    const { address, snmp, ssh, ami } = device;
    // One machine, one disk: what SFTP writes, the PBX reads.
    const files = new MemoryFiles(device.files);
    if (snmp !== undefined) {
      const { model, recording = '', writeCommunity } = snmp;
      await start(device, 'snmp', () => startSnmpSimulator({
        address, port: snmp.port, community: snmp.community, faults: snmp.faults, ...(writeCommunity === undefined ? {} : { writeCommunity }),
        device: model === undefined ? SnmpDevice.fromRecording(resolve(dirname(file), recording)) : SnmpDevice.fromModel(model),
      }));
    }
    if (ssh !== undefined) {
      const users = ssh.users.map(({ name, password, publicKey }) => ({ name, ...(password === undefined ? {} : { password }), ...(publicKey === undefined ? {} : { publicKey }) }));
      await start(device, 'ssh', () => startSshSimulator({
        address, port: ssh.port, users, files, programs: machinePrograms(ssh.machine), faults: ssh.faults, ...(ssh.software === undefined ? {} : { software: ssh.software }),
      }));
    }
    if (ami !== undefined) {
      await start(device, 'ami', () => startAmiSimulator({ address, port: ami.port, asterisk: new Asterisk(ami.asterisk, files), faults: ami.faults }));
    }
  }
  const started = starting.move();
  return { services, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
