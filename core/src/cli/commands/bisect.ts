import { Option, type Command } from 'commander';
import { deviceKinds } from '@jackfield/sdk';
import { z } from 'zod';
import type { BisectOptions, BisectResult } from '../../diagnosis/index.ts';
import type { CommandResult } from '../../api/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import type { Configuration } from '../../sites/index.ts';
import type { Session } from '../session.ts';
import { bisectView } from '../views/bisect-view.ts';
import { plain } from '../text.ts';
import { counted, example, json, refuseGiven } from './options.ts';

interface Options {
  readonly device?: string;
  readonly check?: string;
  readonly schedule?: boolean;
  readonly over?: 'settings' | 'plugins';
  readonly good?: string;
  readonly seconds: number;
  readonly lag: number;
  readonly cpu: number;
  readonly maxTrials: number;
}

/** Devices asked for at once. */
const atOnce = 16;

const kindSchema = z.enum(deviceKinds).catch('unknown');

function managed({ kind, plugins, ...device }: CommandResult<'device'>): ManagedDevice {
  return { ...device, kind: kindSchema.parse(kind), plugins: plugins.map((id) => ({ id, discovery: '' })) };
}

/** Finding who is guilty, by trials in a host of their own. */
export function addBisectCommand(program: Command, session: Session): void {
  example(json(program.command('bisect').description('find which plugins, settings or changes break a device or the schedule, by trials')), 'jackfield bisect --device leeds-core-1 --check ports')
    .option('--device <name>', 'the device whose check fails')
    .option('--check <name>', 'the check; the first that is not ok unless told')
    .option('--schedule', 'instead of a device: what makes the schedule late or eats the processor')
    .addOption(new Option('--over <suspects>', 'who is suspected; settings first, then plugins, unless told').choices(['settings', 'plugins']))
    .option('--good <when>', 'suspect what changed since: a folder, or a commit or time of the configuration’s git repository')
    .option('--seconds <number>', 'with --schedule: how long each trial runs', counted, 10)
    .option('--lag <milliseconds>', 'with --schedule: lateness (p95) that is too much', counted, 1_000)
    .option('--cpu <percent>', 'with --schedule: of a core, by all plugins together, that is too much', counted, 80)
    .option('--max-trials <number>', 'trials at most', counted, 200)
    .action(async (options: Options, command: Command) => {
      if (options.device === undefined && options.schedule !== true) command.error('name a device with --device, or say --schedule');
      if (options.device !== undefined && options.schedule === true) command.error('--device and --schedule are two searches: give one of them');
      if (options.schedule === true) refuseGiven(command, ['check', 'over', 'good'], 'goes with --device');
      else refuseGiven(command, ['seconds', 'lag', 'cpu'], 'goes with --schedule');
      if (options.good !== undefined) refuseGiven(command, ['over'], 'and --good are two searches: give one of them');
      const directory = session.directory(command);
      const [{ settingSchemas }, { loadConfiguration }] = await Promise.all([import('../../host/index.ts'), import('../../sites/index.ts')]);
      const configuration = await loadConfiguration(directory, { schemas: settingSchemas });
      const base: BisectOptions = {
        configuration, signal: session.signal, maxTrials: options.maxTrials,
        onProgress: ({ trial, text }) => session.terminal.writeError(`${String(trial).padStart(4)}  ${plain(text)}\n`),
      };
      const result = options.device === undefined ? await overSchedule(command, base, options) : await overDevice(command, base, options.device, options);
      session.show(command, result, (found) => bisectView(found, session.terminal));
    });

  async function overSchedule(command: Command, base: BisectOptions, { seconds, lag, cpu }: Options): Promise<BisectResult> {
    const { bisectSchedule } = await import('../../diagnosis/index.ts');
    const names = (await session.call(command, 'devices', {})).map(({ id }) => id);
    const devices: ManagedDevice[] = [];
    while (names.length > 0) devices.push(...(await Promise.all(names.splice(0, atOnce).map(async (device) => managed(await session.call(command, 'device', { device }))))));
    return bisectSchedule({ ...base, devices, seconds, limits: { lagMs: lag, cpuPercent: cpu } });
  }

  async function overDevice(command: Command, base: BisectOptions, name: string, { check, over, good }: Options): Promise<BisectResult> {
    const { bisectDevice, nobodyGuilty } = await import('../../diagnosis/index.ts');
    const device = managed(await session.call(command, 'device', { device: name }));
    const all = { ...base, device, check };
    if (good !== undefined) return bisectDevice({ ...all, over: 'changes', good: await known(base.configuration, good) });
    if (over !== undefined) return bisectDevice({ ...all, over });
    try {
      return await bisectDevice({ ...all, over: 'settings' });
    } catch (error) {
      if (!nobodyGuilty.is(error)) throw error;
      session.terminal.writeError(`      ${plain(error.message)}; now the plugins\n`);
      return bisectDevice({ ...all, over: 'plugins' });
    }
  }

  async function known({ directory }: Configuration, when: string): Promise<Configuration> {
    const { goodConfiguration } = await import('../../diagnosis/index.ts');
    const { configuration, from } = await goodConfiguration(directory, when);
    session.terminal.writeError(`      good was ${plain(from)}\n`);
    return configuration;
  }
}
