import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { notificationsView, routesView } from '../views/notification-view.ts';
import { example, json } from './options.ts';

/** Who is told, and what became of the messages. */
export function addNotificationCommands(program: Command, session: Session): void {
  const { terminal } = session;
  const notifications = example(json(program.command('notifications').description('messages to people, and what became of them')), 'jackfield notifications')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'notifications', {}), (all) => notificationsView(all, terminal, Date.now()));
    });
  example(json(notifications.command('routes').description('who is told what, and where messages go')), 'jackfield notifications routes --site leeds')
    .option('--site <site>', 'of one site')
    .action(async ({ site }: { site?: string }, command: Command) => {
      session.show(command, await session.call(command, 'notification-routes', site === undefined ? {} : { site }), (found) => routesView(found, terminal));
    });
  example(json(notifications.command('test').description('send a test message')), 'jackfield notifications test night --site leeds')
    .argument('<channel>', 'one of notifications.channels in the settings')
    .option('--site <site>', "as the settings of a site say; else the organization's")
    .action(async (channel: string, { site }: { site?: string }, command: Command) => {
      const sent = await session.call(command, 'notification-test', { channel, ...(site === undefined ? {} : { site }) });
      session.show(command, sent, (one) => notificationsView([one], terminal, Date.now()));
      if (sent.state !== 'sent') session.exitCode = exitCodes.problem;
    });
}
