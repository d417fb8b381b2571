import { result, snmpDotted, type Check, type Json, type SnmpReader } from '@jackfield/sdk';
import { system } from '../mib.ts';
import { describedFacts, describedSensors, type DescribedFacts } from '../sensors/described-sensors.ts';
import { entityFacts, entitySensors, type EntityFacts } from '../sensors/entity-sensors.ts';
import { sensorItems } from '../sensors/sensor.ts';
import type { Settings } from '../settings.ts';
import { Remembered } from './remembered.ts';
import { enterprisesOf, lookAgainForMs, lookAgainMs } from './served.ts';

interface Facts {
  readonly entity: EntityFacts | null;
  readonly described: DescribedFacts | null;
}

const remembered = new Remembered<Facts>(lookAgainMs);

async function lookFor(device: string, snmp: SnmpReader, profiles: readonly Json[]): Promise<Facts> {
  const [objectID] = await snmp.get([system.objectID]);
  const described = await describedFacts(snmp, profiles, await enterprisesOf(device, snmp), snmpDotted(objectID?.value) ?? '');
  return { entity: await entityFacts(snmp), described };
}

/**
 * Every sensor that the device has, by name. Levels are the device's own; where it has none, only what the sensor says of
 * itself decides. A device without sensors is well.
 */
export const sensors: Check<Settings> = async ({ device, snmp, settings, points }) => {
  let facts = remembered.get(device.id);
  if (facts === null) {
    facts = await lookFor(device.id, snmp, points['profiles'] ?? []);
    remembered.keep(device.id, facts, facts.entity === null && facts.described === null ? lookAgainForMs : lookAgainMs);
  }
  const all = [
    ...(facts.entity === null ? [] : await entitySensors(snmp, facts.entity)),
    ...(facts.described === null ? [] : await describedSensors(snmp, facts.described)),
  ];
  const ignored = settings.sensors.ignore === '' ? null : new RegExp(settings.sensors.ignore, 'iu');
  const items = sensorItems(all).filter(({ name }) => ignored?.test(name) !== true);
  const ill = items.filter(({ state }) => state !== 'ok');
  const metrics = [{ name: 'sensors', value: items.length }];
  if (items.length === 0) return result.ok('No sensors', { metrics });
  const [first] = ill.filter(({ state }) => state === 'critical').concat(ill);
  if (first === undefined) return result.fromItems(`${items.length} sensors well`, items, metrics);
  const others = ill.length === 1 ? '' : ` and ${ill.length - 1} more`;
  return result.fromItems(`${first.name}: ${first.summary}${others}`, items, metrics);
};
