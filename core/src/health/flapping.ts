import type { State } from '@jackfield/sdk';

/** How many of the last states are looked at, as in Icinga. */
export const flappingSpan = 20;
const begins = 30;
const ends = 25;

/** Share of changes in the last states, in percent; newer changes weigh more (0.8 to 1.15, as in Icinga). */
export function changeRate(history: readonly State[]): number {
  const states = history.slice(-flappingSpan);
  const missing = flappingSpan - states.length;
  let sum = 0;
  for (let index = 1; index < states.length; index += 1) {
    if (states[index] !== states[index - 1]) sum += 0.8 + ((missing + index) / flappingSpan) * 0.35;
  }
  return (sum * 100) / flappingSpan;
}

/** Two thresholds, so that flapping itself does not flap. */
export function isFlapping(history: readonly State[], flapping: boolean): boolean {
  const rate = changeRate(history);
  return flapping ? rate > ends : rate > begins;
}
