import { duration } from '../../parts/index.ts';

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const decimal = ['', 'k', 'M', 'G', 'T', 'P'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** A value as people read it: 12.3 Mbit/s, 4 GiB, 2 h 30 min, 96 %. */
export function amount(value: number, unit: string): string {
  if (unit === 'bytes' || unit === 'octets') return scaled(value, 1_024, binary, 'B');
  if (unit === 'bit/s') return scaled(value, 1_000, decimal, unit);
  if (unit === 's' || unit === 'seconds') return time(value);
  if (unit === 'ms') return Math.abs(value) >= 1_000 ? time(value / 1_000) : `${plain.format(value)} ms`;
  if (unit === '1' || unit === '') return plain.format(value);
  return `${plain.format(value)} ${unit}`;
}

/** A value beside an axis, whose title has the unit: the unit stands here only where it goes with the size of the number. */
export const tick = (value: number, unit: string): string => amount(value, ['bytes', 'octets', 'bit/s', 's', 'seconds', 'ms'].includes(unit) ? unit : '');

function scaled(value: number, by: number, prefixes: readonly string[], unit: string): string {
  const place = value === 0 ? 0 : Math.max(0, Math.min(prefixes.length - 1, Math.floor(Math.log(Math.abs(value)) / Math.log(by) + 1e-9)));
  return `${plain.format(value / by ** place)} ${prefixes[place] ?? ''}${unit}`;
}

/** From a minute on a length of time as all others; below it what was measured. */
function time(seconds: number): string {
  if (Math.abs(seconds) < 60) return `${plain.format(seconds)} s`;
  return `${seconds < 0 ? '-' : ''}${duration(Math.abs(seconds) * 1_000)}`;
}
