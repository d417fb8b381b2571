import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import { entity } from '../mib.ts';
import { valueInteger, valueReal, valueText } from '../text.ts';
import { columnOf, presentAmong, readCells } from './cells.ts';
import type { SensorClass } from './classes.ts';
import { cutAtThresholds, thresholdColumns } from './cisco-thresholds.ts';
import type { Limits, Sensor, Verdict } from './sensor.ts';

/** ENTITY-SENSOR-MIB (RFC 3433) and its forerunner CISCO-ENTITY-SENSOR-MIB: the same columns, the index is entPhysicalIndex. */
const flavours = {
  standard: { type: '1.3.6.1.2.1.99.1.1.1.1', scale: '1.3.6.1.2.1.99.1.1.1.2', precision: '1.3.6.1.2.1.99.1.1.1.3', value: '1.3.6.1.2.1.99.1.1.1.4', status: '1.3.6.1.2.1.99.1.1.1.5', display: '1.3.6.1.2.1.99.1.1.1.6' },
  cisco: { type: '1.3.6.1.4.1.9.9.91.1.1.1.1.1', scale: '1.3.6.1.4.1.9.9.91.1.1.1.1.2', precision: '1.3.6.1.4.1.9.9.91.1.1.1.1.3', value: '1.3.6.1.4.1.9.9.91.1.1.1.1.4', status: '1.3.6.1.4.1.9.9.91.1.1.1.1.5', display: '' },
} as const;

type Flavour = (typeof flavours)[keyof typeof flavours];

/** EntitySensorDataType; `truth` of the standard says yes or no of something that nobody names, so it is Cisco's alone. */
const classes: { readonly [type: number]: SensorClass } = {
  3: 'voltage', 4: 'voltage', 5: 'current', 6: 'power', 7: 'frequency', 8: 'temperature', 9: 'humidity', 10: 'fanSpeed', 11: 'airflow', 12: 'state', 14: 'opticalPower',
};

/** What entPhySensorUnitsDisplay says where the type is `other`. */
const displays: readonly (readonly [RegExp, SensorClass])[] = [
  [/dbm/iu, 'opticalPower'], [/celsius|°c|degrees? c/iu, 'temperature'], [/volt/iu, 'voltage'], [/amp/iu, 'current'], [/watt/iu, 'power'], [/rpm|revolution/iu, 'fanSpeed'],
  [/humidity|rh/iu, 'humidity'], [/hertz|\bhz/iu, 'frequency'], [/percent|%/u, 'percent'],
];

const typeOther = 1;
/** EntitySensorStatus; a sensor that is `unavailable` has no value, one that is `nonoperational` is broken. */
const statusOk = 1;
const statusBroken = 3;
/** What entPhySensorValue says for underflow and overflow. */
const outOfRange = 1e9;

/** What of a sensor hardly ever changes. */
interface EntityRow {
  readonly class: SensorClass;
  readonly label: string;
  readonly scale: number | null;
  readonly precision: number | null;
  readonly limits: Limits;
}

/** The sensors of an agent by entPhysicalIndex, read once an hour. */
export interface EntityFacts {
  readonly flavour: Flavour;
  readonly rows: ReadonlyMap<string, EntityRow>;
}

function classOf(type: number | null, display: SnmpValue | undefined): SensorClass | null {
  if (type === null) return null;
  if (type === 9 && /^(%|percent)$/iu.test(valueText(display) ?? '')) return 'percent';
  if (type !== typeOther) return classes[type] ?? null;
  const text = valueText(display) ?? '';
  return displays.find(([said]) => said.test(text))?.[1] ?? null;
}

/** RFC 3433: value × 10^(3 × (scale - 9) - precision); agents that leave scale at 0 mean units. */
function scaled(value: number, scale: number | null, precision: number | null): number {
  const exponent = scale === null || scale < 1 || scale > 17 ? 0 : (scale - 9) * 3;
  return value * 10 ** (exponent - Math.max(-8, Math.min(9, precision ?? 0)));
}

const truth: { readonly [value: number]: Verdict } = { 1: { state: 'ok', text: 'true' }, 2: { state: 'ok', text: 'false' } };

/** Which of the two MIBs the agent has, and what its sensors are; null where it has none. Cisco's has the thresholds, so it goes first. */
export async function entityFacts(snmp: SnmpReader): Promise<EntityFacts | null> {
  const present = await presentAmong(snmp, [flavours.standard.value, flavours.cisco.value]);
  const flavour = Object.values(flavours).findLast(({ value }) => present.has(value));
  if (flavour === undefined) return null;
  const { type, display } = flavour;
  const thresholds = flavour === flavours.cisco ? thresholdColumns : [];
  const cells = await readCells(snmp, [type, flavour.scale, flavour.precision, ...(display === '' ? [] : [display]), entity.name, entity.description, ...thresholds]);
  const limitsOf = cutAtThresholds(cells);
  const rows = new Map<string, EntityRow>();
  for (const [index, cell] of columnOf(cells, type)) {
    const kind = classOf(valueInteger(cell), columnOf(cells, display).get(index));
    if (kind === null) continue;
    const [scale, precision] = [flavour.scale, flavour.precision].map((column) => valueInteger(columnOf(cells, column).get(index)));
    rows.set(index, {
      class: kind,
      label: valueText(columnOf(cells, entity.name).get(index)) ?? valueText(columnOf(cells, entity.description).get(index)) ?? `sensor ${index}`,
      scale: scale ?? null,
      precision: precision ?? null,
      limits: limitsOf(index, (value) => scaled(value, scale ?? null, precision ?? null)),
    });
  }
  return { flavour, rows };
}

/** The entity's sensors as they are now: their status first, then the value. */
export async function entitySensors(snmp: SnmpReader, { flavour, rows }: EntityFacts): Promise<readonly Sensor[]> {
  const now = await readCells(snmp, [flavour.value, flavour.status]);
  const statuses = columnOf(now, flavour.status);
  return Array.from(columnOf(now, flavour.value)).flatMap(([index, raw]): Sensor[] => {
    const row = rows.get(index);
    const status = valueInteger(statuses.get(index)) ?? statusOk;
    const value = valueReal(raw);
    if (row === undefined || value === null || (status !== statusOk && status !== statusBroken) || Math.abs(value) >= outOfRange) return [];
    const { class: kind, label, limits } = row;
    if (status === statusBroken) return [{ class: kind, label, index, value: null, verdict: { state: 'unknown', text: 'the sensor does not work' }, status: null, limits: {} }];
    if (kind === 'state') return [{ class: kind, label, index, value, verdict: truth[value] ?? null, status: null, limits: {} }];
    return [{ class: kind, label, index, value: scaled(value, row.scale, row.precision), verdict: null, status: null, limits }];
  });
}
