import { result, type Check, type Json, type SnmpReader } from '@jackfield/sdk';
import type { LoadProfile } from '../discovery/profile.ts';
import { describedLoads, describedUsage } from '../load/described-load.ts';
import { hostProbes, hostUsage, type HostParts } from '../load/host-load.ts';
import { usageItems } from '../load/usage.ts';
import { presentAmong } from '../sensors/cells.ts';
import type { Settings } from '../settings.ts';
import { Remembered } from './remembered.ts';
import { enterprisesOf, lookAgainMs } from './served.ts';

interface Facts {
  readonly host: HostParts;
  readonly described: readonly LoadProfile[];
}

const remembered = new Remembered<Facts>(lookAgainMs);

async function lookFor(device: string, snmp: SnmpReader, profiles: readonly Json[]): Promise<Facts> {
  const present = await presentAmong(snmp, Object.values(hostProbes));
  const described = await describedLoads(snmp, profiles, await enterprisesOf(device, snmp));
  // A maker's own figures name modules and leave out what the operating system under it uses.
  const own = new Set(described.map(({ kind }) => kind));
  const host = {
    processors: present.has(hostProbes.processors) && !own.has('cpu'),
    storage: present.has(hostProbes.storage),
    memory: present.has(hostProbes.memory) && !own.has('memory'),
  };
  return { host, described };
}

/** How busy the device's processors are, and how full its memory and file systems. A device that tells none of it is well. */
export const load: Check<Settings> = async ({ device, snmp, settings, points }) => {
  const { host, described } = remembered.get(device.id) ?? remembered.keep(device.id, await lookFor(device.id, snmp, points['profiles'] ?? []));
  const ownMemory = described.some(({ kind }) => kind === 'memory');
  const ofHost = host.processors || host.storage || host.memory ? await hostUsage(snmp, host) : [];
  const ofMaker = described.length === 0 ? [] : await describedUsage(snmp, described);
  const all = [...ofMaker, ...ofHost.filter(({ kind }) => kind !== 'memory' || !ownMemory)];
  const ignored = settings.load.ignore === '' ? null : new RegExp(settings.load.ignore, 'iu');
  const items = usageItems(all.filter(({ name }) => ignored?.test(name) !== true), settings.load);
  const ill = items.filter(({ state }) => state !== 'ok');
  const [first] = ill.filter(({ state }) => state === 'critical').concat(ill);
  if (items.length === 0) return result.ok('Tells no load');
  if (first === undefined) return result.fromItems(items.slice(0, 3).map(({ name, summary }) => `${name} ${summary}`).join(', '), items);
  return result.fromItems(`${first.name}: ${first.summary}${ill.length === 1 ? '' : ` and ${ill.length - 1} more`}`, items);
};
