import type { Command } from 'commander';
import type { CommandResult } from '../../api/index.ts';
import { commandUnknown } from '../errors.ts';
import type { Session } from '../session.ts';
import { commandsView, newChangeText } from '../views/contributed-view.ts';
import { runChecks } from './health.ts';
import { example, json } from './options.ts';

type Offered = CommandResult<'commands'>['commands'][number];

/** The command of this id; its name is enough where one plugin alone has it. */
function commandNamed(commands: readonly Offered[], asked: string, device: string): Offered {
  const [first, ...others] = commands.filter(({ id }) => id === asked || id.endsWith(`/${asked}`));
  if (first !== undefined && others.length === 0) return first;
  const named = [first, ...others].flatMap((one) => one?.id ?? []);
  throw commandUnknown(named.length === 0 ? `no plugin offers ${asked} on ${device}` : `${asked} is a command of several plugins`, { place: { device }, ...(named.length === 0 ? {} : { hint: `Name one of them: ${named.join(', ')}.` }) });
}

/** What plugins contribute to be started: the same that the palette of the console offers. */
export function addContributedCommands(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('commands').description('list what plugins offer to start on devices')), 'jackfield commands --device leeds-core-1')
    .option('--device <name>', 'on one device')
    .action(async ({ device }: { device?: string }, command: Command) => {
      const { commands } = await session.call(command, 'commands', device === undefined ? {} : { device });
      session.show(command, commands, (all) => commandsView(all, device ?? null, terminal));
    });
  example(json(program.command('run').description('start what a plugin offers: a check runs, a change is begun, a page is named')), 'jackfield run snmp-switch/check-ports --device leeds-core-1')
    .argument('<command>', 'as in `jackfield commands`')
    .requiredOption('--device <name>', 'name, id or address')
    .action(async (asked: string, { device }: { device: string }, command: Command) => {
      const { console, commands } = await session.call(command, 'commands', { device });
      const offered = commandNamed(commands, asked, device);
      const { plugin, starts } = offered;
      switch (starts.kind) {
        case 'check': return runChecks(session, command, { device, plugin, check: starts.check });
        case 'dashboard': return session.show(command, { page: `${console}${offered.page ?? ''}` }, ({ page }) => `${page}\n`);
        case 'change': {
          const [resources, found] = await Promise.all([session.call(command, 'resources', {}), session.call(command, 'device', { device })]);
          const schema = resources.find((one) => one.plugin === plugin && one.name === starts.resource)?.schema ?? {};
          session.show(command, { text: newChangeText(offered, starts, found.name, schema) }, ({ text }) => text);
          if (!session.isJson(command)) terminal.writeError('Nothing is planned yet. Keep this as a file, fill it in, then: jackfield plan FILE\n');
          return undefined;
        }
      }
    });
}
