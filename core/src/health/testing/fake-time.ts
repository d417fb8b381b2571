import { afterEach, beforeEach, vi } from 'vitest';

export const second = 1_000;
export const minute = 60 * second;

/** Each test of a file has a clock of its own, and leaves no timer behind. */
export function useFakeTime(): void {
  beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
  afterEach(() => {
    const left = vi.getTimerCount();
    vi.useRealTimers();
    if (left > 0) throw new Error(`${left} timers left`);
  });
}

/** The check of most tests. */
export const fans = { fans: { title: 'Fans', every: '60s', metrics: { 'fan.speed': { unit: 'rpm' } } } };
