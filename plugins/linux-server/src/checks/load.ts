import { result, Unsupported, worst, type Check, type Metric } from '@jackfield/sdk';
import { linesOf, required } from '../gathering.ts';
import { stateOf } from '../levels.ts';
import { readCpuUse } from '../readings/cpu-use.ts';
import { readPressure } from '../readings/pressure.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/**
 * Processes that run or wait, for each CPU, over 5 minutes. On Linux those that wait for a disk count too, so the
 * summary names them.
 */
export const load: Check<Settings> = async (context) => {
  const { settings } = context;
  const gathering = await gatherTogether(context, 'load');
  const averages = (required(gathering, 'loadavg')[0] ?? '').split(' ').slice(0, 3).map(Number);
  const [one, five, fifteen] = averages;
  if (one === undefined || five === undefined || fifteen === undefined || averages.some(Number.isNaN)) throw new Unsupported('/proc/loadavg is not as Linux writes it');
  const cpus = Math.max(1, Number.parseInt(linesOf(gathering, 'cpus')?.[0] ?? '', 10) || 1);
  const blocked = Number.parseInt(/^procs_blocked (\d+)$/m.exec((linesOf(gathering, 'stat') ?? []).join('\n'))?.[1] ?? '', 10);
  const perCpu = five / cpus;
  const use = readCpuUse(gathering);
  const [cpuPressure, ioPressure] = [readPressure(gathering, 'cpu'), readPressure(gathering, 'io')];
  const measured: readonly (readonly [string, number | null])[] = [
    ['load.1', one], ['load.5', five], ['load.15', fifteen], ['load.perCpu', perCpu],
    ['processes.blocked', Number.isNaN(blocked) ? null : blocked],
    ['cpu.used', use?.used ?? null], ['cpu.stolen', use?.stolen ?? null],
    ['pressure.cpu', cpuPressure],
    ['pressure.io', ioPressure],
  ];
  const metrics = measured.flatMap(([name, value]): Metric[] => (value === null ? [] : [{ name, value }]));
  const isPressed = ioPressure !== null && ioPressure >= settings.load.pressureWarning;
  const pressed = isPressed ? `, some process waited for a disk ${Math.round(ioPressure)} % of the last minute` : '';
  const waiting = blocked > 0 ? `, ${blocked} waiting for a disk` : '';
  const state = worst([stateOf(perCpu, settings.load), isPressed ? 'warning' : 'ok']);
  return result[state](`load ${five} on ${cpus} CPU${cpus === 1 ? '' : 's'}${waiting}${pressed}`, { metrics });
};
