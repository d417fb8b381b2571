import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { planView } from '../views/change-view.ts';
import { acceptedView, driftView } from '../views/drift-view.ts';
import { givePlan } from './changes.ts';
import { example, json, refuseGiven } from './options.ts';

interface Given {
  readonly site?: string;
  readonly resource?: string;
  readonly check?: boolean;
  readonly out?: string;
}

/** What was pushed, and what the devices have. */
export function addDriftCommands(program: Command, session: Session): void {
  const { terminal } = session;
  // The options stand on the command and hold for what stands under it.
  const filter = (command: Command, device: string | undefined) => {
    const { site, resource } = command.optsWithGlobals<Given>();
    return { ...(device === undefined ? {} : { device }), ...(site === undefined ? {} : { site }), ...(resource === undefined ? {} : { resource }) };
  };
  /** Both read the devices at any rate. */
  const withoutCheck = (): void => refuseGiven(drift, ['check'], 'goes with no command under drift: they read the devices themselves');
  const drift: Command = example(json(program.command('drift').description('compare what was last pushed with what the devices have; 1 when it differs or is not known')), 'jackfield drift leeds-core-1 --check')
    .argument('[device]', 'name, id or address')
    .option('--site <site>', 'one site only')
    .option('--resource <resource>', 'one resource only: "snmp-switch/port", or with its instance "snmp-switch/port Gi1/0/3"')
    .option('--check', 'read the devices now; else as it was when last compared')
    .action(async (device: string | undefined, { check }: Given, command: Command) => {
      const found = await session.call(command, 'drift', { ...filter(command, device), check: check === true });
      session.show(command, found, (all) => driftView(all, terminal, Date.now()));
      if (found.some(({ state }) => state === 'drifting' || state === 'unknown')) session.exitCode = exitCodes.problem;
    });
  example(drift.command('replan').description('write a plan that pushes again what drifts'), 'jackfield drift replan leeds-core-1 --out again.plan.json')
    .argument('[device]', 'name, id or address')
    .option('--out <file>', 'where to write the plan, over an earlier one; drift.plan.json unless told')
    .action(async (device: string | undefined, { out }: Given, command: Command) => {
      withoutCheck();
      const plan = await session.call(command, 'drift-replan', filter(command, device));
      await givePlan(session, plan, out ?? 'drift.plan.json', () => session.show(command, plan, (made) => planView(made, terminal)));
    });
  example(drift.command('accept').description('take what the device has as what it is to have; audited'), 'jackfield drift accept leeds-core-1 --resource "snmp-switch/port Gi1/0/3"')
    .argument('<device>', 'name, id or address')
    .action(async (device: string, _options: object, command: Command) => {
      withoutCheck();
      const accepted = await session.call(command, 'drift-accept', { ...filter(command, device), device });
      session.show(command, accepted, (all) => acceptedView(all));
    });
}
