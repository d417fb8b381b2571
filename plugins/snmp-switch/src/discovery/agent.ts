import { snmpDotted, snmpText, Unsupported, type Discovery, type IdentityKey, type ReadingContext, type SnmpReader } from '@jackfield/sdk';
import { addressInterface, bridgeAddress, lldpLocal, system } from '../mib.ts';
import { saveBy, waysToSave } from '../saving/save.ts';
import type { Settings } from '../settings.ts';
import { macAddress, valueInteger, readable } from '../text.ts';
import { identifyAgent } from './identify-agent.ts';
import { readInterfaces } from './interfaces.ts';
import { chassisId, readNeighbours } from './neighbours.ts';
import { compileProfiles, type SystemGroup } from './profile.ts';

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

/** Some agents send the leading dot of the notation as if it were of the value. */
const plainOid = (oid: string): string => oid.replace(/^\./, '');

async function readSystemGroup(snmp: SnmpReader): Promise<SystemGroup> {
  const [descr, objectID, name] = await snmp.get([system.descr, system.objectID, system.name]);
  return { objectID: plainOid(snmpDotted(objectID?.value) ?? ''), descr: snmpText(descr?.value) ?? '', name: readable(snmpText(name?.value)) ?? '' };
}

const isOwnAddress = (address: string): boolean => /^\d+(\.\d+){3}$/.test(address) && !/^(?:127|0)\./.test(address);

/** Any device with an SNMP agent. */
export const agent: Discovery<Settings> = {
  async identify({ fingerprint, snmp, points, device }) {
    if (fingerprint.snmp === null) return null;
    const { sysObjectID, sysDescr, sysName } = fingerprint.snmp;
    const group = { objectID: plainOid(sysObjectID), descr: sysDescr, name: readable(sysName) ?? '' };
    return identifyAgent(snmp, group, compileProfiles(points['profiles'] ?? []), device.address);
  },

  async inspect(context) {
    const { snmp, points, device } = context;
    const group = await readSystemGroup(snmp);
    const [bridge, subtype, chassis] = await snmp.get([bridgeAddress, lldpLocal.chassisSubtype, lldpLocal.chassis]);
    const identification = await identifyAgent(snmp, group, compileProfiles(points['profiles'] ?? []), device.address);
    const interfaces = await orNone(context, 'interfaces', () => readInterfaces(snmp));
    const neighbours = await orNone(context, 'neighbours', () => readNeighbours(snmp, interfaces));
    const addresses = await orNone(context, 'addresses', () => snmp.table({ index: addressInterface }));

    const keys: IdentityKey[] = [...identification.keys];
    const ownChassis = chassisId(valueInteger(subtype?.value), chassis?.value);
    if (ownChassis !== null) keys.push({ type: 'chassisId', value: ownChassis });
    const mac = macAddress(bridge?.value);
    if (mac !== null && !/^(?:00:){5}00$/.test(mac)) keys.push({ type: 'mac', value: mac });
    return { ...identification, keys, interfaces, neighbours, addresses: addresses.map(({ index }) => index).filter(isOwnAddress) };
  },

  async save(context) {
    const ways = waysToSave(compileProfiles(context.points['profiles'] ?? []), await readSystemGroup(context.snmp));
    if (ways.length === 0) return false;
    await saveBy(ways, context);
    return true;
  },
};
