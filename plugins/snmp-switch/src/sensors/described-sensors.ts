import type { Json, SnmpReader, SnmpValue } from '@jackfield/sdk';
import type { z } from 'zod';
import type { SensorProfile } from '../discovery/profile.ts';
import { enterpriseNumber } from '../discovery/vendor.ts';
import type { profile } from '../schemas.ts';
import { expression, valueInteger, valueReal, valueText } from '../text.ts';
import { inUnit } from './convert.ts';
import { columnOf, presentAmong, readCells, related, type Cells } from './cells.ts';
import { sensorClasses } from './classes.ts';
import type { Limits, Sensor, Verdict } from './sensor.ts';
import { atOwnPlaces } from './own-places.ts';
import { verdictOf, verdictOfBits } from './verdict.ts';

type Level = 'low' | 'lowCritical' | 'high' | 'highCritical';
const levels: readonly Level[] = ['low', 'lowCritical', 'high', 'highCritical'];

/** Sensors by the enterprise number of their OIDs; those of standard MIBs under 0. */
type ByEnterprise = ReadonlyMap<number, readonly SensorProfile[]>;
const compiled = new WeakMap<readonly Json[], ByEnterprise>();

function byEnterprise(profiles: readonly Json[]): ByEnterprise {
  let known = compiled.get(profiles);
  if (known === undefined) {
    const all = (profiles as readonly z.output<typeof profile>[]).flatMap(({ sensors = [] }) => sensors);
    compiled.set(profiles, (known = Map.groupBy(all, ({ value }) => enterpriseNumber(value) ?? 0)));
  }
  return known;
}

/** What of a row hardly ever changes. */
interface DescribedRow {
  readonly label: string;
  readonly factor: number;
  readonly limits: Limits;
}

/** The described sensors that a device has, and the rows of each that count, by index. */
export interface DescribedFacts {
  readonly sensors: readonly { readonly sensor: SensorProfile; readonly rows: ReadonlyMap<string, DescribedRow> }[];
}

function namesOf({ name = [] }: SensorProfile): readonly string[] {
  return typeof name === 'string' ? [name] : name;
}

function slowColumns(sensor: SensorProfile): string[] {
  const places = [...namesOf(sensor), sensor.decimals, sensor.only?.column, ...levels.map((level) => sensor[level])];
  return places.filter((place) => typeof place === 'string');
}

function counts({ only }: SensorProfile, cells: Cells, index: string): boolean {
  if (only === undefined) return true;
  const { column, is, like, index: rows } = only;
  if (rows !== undefined && !expression(rows).test(index)) return false;
  if (column === undefined) return true;
  const cell = related(columnOf(cells, column), index);
  const text = valueText(cell) ?? '';
  return is?.some((one) => String(one) === text || one === valueInteger(cell)) ?? (like === undefined || expression(like).test(text));
}

function labelOf(sensor: SensorProfile, cells: Cells, index: string, isSingle: boolean): string {
  const { class: kind, title = '' } = sensor;
  const names = namesOf(sensor).flatMap((name) => valueText(related(columnOf(cells, name), name.endsWith('.0') ? '0' : index)) ?? []);
  const own = names.length === 0 ? null : names.join(' ');
  if (title.includes('{')) return title.replace('{name}', own ?? index).replace('{index}', index);
  if (title === '') return own ?? (isSingle ? sensorClasses[kind].word : `${sensorClasses[kind].word} ${index}`);
  return isSingle ? title : `${title} ${own ?? index}`;
}

/** `1`, or as many tenths, hundredths and so on as the row says. */
function scaleOf({ scale = 1, decimals }: SensorProfile, cells: Cells, index: string): number {
  const digits = decimals === undefined ? 0 : (valueInteger(related(columnOf(cells, decimals), index)) ?? 0);
  return scale / 10 ** Math.max(0, Math.min(9, digits));
}

