import type { Command } from 'commander';
import type { CommandInput } from '../../api/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { checkView, incidentsView } from '../views/health-view.ts';
import { example, json } from './options.ts';

/** Runs checks now, and ends with 1 when one of them is not ok. */
export async function runChecks(session: Session, command: Command, input: CommandInput<'check'>): Promise<void> {
  const results = await session.call(command, 'check', input);
  session.show(command, results, (all) => checkView(all, session.terminal, Date.now()));
  if (results.some(({ state }) => state !== 'ok')) session.exitCode = exitCodes.problem;
}

/** How it is: checks and incidents. */
export function addHealthCommands(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('check').description('run the checks of a device now')), 'jackfield check leeds-core-1 --check ports')
    .argument('<device>', 'name, id or address')
    .option('--check <check>', 'one check only')
    .option('--plugin <id>', 'of one plugin only')
    .action(async (device: string, { check, plugin }: { check?: string; plugin?: string }, command: Command) => {
      await runChecks(session, command, { device, ...(check === undefined ? {} : { check }), ...(plugin === undefined ? {} : { plugin }) });
    });
  example(json(program.command('incidents').description('list the incidents that are not resolved')), 'jackfield incidents --device leeds-core-1 --all')
    .option('--device <name>', 'of one device')
    .option('--all', 'resolved ones too')
    .action(async ({ device, all }: { device?: string; all?: boolean }, command: Command) => {
      const found = await session.call(command, 'incidents', { all: all === true, ...(device === undefined ? {} : { device }) });
      session.show(command, found, (incidents) => incidentsView(incidents, terminal, Date.now()));
    });
}
