import { Unreachable, Unsupported, type Discovery, type IdentityKey, type Neighbour, type Part, type ReadingContext, type SnmpReadOptions } from '@jackfield/sdk';
import { addressInterface, bridgeAddress, lastChange, lldpLocal, system } from '../mib.ts';
import { learnQuirks, withQuirks } from '../quirks/known-quirks.ts';
import { saveBy, waysToSave } from '../saving/save.ts';
import type { Settings } from '../settings.ts';
import { macAddress, valueInteger, readable } from '../text.ts';
import { withAggregates } from './aggregates.ts';
import { readArp } from './arp.ts';
import { identifyAgent } from './identify-agent.ts';
import { readAllInterfaces } from './interfaces.ts';
import { chassisId, readLldpMib, readNeighbours } from './neighbours.ts';
import { readParts } from './parts.ts';
import { compileProfiles } from './profile.ts';
import { Spared } from './spared.ts';
import { readStations } from './stations.ts';
import { objectIDOf, readSystemGroup, systemGroup, systemGroupOf } from './system-group.ts';
import { readVlans } from './vlans.ts';

/** A table that the agent cannot walk to its end is left out; what else it says still counts. */
async function orNone<Value>(context: ReadingContext, what: string, read: () => Promise<readonly Value[]>): Promise<readonly Value[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    context.log.warn(`${what}: ${error.message}`);
    return [];
  }
}

/** Kept of a call's time for its answer: what comes last in it is left out rather than the whole. */
const reserveMs = 10_000;

/** A list that is not read when the time runs out over it, or the agent cannot tell it: what was known of it stays. */
async function inTime<Value>(context: ReadingContext, what: string, read: (options: () => SnmpReadOptions) => Promise<readonly Value[] | null>): Promise<readonly Value[] | undefined> {
  const left = (): number => context.remaining() - reserveMs;
  if (left() <= 0) return undefined;
  try {
    return (await read(() => ({ timeoutMs: Math.max(1, left()) }))) ?? undefined;
  } catch (error) {
    if (!(error instanceof Unsupported) && !(error instanceof Unreachable && left() <= 0)) throw error;
    context.log.warn(`${what}: ${error.message}`);
    return undefined;
  }
}

const partsOf = new Spared<readonly Part[]>();
const lldpOf = new Spared<readonly Neighbour[]>();

const isOwnAddress = (address: string): boolean => /^\d+(\.\d+){3}$/.test(address) && !/^(?:127|0)\./.test(address);

/** Any device with an SNMP agent. */
export const agent: Discovery<Settings> = {
  async identify({ fingerprint, snmp, points, device }) {
    if (fingerprint.snmp === null) return null;
    const { sysObjectID, sysDescr, sysName } = fingerprint.snmp;
    const objectID = sysObjectID === '' ? objectIDOf((await snmp.get([system.objectID]))[0]?.value) : sysObjectID.replace(/^\./, '');
    const group = { objectID, descr: sysDescr, name: readable(sysName) ?? '' };
    const profiles = points['profiles'] ?? [];
    return identifyAgent(withQuirks(snmp, profiles, group), group, compileProfiles(profiles), device.address);
  },

  async inspect(context) {
    const { snmp, points, device } = context;
    const [descr, objectID, name, bridge, subtype, chassis, upTime, entities, remotes] = await snmp.get([
      ...systemGroup, bridgeAddress, lldpLocal.chassisSubtype, lldpLocal.chassis, system.upTime, lastChange.entities, lastChange.neighbours,
    ]);
    const group = systemGroupOf(descr, objectID, name);
    const [since, changedParts, changedNeighbours] = [upTime, entities, remotes].map((varbind) => valueInteger(varbind?.value));
    const changeOf = (changed: number | null | undefined) => ({ changed: changed ?? null, upTime: since ?? null });
    const profiles = points['profiles'] ?? [];
    learnQuirks(device.id, profiles, group);
    const identification = await identifyAgent(snmp, group, compileProfiles(profiles), device.address);
    const interfaces = await orNone(context, 'interfaces', async () => withAggregates(snmp, await readAllInterfaces(snmp)));
    const neighbours = await orNone(context, 'neighbours', () => readNeighbours(snmp, interfaces, (find) => lldpOf.read(device.id, changeOf(changedNeighbours), () => readLldpMib(snmp, find))));
    const addresses = await orNone(context, 'addresses', () => snmp.table({ index: addressInterface }));
    const parts = await inTime(context, 'parts', () => partsOf.read(device.id, changeOf(changedParts), () => readParts(snmp)));
    const vlans = await inTime(context, 'VLANs', () => readVlans(snmp, interfaces));
    const stations = await inTime(context, 'addresses behind ports', (options) => readStations(device.id, snmp, interfaces, options));
    const arp = await inTime(context, 'ARP table', (options) => readArp(snmp, options));

    const keys: IdentityKey[] = [...identification.keys];
    const ownChassis = chassisId(valueInteger(subtype?.value), chassis?.value);
    if (ownChassis !== null) keys.push({ type: 'chassisId', value: ownChassis });
    const mac = macAddress(bridge?.value);
    if (mac !== null && !/^(?:00:){5}00$/.test(mac)) keys.push({ type: 'mac', value: mac });
    return {
      ...identification, keys, interfaces, neighbours, addresses: addresses.map(({ index }) => index).filter(isOwnAddress),
      ...(parts === undefined ? {} : { parts }), ...(vlans === undefined ? {} : { vlans }), ...(stations === undefined ? {} : { stations }), ...(arp === undefined ? {} : { arp }),
    };
  },

  async save(context) {
    const ways = waysToSave(compileProfiles(context.points['profiles'] ?? []), await readSystemGroup(context.snmp));
    if (ways.length === 0) return false;
    await saveBy(ways, context);
    return true;
  },
};
