const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes as a person says them: three digits at most, such as `1.5 GiB`. */
export function bytesText(bytes: number): string {
  let [value, at] = [bytes, 0];
  while (value >= 1_024 && at < units.length - 1) {
    value /= 1_024;
    at += 1;
  }
  return `${value >= 100 || at === 0 ? Math.round(value) : Number(value.toPrecision(2 + Number(value >= 10)))} ${units[at] ?? ''}`;
}

/** Seconds in their largest whole unit, such as `3 d`. */
export function durationText(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  if (seconds >= 2 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds)} s`;
}

export function percentText(value: number): string {
  return `${Math.round(value)} %`;
}
