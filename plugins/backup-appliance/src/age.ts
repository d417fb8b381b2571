const hourMs = 3_600_000;

export function hoursSince(time: number, now: number): number {
  return Math.max(0, (now - time) / hourMs);
}

/** `5 h`, `3 d`: what a person says of an age. */
export function ageText(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  return hours < 72 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} d`;
}

/** `2026-05-04T03:00Z`: a time as a plan shows it. */
export function minuteOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16)}Z`;
}
