import { worst, type Item, type State } from '@jackfield/sdk';
import { sensorClasses, type SensorClass } from './classes.ts';

/** Levels that a device has for a sensor; what is absent is no level. */
export interface Limits {
  readonly low?: number | undefined;
  readonly lowCritical?: number | undefined;
  readonly high?: number | undefined;
  readonly highCritical?: number | undefined;
}

/** What a sensor says of itself, in words. */
export interface Verdict {
  readonly state: State;
  readonly text: string | null;
}

/** A sensor as it was read. */
export interface Sensor {
  readonly class: SensorClass;
  readonly label: string;
  /** Where it stands in its table: tells sensors of one name apart. */
  readonly index: string;
  readonly value: number | null;
  readonly verdict: Verdict | null;
  /** The number of its status, where it has one beside the value. */
  readonly status: number | null;
  readonly limits: Limits;
}

/** Below this a receiver has no light: the cable is out or the other end off, which is for the check of ports to say. */
const noLight = -29.9;

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** What is measured in decibels, and what is counted, has upper limits of zero and below. */
const mayBeNegative: ReadonlySet<SensorClass> = new Set(['opticalPower', 'signal', 'noiseRatio', 'count', 'chromaticDispersion']);
/** No device is too cold at 20 °C, none too hot below it: agents put other numbers there. */
const roomTemperature = 20;

function isNoUpper(kind: SensorClass, limit: number): boolean {
  return kind === 'temperature' ? limit < roomTemperature : limit <= 0 && !mayBeNegative.has(kind);
}

/** Limits that hold: agents fill in zeros, or the same value everywhere, for those that nobody set. */
function meant(kind: SensorClass, limits: Limits): Limits {
  const upper = (limit: number | undefined): number | undefined => (limit === undefined || isNoUpper(kind, limit) ? undefined : limit);
  const lower = (limit: number | undefined): number | undefined => (limit !== undefined && limit >= roomTemperature && kind === 'temperature' ? undefined : limit);
  const [low, lowCritical, high, highCritical] = [lower(limits.low), lower(limits.lowCritical), upper(limits.high), upper(limits.highCritical)];
  const all = [low, lowCritical, high, highCritical].filter((limit) => limit !== undefined);
  if (all.length > 1 && all.every((limit) => limit === all[0])) return {};
  const lowest = low ?? lowCritical;
  const highest = high ?? highCritical;
  return lowest !== undefined && highest !== undefined && lowest >= highest ? {} : { low, lowCritical, high, highCritical };
}

/** Lasers that are off still draw some of a milliampere. */
const laserOff = 0.0005;

/** Nothing to judge: no light, a reading of exactly 0 dBm (agents mean none), a laser or an outlet that is off. */
function isOff(kind: SensorClass, value: number): boolean {
  return (kind === 'opticalPower' && (value <= noLight || value === 0)) || (kind === 'current' && value < laserOff);
}

function byLimits({ class: kind, value, limits }: Sensor): { readonly state: State; readonly reason: string } {
  const { low, lowCritical, high, highCritical } = meant(kind, limits);
  if (value === null || isOff(kind, value)) return { state: 'ok', reason: '' };
  const { unit } = sensorClasses[kind];
  const passed = (what: string, limit: number): string => `, ${what} ${rounded(limit)}${unit === '' ? '' : ` ${unit}`}`;
  if (highCritical !== undefined && value > highCritical) return { state: 'critical', reason: passed('above', highCritical) };
  if (lowCritical !== undefined && value < lowCritical) return { state: 'critical', reason: passed('below', lowCritical) };
  if (high !== undefined && value > high) return { state: 'warning', reason: passed('above', high) };
  if (low !== undefined && value < low) return { state: 'warning', reason: passed('below', low) };
  return { state: 'ok', reason: '' };
}

function written({ class: kind, value, verdict }: Sensor): string {
  const { unit } = sensorClasses[kind];
  const number = value === null || kind === 'state' ? [] : [kind === 'opticalPower' && value <= noLight ? 'no light' : `${rounded(value)}${unit === '' ? '' : ` ${unit}`}`];
  const words = verdict?.text === null || verdict === null ? [] : [verdict.text];
  const told = [...number, ...words].join(', ');
  return told === '' ? `state ${value ?? 'not told'}` : told;
}

function nameOf({ class: kind, label }: Sensor): string {
  const { word, said } = sensorClasses[kind];
  return kind === 'state' || said.test(label) ? label : `${label} ${word}`;
}

/** The items of a check: names that stay, made different where the device has several of one name. */
export function sensorItems(sensors: readonly Sensor[]): readonly Item[] {
  const names = sensors.map(nameOf);
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  const used = new Set<string>();
  return sensors.map((sensor, at): Item => {
    const own = names[at] ?? sensor.label;
    let name = count.get(own) === 1 ? own : `${own} #${sensor.index}`;
    for (let again = 2; used.has(name); again += 1) name = `${own} #${sensor.index} ${again}`;
    used.add(name);
    const { state, reason } = byLimits(sensor);
    const metrics = sensor.value === null ? [] : [{ name: `sensor.${sensor.class}`, value: rounded(sensor.value) }];
    if (sensor.status !== null) metrics.push({ name: 'sensor.state', value: sensor.status });
    return { name, state: worst([state, sensor.verdict?.state ?? 'ok']), summary: `${written(sensor)}${reason}`, metrics };
  });
}
