import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { planView } from '../views/change-view.ts';
import { leftOutView } from '../views/history-view.ts';
import { recoveryView, scoresView } from '../views/recovery-view.ts';
import { givePlan } from './changes.ts';
import { example, json, refuseGiven } from './options.ts';

interface Given {
  readonly onto?: string;
  readonly at?: string;
  readonly out?: string;
  readonly site?: string;
}

/** Putting a replacement in the place of a lost device. */
export function addRecoverCommand(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('recover').description('replace a lost device: its configuration onto the replacement, and the data to restore, step by step')), [
    'jackfield recover leeds-core-1', 'jackfield recover leeds-core-1 begin --onto leeds-spare', 'jackfield recover leeds-core-1 plan --out recover.plan.json', 'jackfield recover york-files done /srv/shares', 'jackfield recover --site leeds',
  ].join('\n  '))
    .argument('[device]', 'the lost device: name, id or address; without one, how surely each site could get back what it loses')
    .argument('[action]', 'begin; plan: writes a plan for its configuration; done OBJECT: you restored this data. Else how far it is')
    .argument('[object]', 'what was restored, as it is listed')
    .option('--site <site>', 'without a device: this site only, with what its score is made of')
    .option('--onto <device>', 'what takes its place; else what stands at its address now, or the device itself')
    .option('--at <time>', 'configuration that it had then, such as 2026-05-04T03:00:00Z; else what it had last')
    .option('--out <file>', 'where plan writes the plan; recover-DEVICE.plan.json unless told')
    .action(async (device: string | undefined, action: string | undefined, object: string | undefined, { onto, at, out, site }: Given, command: Command) => {
      if (device === undefined) {
        refuseGiven(command, ['onto', 'at', 'out'], 'goes with a device');
        return session.show(command, await session.call(command, 'recoverability', { site: site ?? null }), (scores) => scoresView(scores, site !== undefined, terminal));
      }
      refuseGiven(command, ['site'], 'goes with no device');
      if (action !== 'begin') refuseGiven(command, ['onto', 'at'], 'goes with begin');
      if (action !== 'plan') refuseGiven(command, ['out'], 'goes with plan');
      if ((action === 'done') !== (object !== undefined)) command.error(action === 'done' ? 'done takes what was restored' : `"${object}" goes with done`);
      const show = (recovery: Awaited<ReturnType<typeof begin>>): void => session.show(command, recovery, (found) => recoveryView(found, terminal, Date.now()));
      const begin = () => session.call(command, 'recover-begin', { device, onto: onto ?? null, at: at ?? null });
      switch (action) {
        case undefined: return show(await session.call(command, 'recover', { device }));
        case 'begin': return show(await begin());
        case 'done': return show(await session.call(command, 'recover-done', { device, step: object ?? '' }));
        case 'plan': {
          const made = await session.call(command, 'recover-plan', { device });
          return givePlan(session, made.plan, out ?? `recover-${device.replaceAll(/[^\w.-]/g, '-')}.plan.json`, () =>
            session.show(command, made, ({ plan, leftOut }) => planView(plan, terminal) + leftOutView(leftOut, terminal)));
        }
        default: return command.error(`"${action}" is not one of begin, plan, done`);
      }
    });
}
