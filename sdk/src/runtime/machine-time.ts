/**
 * Milliseconds of the machine's monotonic clock (CLOCK_MONOTONIC), which is the same in all its processes and goes on evenly
 * whatever is done to the time of day.
 *
 * @internal
 * @since 0.1.0
 */
export function machineTime(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * The same moment as `performance.now()` of this process tells it.
 *
 * @internal
 * @since 0.1.0
 */
export function processTime(machine: number): number {
  return performance.now() - (machineTime() - machine);
}
