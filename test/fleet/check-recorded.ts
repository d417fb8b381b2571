import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, Json, CheckContext } from '@jackfield/sdk';
import { capabilities, sdkVersion } from '@jackfield/sdk';
import type { FleetDevice } from './fleet.ts';
import { plugin } from './plugin.ts';
import { RecordedAgent } from './recorded-agent.ts';
import { readRecording } from './recording.ts';

const levels = { warning: 90, critical: 98 };
const settings = { ports: { watch: '', ignore: '' }, uptime: { warnBelow: 600 }, stack: { members: 0 }, sensors: { ignore: '' }, load: { cpu: levels, memory: levels, storage: levels, ignore: '' }, traffic: { errors: levels } };

/** What a check of the plugin says of a recorded device. */
export async function checkRecorded(name: string, device: FleetDevice, profiles: readonly Json[]): Promise<CheckResult> {
  const check = plugin.implementations.checks.get(name);
  if (check === undefined) throw new Error(`the plugin contributes no check ${name}`);
  const absent = (what: string): never => new Proxy({}, { get: () => { throw new Error(`the plugin used ${what}`); } }) as never;
  const context: CheckContext<never> = {
    device: { id: device.name, name: device.name, site: 'fleet', address: device.address, vendor: null, model: null, os: null, version: null, serial: null, labels: {} },
    settings: settings as never,
    signal: AbortSignal.timeout(60_000),
    remaining: () => 60_000,
    since: performance.now(),
    alsoDue: [],
    host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    points: { profiles },
    snmp: new RecordedAgent(readRecording(device.file)),
    ssh: absent('ssh'), ami: absent('ami'), icmp: absent('icmp'), http: absent('http'), tcp: absent('tcp'), sip: absent('sip'),
  };
  return check(context);
}

/** How many of each class a device is expected to have; null where that is not known. */
export function expectedSensors(folder: string, device: FleetDevice): { readonly [kind: string]: number } | null {
  const { counts }: { counts?: { sensors?: { [kind: string]: number } } | null } = JSON.parse(readFileSync(join(folder, 'expected', `${device.name}.json`), 'utf8'));
  const sensors = counts?.sensors;
  return sensors === undefined || Object.keys(sensors).length === 0 ? null : sensors;
}
