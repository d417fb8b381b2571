import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { recentTrapsView, trapsView } from '../views/traps-view.ts';
import { example, json } from './options.ts';

/** What devices told by themselves. */
export function addTrapsCommand(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('traps').description('SNMP traps received, kept and dropped, and from whom last, by site; 1 when they should be received and are not')), 'jackfield traps --site leeds')
    .option('--site <site>', 'one site only')
    .option('--device <name>', 'the newest of one device, with what they triggered')
    .action(async ({ site, device }: { site?: string; device?: string }, command: Command) => {
      if (device !== undefined) return session.show(command, await session.call(command, 'traps-recent', { device }), (recent) => recentTrapsView(recent, terminal, Date.now()));
      const found = await session.call(command, 'traps', site === undefined ? {} : { site });
      session.show(command, found, (traps) => trapsView(traps, terminal, Date.now()));
      if (found.receiver?.listening === false) session.exitCode = exitCodes.problem;
    });
}
