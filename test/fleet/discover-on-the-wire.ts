import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSnmpFleet } from '@jackfield/sdk/testing';
import { startHost } from '../../core/src/host/index.ts';
import type { FleetDevice, FoundDevice } from './fleet.ts';

const port = 1_161;

export interface WireResult {
  readonly found: readonly FoundDevice[];
  readonly elapsedMs: number;
  readonly problems: readonly string[];
  /** How the plugin's process fared: 0 restarts is what a recording may not change. */
  readonly restarts: number;
}

/** Serves the recordings on loopback and lets the whole host discover them: sweep, sandboxed plugin, transports, inventory. */
export async function discoverOnTheWire(devices: readonly FleetDevice[]): Promise<WireResult> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-wire-'));
  try {
    await mkdir(join(folder, 'config/sites'), { recursive: true });
    const write = (file: string, content: object): Promise<void> => writeFile(join(folder, 'config', file), JSON.stringify(content));
    await write('jackfield.yaml', { state: '../state', plugins: [resolve(import.meta.dirname, '../../plugins')], listen: { address: '127.0.0.1', port: 0 } });
    await write('organization.yaml', {
      organization: 'fleet', title: 'Fleet', regions: { all: { title: 'All', districts: { all: { title: 'All' } } } },
      plugins: { 'snmp-switch': { enabled: true, grant: 'read' } },
      settings: { health: { firstWithin: '1h', gate: 'off' } },
    });
    await write('sites/fleet.yaml', {
      site: 'fleet', title: 'Fleet', district: 'all', networks: ['127.50.0.0/22'],
      settings: { transports: { snmp: { port, credentials: 'public', timeoutMs: 1_000, retries: 2 } } },
    });
    await write('credentials.yaml', { public: { kind: 'snmp-community', community: { plain: 'public' } } });
    await using _fleet = await startSnmpFleet(devices.map(({ address, file }) => ({ address, port, recording: file })));
    await using host = await startHost({ directory: join(folder, 'config') });
    const report = await host.services.discovery.run({});
    const [plugin] = (await host.services.plugins.status()).filter(({ id }) => id === 'snmp-switch');
    const found = host.services.inventory.devices().map((device): FoundDevice => {
      const { address, os, vendor, model, version, serial, name, interfaces, neighbours } = device;
      return { address, os, vendor, model, version, serial, name, interfaces, neighbours: neighbours.map(({ localPort, ...neighbour }) => ({ ...neighbour, localInterface: localPort })) };
    });
    return { found, elapsedMs: report.elapsedMs, restarts: plugin?.restarts ?? 0, problems: report.problems.map(({ address, code, message }) => `${address} ${code} ${message}`) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
