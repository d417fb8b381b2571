import { valueInteger } from '../text.ts';
import { columnOf, type Cells } from './cells.ts';
import type { Limits } from './sensor.ts';

/** entSensorThresholdTable of CISCO-ENTITY-SENSOR-MIB; index entPhysicalIndex.entSensorThresholdIndex. */
const table = { severity: '1.3.6.1.4.1.9.9.91.1.2.1.1.2', relation: '1.3.6.1.4.1.9.9.91.1.2.1.1.3', value: '1.3.6.1.4.1.9.9.91.1.2.1.1.4' } as const;

export const thresholdColumns = Object.values(table);

/** CiscoSensorSeverity: minor 10, major 20, critical 30; `other` is for software of Cisco's own. */
const minor = 10;
const major = 20;
/** CiscoSensorThresholdRelation: 1 and 2 say that the value is less, 3 and 4 that it is greater. */
const less = new Set([1, 2]);
const greater = new Set([3, 4]);

type Scale = (value: number) => number;

/** The limits of a sensor by its entPhysicalIndex, in the sensor's own scale; of several the one that is reached first. */
export function cutAtThresholds(cells: Cells): (index: string, scale: Scale) => Limits {
  const bySensor = Map.groupBy(columnOf(cells, table.value).keys(), (index) => index.slice(0, index.lastIndexOf('.')));
  return (index, scale) => {
    const limits: { -readonly [Limit in keyof Limits]: Limits[Limit] } = {};
    for (const row of bySensor.get(index) ?? []) {
      const [severity, relation, raw] = [table.severity, table.relation, table.value].map((column) => valueInteger(columnOf(cells, column).get(row)));
      if (severity === null || severity === undefined || severity < minor || relation === null || relation === undefined || raw === null || raw === undefined) continue;
      const value = scale(raw);
      const isCritical = severity >= major;
      if (less.has(relation)) {
        const name = isCritical ? 'lowCritical' : 'low';
        limits[name] = Math.max(value, limits[name] ?? -Infinity);
      } else if (greater.has(relation)) {
        const name = isCritical ? 'highCritical' : 'high';
        limits[name] = Math.min(value, limits[name] ?? Infinity);
      }
    }
    return limits;
  };
}
