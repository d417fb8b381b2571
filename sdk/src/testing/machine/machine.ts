import { z } from 'zod';
import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { dated } from '../dated.ts';
import { scriptOf, type Programs } from '../ssh/index.ts';
import { CliTrials } from './cli-trials.ts';
import { SimulatedFrr } from './frr.ts';
import { frrModelSchema } from './frr-model.ts';
import { gathered } from './linux-gather.ts';
import { linuxModelSchema } from './linux-model.ts';
import { LinuxStates } from './linux-states.ts';
import { LinuxTrials } from './linux-trials.ts';
import { SimulatedOpenVSwitch } from './open-vswitch.ts';
import { openVSwitchModelSchema } from './open-vswitch-model.ts';
import { runRestic, runResticLocks, takeAway } from './restic.ts';
import { resticModelSchema } from './restic-model.ts';
import { runRoom } from './room.ts';

const answer = z.strictObject({ stdout: z.string().default(''), stderr: z.string().default(''), code: z.int().min(0).max(255).default(0) });

/**
 * What runs on a simulated machine that is reached by SSH.
 *
 * @experimental
 * @since 0.1.0
 */
export const machineModelSchema = z.strictObject({
  linux: linuxModelSchema.optional(),
  restic: resticModelSchema.optional(),
  frr: frrModelSchema.optional(),
  openVSwitch: openVSwitchModelSchema.optional(),
  commands: z
    .record(z.string(), z.union([z.string().transform((stdout) => ({ stdout, stderr: '', code: 0 })), answer]))
    .default({})
    .meta({ description: 'What further commands say: by their whole line, or by their first word for any arguments; `{{26h ago}}` in it is that time.' }),
});

/**
 * A simulated machine, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type MachineModel = z.infer<typeof machineModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type MachineModelInput = z.input<typeof machineModelSchema>;

/**
 * The programs of a described machine; its clocks run from now on.
 *
 * @experimental
 * @since 0.1.0
 */
export function machinePrograms({ linux, restic, frr, openVSwitch, commands }: MachineModel, clock: SimulatorClock = systemTime): Programs {
  const startedAt = clock.now();
  const trials = new LinuxTrials(clock);
  const states = linux === undefined ? null : new LinuxStates(linux);
  const router = frr === undefined ? null : new SimulatedFrr(frr);
  const bridges = openVSwitch === undefined ? null : new SimulatedOpenVSwitch(openVSwitch);
  const cliTrials = new CliTrials(clock, router, bridges);
  return (call) => {
    const { argv, files } = call;
    trials.settle(files);
    cliTrials.settle(files);
    const said = commands[argv.join(' ')] ?? commands[argv[0] ?? ''];
    if (said !== undefined) return { ...said, stdout: dated(said.stdout, startedAt) };
    if (restic !== undefined && argv[0] === 'restic') return runRestic(restic, argv, startedAt, files);
    if (router !== null && argv[0] === 'vtysh') return router.vtysh(argv, files);
    if (bridges !== null && argv[0] === 'ovs-vsctl') return bridges.vsctl(argv.slice(1), files);
    if (bridges !== null && argv[0] === 'ovs-appctl') return bridges.appctl();
    const script = scriptOf(call);
    if (restic !== undefined && script?.text.includes('jackfield-take-away 1')) return takeAway(restic, script.args, startedAt, files);
    if (restic !== undefined && script?.text.includes('jackfield-restic 1')) return runResticLocks(restic, script.args, startedAt, files);
    if (commands['df'] !== undefined && script?.text.includes('jackfield-room 1')) return runRoom(dated(commands['df'].stdout, startedAt), script.args, files);
    if ((router !== null || bridges !== null) && script?.text.includes('jackfield-cli-trial 1')) return cliTrials.run(script.args, files);
    if (linux === undefined) return null;
    if (script?.text.includes('jackfield-gather 1')) return { stdout: gathered(linux, script.args, (clock.now() - startedAt) / 1_000, clock.now()) };
    if (script?.text.includes('jackfield-state 1')) return states?.state(script.args, files) ?? null;
    if (script?.text.includes('jackfield-settle 1')) return states?.settle(script.args, files) ?? null;
    if (script?.text.includes('jackfield-trial 2')) return trials.run(script.args, files);
    // Nobody has an editor open on it.
    if (script?.text.includes('jackfield-edited 1')) return {};
    if (argv[0] === 'uname') return { stdout: argv.includes('-a') ? `Linux ${linux.hostname} ${linux.kernel} ${linux.machine} GNU/Linux\n` : 'Linux\n' };
    if (argv[0] === 'hostname') return { stdout: `${linux.hostname}\n` };
    if (argv.join(' ') === 'date -u +%s') return { stdout: `${Math.floor(clock.now() / 1_000) + linux.clockOff}\n` };
    if (argv[0] === 'true') return {};
    // Its shells find nothing wrong with any script that they are to read and not to run.
    if ((argv[0] === 'sh' || argv[0] === 'bash') && argv[1] === '-n') return {};
    return null;
  };
}
