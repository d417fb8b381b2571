import { snmpDotted, snmpText, Unsupported, type Discovery, type IdentityKey, type ReadingContext, type SnmpValue } from '@jackfield/sdk';
import { addressInterface, bridgeAddress, lldpLocal, system } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { macAddress, valueInteger, readable } from '../text.ts';
import { identifyAgent } from './identify-agent.ts';
import { readAllInterfaces } from './interfaces.ts';
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

/** sysObjectID; some agents send it as a text, or with the leading dot of the notation as if it were of the value. */
function objectIDOf(value: SnmpValue | undefined): string {
  const told = snmpDotted(value) ?? snmpText(value)?.trim() ?? '';
  return /^\.?\d+(\.\d+)+$/.test(told) ? told.replace(/^\./, '') : '';
}

const isOwnAddress = (address: string): boolean => /^\d+(\.\d+){3}$/.test(address) && !/^(?:127|0)\./.test(address);

/** Any device with an SNMP agent. */
export const agent: Discovery<Settings> = {
  async identify({ fingerprint, snmp, points, device }) {
    if (fingerprint.snmp === null) return null;
    const { sysObjectID, sysDescr, sysName } = fingerprint.snmp;
    const objectID = sysObjectID === '' ? objectIDOf((await snmp.get([system.objectID]))[0]?.value) : sysObjectID.replace(/^\./, '');
    const group = { objectID, descr: sysDescr, name: readable(sysName) ?? '' };
    return identifyAgent(snmp, group, compileProfiles(points['profiles'] ?? []), device.address);
  },

  async inspect(context) {
    const { snmp, points, device } = context;
    const [descr, objectID, name, bridge, subtype, chassis] = await snmp.get([
      system.descr, system.objectID, system.name, bridgeAddress, lldpLocal.chassisSubtype, lldpLocal.chassis,
    ]);
    const group: SystemGroup = {
      objectID: objectIDOf(objectID?.value),
      descr: snmpText(descr?.value) ?? '',
      name: readable(snmpText(name?.value)) ?? '',
    };
    const identification = await identifyAgent(snmp, group, compileProfiles(points['profiles'] ?? []), device.address);
    const interfaces = await orNone(context, 'interfaces', () => readAllInterfaces(snmp));
    const neighbours = await orNone(context, 'neighbours', () => readNeighbours(snmp, interfaces));
    const addresses = await orNone(context, 'addresses', () => snmp.table({ index: addressInterface }));

    const keys: IdentityKey[] = [...identification.keys];
    const ownChassis = chassisId(valueInteger(subtype?.value), chassis?.value);
    if (ownChassis !== null) keys.push({ type: 'chassisId', value: ownChassis });
    const mac = macAddress(bridge?.value);
    if (mac !== null && !/^(?:00:){5}00$/.test(mac)) keys.push({ type: 'mac', value: mac });
    return { ...identification, keys, interfaces, neighbours, addresses: addresses.map(({ index }) => index).filter(isOwnAddress) };
  },
};
