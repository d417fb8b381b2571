import { result, Unsupported, worst, type Check, type Metric } from '@jackfield/sdk';
import { bytesText, percentText } from '../amounts.ts';
import { required } from '../gathering.ts';
import { stateOf } from '../levels.ts';
import { readPressure } from '../readings/pressure.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/** /proc/meminfo in bytes. */
function readMemory(lines: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const [, name, kibibytes] = /^(\w+):\s+(\d{1,15}) kB$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, Number(kibibytes) * 1_024]];
    }),
  );
}

/** What processes cannot have: caches that the kernel gives back count as available. */
export const memory: Check<Settings> = async (context) => {
  const { settings } = context;
  const gathering = await gatherTogether(context, 'memory');
  const bytes = readMemory(required(gathering, 'meminfo'));
  const total = bytes.get('MemTotal') ?? 0;
  // Kernels before 3.14 do not say what is available.
  const available = bytes.get('MemAvailable') ?? (bytes.get('MemFree') ?? 0) + (bytes.get('Buffers') ?? 0) + (bytes.get('Cached') ?? 0);
  if (total === 0) throw new Unsupported('/proc/meminfo is not as Linux writes it');
  const used = Math.min(100, Math.max(0, (1 - available / total) * 100));
  const swapTotal = bytes.get('SwapTotal') ?? 0;
  const swap = swapTotal === 0 ? null : (1 - (bytes.get('SwapFree') ?? 0) / swapTotal) * 100;
  const pressure = readPressure(gathering, 'memory');
  const metrics: Metric[] = [
    { name: 'memory.used', value: used }, { name: 'memory.available', value: available }, { name: 'memory.total', value: total },
    ...(swap === null ? [] : [{ name: 'swap.used', value: swap }]),
    ...(pressure === null ? [] : [{ name: 'pressure.memory', value: pressure }]),
  ];
  const isPressed = pressure !== null && pressure >= settings.memory.pressureWarning;
  const state = worst([stateOf(used, settings.memory), isPressed ? 'warning' : 'ok', swap !== null && swap >= settings.memory.swapWarning ? 'warning' : 'ok']);
  const swapped = swap === null ? 'no swap' : `swap ${percentText(swap)} used`;
  return result[state](`${percentText(used)} of ${bytesText(total)} used, ${bytesText(available)} available, ${swapped}${isPressed ? `, some process waited for memory ${Math.round(pressure)} % of the last minute` : ''}`, { metrics });
};
