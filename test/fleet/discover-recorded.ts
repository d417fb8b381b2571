import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint, Json, ReadingContext } from '@jackfield/sdk';
import { capabilities, sdkVersion, snmpDotted, snmpText } from '@jackfield/sdk';
import { parse } from 'yaml';
import type { FleetDevice, FoundDevice } from './fleet.ts';
import { compileProfiles, matchProfiles, plugin, pluginFolder } from './plugin.ts';
import { RecordedAgent } from './recorded-agent.ts';
import { readRecording } from './recording.ts';

const discovery = plugin.implementations.discovery.get('agent');

/** The plugin's own profiles, as the host hands them over. */
export function loadProfiles(): readonly Json[] {
  return globSync(join(pluginFolder, 'profiles/*.yaml')).sort().map((file) => parse(readFileSync(file, 'utf8')));
}

/** The profiles but for those that fit the device: as if nobody had described its maker. */
export function profilesOfOthers(profiles: readonly Json[], device: FleetDevice): readonly Json[] {
  const said = new Map(readRecording(device.file).map(({ oid, value }) => [oid, value]));
  const group = {
    objectID: snmpDotted(said.get('1.3.6.1.2.1.1.2.0')) ?? '',
    descr: snmpText(said.get('1.3.6.1.2.1.1.1.0')) ?? '',
    name: snmpText(said.get('1.3.6.1.2.1.1.5.0')) ?? '',
  };
  return profiles.filter((each) => matchProfiles(compileProfiles([each]), group).length === 0);
}

function unavailable(what: string): never {
  throw new Error(`the plugin used ${what}`);
}

/** What the plugin finds on one recorded device, and how many requests it sent for it. */
export async function discoverRecorded(
  device: FleetDevice,
  profiles: readonly Json[],
): Promise<{ readonly found: FoundDevice; readonly identifyRequests: number; readonly inspectRequests: number }> {
  if (discovery === undefined) throw new Error('the plugin contributes no discovery `agent`');
  const snmp = new RecordedAgent(readRecording(device.file));
  const [descr, objectID, name] = await snmp.get(['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.2.0', '1.3.6.1.2.1.1.5.0']);
  const fingerprint: Fingerprint = {
    icmp: { rttMs: 1 },
    snmp: {
      version: '2c',
      sysDescr: snmpText(descr?.value) ?? '',
      sysObjectID: snmpDotted(objectID?.value) ?? '',
      sysName: snmpText(name?.value) ?? '',
      engineId: null,
    },
    ssh: null, ami: null, tls: null, http: null,
  };
  const absent = (what: string): never => new Proxy({}, { get: () => unavailable(what) }) as never;
  const context: ReadingContext<never> = {
    device: { id: device.name, name: device.name, site: 'fleet', address: device.address, vendor: null, model: null, os: null, version: null, serial: null, labels: {} },
    settings: absent('settings'),
    signal: AbortSignal.timeout(60_000),
    remaining: () => 60_000,
    host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    points: { profiles },
    snmp,
    ssh: absent('ssh'), ami: absent('ami'), icmp: absent('icmp'), http: absent('http'), tcp: absent('tcp'), sip: absent('sip'),
  };
  snmp.requests = 0;
  const identified = await discovery.identify({ ...context, fingerprint });
  const identifyRequests = snmp.requests;
  const inspection = await discovery.inspect(context);
  return {
    found: { address: device.address, ...identified, ...inspection, neighbours: inspection.neighbours.map(({ localPort, ...rest }) => ({ localInterface: localPort, ...rest })) },
    identifyRequests,
    inspectRequests: snmp.requests - identifyRequests,
  };
}
