import { linesOf, type Gathering } from '../gathering.ts';

/**
 * Share of the last minute in which some process waited for the thing, in percent (Linux's pressure stall information);
 * null on kernels without it.
 */
export function readPressure(gathering: Gathering, of: 'cpu' | 'io' | 'memory'): number | null {
  for (const line of linesOf(gathering, 'pressure') ?? []) {
    const [, thing, average] = /^(cpu|io|memory) some .*\bavg60=(\d+(?:\.\d+)?)\b/.exec(line) ?? [];
    if (thing === of) return Number(average);
  }
  return null;
}
