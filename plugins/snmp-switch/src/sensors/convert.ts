/** Below 0.1 nW there is no light; the logarithm of nothing is no number. */
const darkness = -40;

/** A value that comes in another unit than its class has. */
export function inUnit(value: number, from: 'milliwatts' | 'fahrenheit' | undefined): number {
  if (from === 'milliwatts') return value <= 0 ? darkness : Math.max(darkness, 10 * Math.log10(value));
  return from === 'fahrenheit' ? ((value - 32) * 5) / 9 : value;
}
