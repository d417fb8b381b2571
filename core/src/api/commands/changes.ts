import type { CommitClass } from '@jackfield/sdk';
import { z } from 'zod';
import type { Approval, Change, ChangeProgress, KeptPlan, Plan } from '../../changes/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { cursorUnknown, notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import { readCommand } from '../listing.ts';
import { idMeant } from './by-prefix.ts';

const shown = ({ progress, services }: CommandContext) => ({ done, total, device, step }: ChangeProgress): void =>
  progress({ done, total, label: device === '' ? step : `${services.inventory.find(device)?.name ?? device} ${step}` });

export const plan = command(z.strictObject({ text: z.string().max(4_000_000), file: z.string().max(4_096) }), (context: CommandContext, { text, file }) =>
  context.services.changes.plan({ text, file, person: context.person, onProgress: shown(context) }, context.signal));

/** Looked at by the changes themselves: one that was altered is refused as such. */
const planFile = z.unknown().meta({ description: 'As it came when it was planned, whole.' });
const applyInput = z.strictObject({ plan: planFile, emergency: z.string().min(1).max(1_024).optional() });
const changeInput = z.strictObject({ change: z.string().min(1).max(255) });

export const apply = command(applyInput, (context: CommandContext, { plan: file, emergency }) =>
  context.services.changes.apply({ plan: file, person: context.person, onProgress: shown(context), ...(emergency === undefined ? {} : { emergency }) }, context.signal), { detached: true });

export const approve = command(z.strictObject({ plan: planFile }), (context: CommandContext, input) => context.services.changes.approve({ plan: input.plan, person: context.person }));

export interface WaitingPlan extends Pick<Plan, 'id' | 'title' | 'author' | 'createdAt' | 'expiresAt' | 'hash'> {
  readonly steps: number;
  readonly devices: readonly string[];
  readonly sites: readonly string[];
  readonly commitClasses: readonly CommitClass[];
  /** Approvals by others than the author: how many it takes, and whose it has. */
  readonly needed: number;
  readonly given: readonly Approval[];
}

/** Plans that wait to be approved or applied, newest first. */
export const plans = command(nothing, async ({ services }: CommandContext): Promise<readonly WaitingPlan[]> =>
  (await services.changes.plans()).map(({ plan: { id, title, author, createdAt, expiresAt, hash, steps, approvals, blastRadius: { devices, sites } }, given }) => ({
    id, title, author, createdAt, expiresAt, hash, steps: steps.length, devices, sites, commitClasses: [...new Set(steps.map(({ commitClass }) => commitClass))], needed: approvals, given,
  })));

/** The plan of this id or its first letters, or the one that a change was; a coded error when there is none. */
export async function planNamed({ services: { changes: service } }: CommandContext, asked: string): Promise<KeptPlan> {
  const found = await service.findPlan(idMeant(asked, (await service.plans()).map(({ plan: { id } }) => id), 'plans'));
  if (found === null) throw notFound(`there is no plan ${asked}`, { hint: 'Those that wait are listed by `jackfield plans`; one that nobody applied is forgotten when it expires.' });
  return found;
}

export const planKept = command(z.strictObject({ plan: z.string().min(1).max(255) }), async (context: CommandContext, asked) => planNamed(context, asked.plan));

const changeMeant = async ({ services }: CommandContext, asked: string): Promise<string> => idMeant(asked, (await services.changes.list()).map(({ id }) => id), 'changes');

export const undo = command(changeInput, async (context: CommandContext, { change }) =>
  context.services.changes.undo({ change: await changeMeant(context, change), person: context.person, onProgress: shown(context) }, context.signal), { detached: true });

export const controlChange = command(
  z.strictObject({ change: z.string().min(1).max(255), word: z.enum(['pause', 'resume', 'abort']) }),
  async (context: CommandContext, { change, word }) => context.services.changes.control(await changeMeant(context, change), word, context.person),
);

export const saveChange = command(changeInput, async (context: CommandContext, { change }) =>
  context.services.changes.save({ change: await changeMeant(context, change), person: context.person, onProgress: shown(context) }), { detached: true });

export const changes = readCommand({
  input: nothing,
  async read({ services }, _input, page): Promise<readonly Change[]> {
    const found = await services.changes.list(page);
    // Nothing is behind a change that is not there either.
    if (found.length === 0 && page.before !== undefined && (await services.changes.find(page.before)) === null) throw cursorUnknown();
    return found;
  },
  at: ({ id }) => id,
});

export const stopChanges = command(
  z.strictObject({ reason: z.string().min(1).max(1_024), hold: z.boolean().default(false).meta({ description: 'Changes that run wait where they are; else they are called off and put back.' }) }),
  ({ services, person }: CommandContext, { reason, hold }) => services.changes.stop({ person, reason, hold }),
);

export const liftStop = command(nothing, async ({ services, person }: CommandContext) => {
  await services.changes.lift(person);
  return { stop: null };
});

export const changesStop = command(nothing, async ({ services }: CommandContext) => ({ stop: await services.changes.stopped() }));

/** The change as it is when it has begun; it goes on by itself. What keeps it from beginning is thrown. */
async function begun(services: HostServices, work: (onProgress: (progress: ChangeProgress) => void) => Promise<Change>): Promise<Change> {
  const started = Promise.withResolvers<string>();
  const ended = work(({ change: id }) => started.resolve(id));
  return Promise.race([ended, started.promise.then((id) => changeNamed(services, id))]);
}

/** As `apply`, for those who come back for the outcome. */
export const beginApply = command(applyInput, ({ services, person, signal }: CommandContext, { plan: file, emergency }) =>
  begun(services, (onProgress) => services.changes.apply({ plan: file, person, onProgress, ...(emergency === undefined ? {} : { emergency }) }, signal)), { detached: true });

/** As `undo`, for those who come back for the outcome. */
export const beginUndo = command(changeInput, async (context: CommandContext, input) => {
  const { services, person, signal } = context;
  const id = await changeMeant(context, input.change);
  return begun(services, (onProgress) => services.changes.undo({ change: id, person, onProgress }, signal));
}, { detached: true });

/** The change of this id, or its first letters; a coded error when there is none. */
export async function changeNamed(services: HostServices, asked: string): Promise<Change> {
  const found = await services.changes.find(idMeant(asked, (await services.changes.list()).map(({ id }) => id), 'changes'));
  if (!found) throw notFound(`there is no change ${asked}`, { hint: 'List the changes with `jackfield changes`.' });
  return found;
}

export const change = command(changeInput, ({ services }: CommandContext, input) => changeNamed(services, input.change));
