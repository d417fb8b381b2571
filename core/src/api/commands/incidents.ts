import { z } from 'zod';
import { durationSchema } from '../../health/index.ts';
import { teamsAt, unknownAssignee, unknownTask, type Assignee, type IncidentNote, type Task } from '../../incidents/index.ts';
import { badRequest } from '../errors.ts';
import { command, type CommandContext } from '../command.ts';
import type { HostServices } from '../host-services.ts';
import { audited } from './audited.ts';
import { idMeant } from './by-prefix.ts';
import { incidentNamed } from './health.ts';
import { durationOf } from './lasting.ts';
import { namedMaintenance } from './named-maintenance.ts';

const name = z.string().min(1).max(255);
const comment = z.string().max(4_000).meta({ description: 'What to say to others, at most 4,000 characters.' });

/** A task with the names of its device and site. */
export type NamedTask = Task & { readonly deviceName: string; readonly site: string | null };

export const acknowledge = command(
  z.strictObject({ incident: name, for: z.string().max(16).optional().meta({ description: 'A duration such as 2h, after which it is open again.' }), comment: comment.optional() }),
  async (context: CommandContext, { incident, for: lasting, comment: said }) => {
    const { id, device, status } = await incidentNamed(context.services, incident);
    const forMs = lasting === undefined ? undefined : durationOf(lasting);
    await audited(context, { action: 'incident.acknowledge', detail: id, device, changed: [{ what: 'status', before: status, after: `acknowledged by ${context.person}${lasting === undefined ? '' : ` for ${lasting}`}` }] }, () => context.services.incidents.acknowledge({
      incident: id, person: context.person, ...(forMs === undefined ? {} : { forMs }), ...(said === undefined ? {} : { comment: said }),
    }));
    return { incident: id };
  },
);

export const notes = command(z.strictObject({ incident: name }), async ({ services }: CommandContext, { incident }): Promise<readonly IncidentNote[]> =>
  services.incidents.notes((await incidentNamed(services, incident)).id));

export const addNote = command(z.strictObject({ incident: name, comment: comment.min(1) }), async (context: CommandContext, { incident, comment: text }) => {
  const { services, person } = context;
  const { id, device } = await incidentNamed(services, incident);
  await audited(context, { action: 'incident.note', detail: id, device, changed: [{ what: 'comment', before: null, after: text }] }, () => services.incidents.note({ incident: id, person, text }));
  return { incident: id };
});

export const why = command(z.strictObject({ incident: name }), async ({ services }: CommandContext, { incident }) => {
  const found = await services.incidents.why((await incidentNamed(services, incident)).id);
  return { ...found, maintenance: found.maintenance.map((one) => namedMaintenance(services, one)) };
});

export const delegate = command(
  z.strictObject({
    incident: name, assignee: name.meta({ description: 'A person, or a team of `teams` in the settings: `team:NAME` where both are called so.' }),
    due: z.string().max(64).optional().meta({ description: 'A duration such as 2d, or a time such as 2026-12-01T09:00:00Z.' }), comment: comment.optional(),
  }),
  async (context: CommandContext, { incident, assignee, due, comment: said }): Promise<NamedTask> => {
    const { services, person } = context;
    const { id, device } = await incidentNamed(services, incident);
    const to = await assigneeMeant(context, assignee, services.inventory.find(device)?.site ?? null);
    const task = await audited(context, { action: 'incident.delegate', detail: `${id} to ${to.name}`, device, changed: (made) => [{ what: 'task', before: null, after: `for ${to.kind} ${to.name}${made.dueAt === null ? '' : `, due ${made.dueAt}`}` }] }, () => services.incidents.delegate({
      incident: id, person, to, ...(due === undefined ? {} : { dueAt: timeMeant(due) }), ...(said === undefined ? {} : { comment: said }),
    }));
    return named(services, task);
  },
);

export const tasks = command(
  z.strictObject({ mine: z.boolean().default(false).meta({ description: 'Only those of who asks, and of their teams.' }), all: z.boolean().default(false) }),
  async ({ services, person }: CommandContext, { mine, all }): Promise<readonly NamedTask[]> => (await services.incidents.tasks())
    .map((task) => named(services, task)).filter((task) => (all || task.state === 'open') && (!mine || isOf(person, task, services))),
);

export const taskDone = command(z.strictObject({ task: name }), async (context: CommandContext, { task }): Promise<NamedTask> => {
  const { id, device } = await taskNamed(context.services, task);
  return named(context.services, await audited(context, { action: 'task.done', detail: id, device, changed: [{ what: 'task', before: 'open', after: 'done' }] }, () => context.services.incidents.closeTask(id, context.person)));
});

/** The task of this id, or of the first letters of an open one; a coded error when there is none. */
export async function taskNamed(services: HostServices, asked: string): Promise<Task> {
  const all = await services.incidents.tasks();
  const id = idMeant(asked, all.filter(({ state }) => state === 'open').map((one) => one.id), 'tasks');
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw unknownTask(`there is no task ${asked}`);
  return found;
}

function named({ inventory }: HostServices, task: Task): NamedTask {
  const of = inventory.find(task.device);
  return { ...task, deviceName: of?.name ?? task.device, site: of?.site ?? null };
}

function isOf(person: string, { to, site }: NamedTask, { configuration: { current } }: HostServices): boolean {
  if (to.kind === 'person') return to.name === person;
  return teamsAt(current, site === null ? { level: 'organization' } : { level: 'site', site }).get(to.name)?.includes(person) === true;
}

async function assigneeMeant({ services, person }: CommandContext, asked: string, site: string | null): Promise<Assignee> {
  const teams = teamsAt(services.configuration.current, site === null ? { level: 'organization' } : { level: 'site', site });
  const team = asked.startsWith('team:') ? asked.slice('team:'.length) : asked;
  // Whoever asks is somebody, also where the machine alone knows them.
  const isPerson = team === asked && (asked === person || (await services.people.list()).some((one) => one.name === asked) || [...teams.values()].some((members) => members.includes(asked)));
  if (isPerson) return { kind: 'person', name: asked };
  if (teams.has(team)) return { kind: 'team', name: team };
  throw unknownAssignee(`there is neither a person nor a team ${asked}`);
}

function timeMeant(text: string): number {
  const duration = durationSchema.safeParse(text);
  if (duration.success) return Date.now() + duration.data;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw badRequest(`due: expected a duration such as 2d, or a time such as 2026-12-01T09:00:00Z, not ${text}`);
  return time;
}
