import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { maintenanceView, notesView, tasksView, whyView } from '../views/incident-view.ts';
import { example, json } from './options.ts';

/** The options that were given, of those that the daemon takes. */
function given<Name extends string>(options: { readonly [One in Name]?: string }, names: readonly Name[]): { readonly [One in Name]?: string } {
  const found: { [One in Name]?: string } = {};
  for (const name of names) if (options[name] !== undefined) found[name] = options[name];
  return found;
}

/** What people do about incidents. */
export function addIncidentCommands(program: Command, session: Session): void {
  const { terminal } = session;
  const id = (command: Command): Command => command.argument('<incident>', 'id, or its first letters');
  id(example(json(program.command('acknowledge').description('say that an incident is being looked after')), 'jackfield acknowledge 3f9a01bc --for 2h --comment "on the way"'))
    .option('--for <duration>', 'open again after this, such as 2h')
    .option('--comment <text>', 'what to say to others')
    .action(async (incident: string, options: { for?: string; comment?: string }, command: Command) => {
      session.show(command, await session.call(command, 'acknowledge', { incident, ...given(options, ['for', 'comment']) }), (done) => `${done.incident.slice(0, 8)} is acknowledged.\n`);
    });
  id(example(json(program.command('why').description('why an incident is open: check, way, what waits for it, last change, maintenance')), 'jackfield why 3f9a01bc'))
    .action(async (incident: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'why', { incident }), (why) => whyView(why, terminal, Date.now()));
    });
  id(example(json(program.command('notes').description('what happened to an incident and what was said of it')), 'jackfield notes 3f9a01bc'))
    .action(async (incident: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'incident-notes', { incident }), (notes) => notesView(notes, terminal));
    });
  id(example(json(program.command('note').description('say something of an incident')), 'jackfield note 3f9a01bc "the fibre was cut at the bridge"'))
    .argument('<text>', 'what to say')
    .action(async (incident: string, comment: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'incident-note', { incident, comment }), (done) => `Said of ${done.incident.slice(0, 8)}.\n`);
    });
  id(example(json(program.command('delegate').description('give an incident to a person or a team')), 'jackfield delegate 3f9a01bc team:network --due 2d'))
    .argument('<who>', 'a person, or a team of `teams` in the settings')
    .option('--due <when>', 'a duration such as 2d, or a time such as 2026-12-01T09:00:00Z')
    .option('--comment <text>', 'what to say to them')
    .action(async (incident: string, assignee: string, options: { due?: string; comment?: string }, command: Command) => {
      session.show(command, await session.call(command, 'delegate', { incident, assignee, ...given(options, ['due', 'comment']) }), (task) => tasksView([task], terminal, Date.now()));
    });
  example(json(program.command('tasks').description('list what was given to whom')), 'jackfield tasks --mine')
    .option('--mine', 'only yours, and those of your teams')
    .option('--all', 'closed ones too')
    .action(async ({ mine, all }: { mine?: boolean; all?: boolean }, command: Command) => {
      session.show(command, await session.call(command, 'tasks', { mine: mine === true, all: all === true }), (tasks) => tasksView(tasks, terminal, Date.now()));
    });
  example(json(program.command('done').description('say that a task is done; it ends by itself when the check is ok again')), 'jackfield done 7c21aa09')
    .argument('<task>', 'id, or its first letters')
    .action(async (task: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'task-done', { task }), (done) => `${done.id.slice(0, 8)} is done.\n`);
    });
  addMaintenance(program, session);
}

function addMaintenance(program: Command, session: Session): void {
  const { terminal } = session;
  const maintenance = example(json(program.command('maintenance').description('what is being worked on: nobody is called for it')), 'jackfield maintenance')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'maintenance', {}), (all) => maintenanceView(all, terminal, Date.now()));
    });
  example(json(maintenance.command('begin').description('begin now, for a while')), 'jackfield maintenance begin leeds --for 90m --reason "new switches"')
    .argument('<place>', 'a device, or a site, district or region such as leeds or region:north; "organization" for all of it')
    .requiredOption('--for <duration>', 'how long, such as 90m')
    .requiredOption('--reason <text>', 'why; others see it')
    .action(async (at: string, { for: lasting, reason }: { for: string; reason: string }, command: Command) => {
      session.show(command, await session.call(command, 'maintenance-begin', { at, for: lasting, reason }), (one) => maintenanceView([one], terminal, Date.now()));
    });
  example(json(maintenance.command('end').description('end it before its time')), 'jackfield maintenance end 51c0d2aa')
    .argument('<maintenance>', 'id, or its first letters')
    .action(async (asked: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'maintenance-end', { maintenance: asked }), ({ at }) => `The maintenance of ${plain(at)} is over.\n`);
    });
}
