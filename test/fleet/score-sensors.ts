import type { Json } from '@jackfield/sdk';
import { checkRecorded, expectedSensors } from './check-recorded.ts';
import type { FleetDevice } from './fleet.ts';

/** The ruler's names for the plugin's classes, where they differ. */
const rulerNames: { readonly [kind: string]: string } = {
  opticalPower: 'dbm', fanSpeed: 'fanspeed', powerFactor: 'power_factor', energy: 'power_consumed', noiseRatio: 'snr', waterFlow: 'waterflow',
  signalLoss: 'signal_loss', bitErrorRate: 'ber', qualityFactor: 'quality_factor', chromaticDispersion: 'chromatic_dispersion',
};

export interface SensorCounts {
  readonly device: string;
  readonly expected: { readonly [kind: string]: number };
  readonly found: { readonly [kind: string]: number };
}

/** How many sensors of each class the plugin finds on a recorded device; null where the ruler expects none. */
export async function countSensors(folder: string, device: FleetDevice, profiles: readonly Json[]): Promise<SensorCounts | null> {
  const expected = expectedSensors(folder, device);
  if (expected === null) return null;
  const found: { [kind: string]: number } = {};
  for (const { metrics = [] } of (await checkRecorded('sensors', device, profiles)).items) {
    // A sensor that has a status beside its value is two for the ruler.
    for (const { name } of metrics.length === 0 ? [{ name: 'state' }] : metrics) {
      const kind = name.replace('sensor.', '');
      const counted = rulerNames[kind] ?? kind;
      found[counted] = (found[counted] ?? 0) + 1;
    }
  }
  return { device: device.name, expected, found };
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : ((100 * part) / whole).toFixed(1));
const total = (counts: Iterable<number>): number => Array.from(counts).reduce((sum, one) => sum + one, 0);
const right = (counts: SensorCounts, kind: string): number => Math.min(counts.found[kind] ?? 0, counts.expected[kind] ?? 0);

/**
 * Sensors by class, pooled over the devices: as many as are expected are right, more are not. The second figure tells how
 * many of those that the plugin reports are expected; of the classes of a device, how many have the very number.
 */
export function scoreSensors(all: readonly SensorCounts[]): string {
  const kinds = [...new Set(all.flatMap(({ expected }) => Object.keys(expected)))];
  const row = (name: string, wanted: readonly string[]): string => {
    const expected = total(all.flatMap((one) => wanted.map((kind) => one.expected[kind] ?? 0)));
    const correct = total(all.flatMap((one) => wanted.map((kind) => right(one, kind))));
    const found = total(all.flatMap((one) => wanted.map((kind) => one.found[kind] ?? 0)));
    const pairs = all.flatMap((one) => wanted.filter((kind) => one.expected[kind] !== undefined).map((kind) => one.expected[kind] === one.found[kind]));
    const columns = [String(expected).padStart(9), String(correct).padStart(9), percent(correct, expected).padStart(7), percent(correct, found).padStart(14), percent(pairs.filter(Boolean).length, pairs.length).padStart(9)];
    return `${name.padEnd(28)}${columns.join('')}\n`;
  };
  const share = (one: SensorCounts): number => total(Object.keys(one.expected).map((kind) => right(one, kind))) / total(Object.values(one.expected));
  const mean = total(all.map(share)) / Math.max(1, all.length);
  const sorted = kinds.map((kind) => ({ kind, size: total(all.map(({ expected }) => expected[kind] ?? 0)) })).sort((one, other) => other.size - one.size);
  return [
    `${''.padEnd(28)} expected    right      %  % of reported  exact %\n`,
    row('sensors (pooled)', kinds),
    ...sorted.map(({ kind }) => row(`  ${kind}`, [kind])),
    `sensors: mean of ${all.length} devices ${(100 * mean).toFixed(1)} %\n`,
  ].join('');
}

/** The devices that lack most, for `--failures sensors`. */
export function sensorFailures(all: readonly SensorCounts[]): string {
  const lacks = (one: SensorCounts): number => total(Object.entries(one.expected).map(([kind, count]) => count - right(one, kind)));
  const failed = all.filter((one) => lacks(one) > 0).sort((one, other) => lacks(other) - lacks(one));
  return failed.map((one) => `${one.device}: lacks ${lacks(one)}: expected ${JSON.stringify(one.expected)}, found ${JSON.stringify(one.found)}\n`).join('');
}