function limitsOf(sensor: SensorProfile, cells: Cells, index: string, measured: (raw: number) => number): Limits {
  const limit = (level: number | string | undefined): number | undefined => {
    if (level === undefined || typeof level === 'number') return level;
    const value = valueReal(related(columnOf(cells, level), index));
    return value === null ? undefined : measured(value);
  };
  return { low: limit(sensor.low), lowCritical: limit(sensor.lowCritical), high: limit(sensor.high), highCritical: limit(sensor.highCritical) };
}

function rowsOf(sensor: SensorProfile, cells: Cells): ReadonlyMap<string, DescribedRow> {
  const rows = new Map<string, DescribedRow>();
  const counted = [...columnOf(cells, sensor.value).keys()].filter((index) => counts(sensor, cells, index));
  // An instance that the profile picks by its index needs no number behind its title.
  const isSingle = sensor.value.endsWith('.0') || (sensor.only?.index !== undefined && counted.length === 1);
  for (const index of counted) {
    const factor = scaleOf(sensor, cells, index);
    const limits = sensor.class === 'state' ? {} : limitsOf(sensor, cells, index, (from) => inUnit(from * factor, sensor.convert));
    rows.set(index, { label: labelOf(sensor, cells, index, isSingle), factor, limits });
  }
  return rows;
}

/** Which of the described sensors an agent has, among those of the enterprises that it serves and of standard MIBs. */
export async function describedFacts(snmp: SnmpReader, profiles: readonly Json[], enterprises: Iterable<number>, objectID: string): Promise<DescribedFacts | null> {
  const known = byEnterprise(profiles);
  const candidates = [0, ...enterprises].flatMap((number) => known.get(number) ?? []).flatMap((sensor) => atOwnPlaces(sensor, objectID) ?? []);
  const present = await presentAmong(snmp, candidates.map(({ value }) => value));
  const sensors = candidates.filter(({ value }) => present.has(value));
  if (sensors.length === 0) return null;
  const cells = await readCells(snmp, sensors.flatMap((sensor) => [sensor.value, ...slowColumns(sensor)]));
  return { sensors: sensors.map((sensor) => ({ sensor, rows: rowsOf(sensor, cells) })) };
}

interface Told {
  readonly verdict: Verdict | null;
  /** The status as its MIB numbers it. */
  readonly number: number | null;
}

function toldOf({ class: kind, states, bits, status }: SensorProfile, raw: SnmpValue, now: Cells, index: string): Told {
  if (bits !== undefined) return { verdict: verdictOfBits(bits, raw), number: null };
  if (states !== undefined) return { verdict: verdictOf(states, raw), number: null };
  if (kind === 'state') return { verdict: { state: 'ok', text: valueText(raw) }, number: null };
  const told = status === undefined ? undefined : related(columnOf(now, status.value), index);
  return status === undefined || told === undefined ? { verdict: null, number: null } : { verdict: verdictOf(status.states, told), number: valueInteger(told) };
}

/** The described sensors as they are now. */
export async function describedSensors(snmp: SnmpReader, { sensors }: DescribedFacts): Promise<readonly Sensor[]> {
  const now = await readCells(snmp, sensors.flatMap(({ sensor: { value, status } }) => (status === undefined ? [value] : [value, status.value])));
  return sensors.flatMap(({ sensor, rows }) =>
    Array.from(columnOf(now, sensor.value)).flatMap(([index, raw]): Sensor[] => {
      const row = rows.get(index);
      const isState = sensor.class === 'state';
      const number = sensor.bits === undefined ? valueReal(raw) : null;
      if (row === undefined || (number === null && !isState) || (number !== null && sensor.missing?.includes(number) === true)) return [];
      const told = toldOf(sensor, raw, now, index);
      const value = number === null || isState ? number : inUnit(number * row.factor, sensor.convert);
      return [{ class: sensor.class, label: row.label, index, value, verdict: told.verdict, status: told.number, limits: row.limits }];
    }));
}
