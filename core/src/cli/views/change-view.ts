import { createTwoFilesPatch } from 'diff';
import { z } from 'zod';
import type { CommandResult } from '../../api/index.ts';
import { table, type Cell } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, duration, plain } from '../text.ts';
import { losingLine, type BlastRadiusShown } from './losing-line.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;

const value = z.unknown();

/** What a person needs to see of a plan before saying yes. The daemon checks the whole of it, its hash included. */
export const planViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  hash: z.string(),
  expiresAt: z.string(),
  unchanged: z.number(),
  rollout: z.object({ waves: z.number(), soakMs: z.number(), maxFailures: z.number() }).optional(),
  approvals: z.number().optional(),
  steps: z.array(z.object({
    wave: z.number().optional(), deviceName: z.string(), plugin: z.string(), pluginVersion: z.string(), resource: z.string(), key: z.record(z.string(), value), commitClass: z.string(),
    differences: z.array(z.object({ path: z.string(), before: value, after: value })),
  })),
  cautions: z.array(z.string()).optional(),
  warnings: z.array(z.string()).optional(),
  blastRadius: z.object({
    devices: z.array(z.string()), sites: z.array(z.string()), behind: z.array(z.string()),
    losing: z.object({ kinds: z.record(z.string(), z.number()), sites: z.array(z.string()), elsewhere: z.number().optional(), service: z.number(), strangers: z.number(), unlinked: z.number() }).optional(),
  }),
});

type Step = Pick<CommandResult<'plan'>['steps'][number], 'deviceName' | 'plugin' | 'pluginVersion' | 'resource' | 'differences'> & {
  readonly key: { readonly [field: string]: unknown };
  readonly commitClass: string;
  readonly wave?: number | undefined;
};

export type PlanView = Pick<CommandResult<'plan'>, 'id' | 'title' | 'hash' | 'expiresAt' | 'unchanged'> & { readonly blastRadius: BlastRadiusShown; readonly steps: readonly Step[]; readonly cautions?: readonly string[] | undefined; readonly warnings?: readonly string[] | undefined; readonly rollout?: { readonly waves: number; readonly soakMs: number; readonly maxFailures: number } | undefined; readonly approvals?: number | undefined };

/** How each class is undone, in a few words (design: commit classes A to E). */
const classes: { readonly [commitClass: string]: string } = {
  confirm: 'confirm: the device undoes what is not confirmed',
  session: 'session: undone when the session ends',
  timer: 'timer: a timer on the device undoes what is not confirmed',
  snapshot: 'snapshot: the host puts back what it read before',
  irreversible: 'irreversible: cannot be undone',
};

function shown(of: unknown): string {
  return of === undefined ? '' : typeof of === 'string' ? of : JSON.stringify(of);
}

function keyText(key: { readonly [field: string]: unknown }): string {
  const fields = Object.entries(key).map(([name, of]) => `${name}=${shown(of)}`);
  return fields.length === 0 ? '' : ` ${fields.join(' ')}`;
}

/** Texts of several lines as a patch; anything else as what is there and what will be. */
export function differenceLines({ path, before, after }: { readonly path: string; readonly before?: unknown; readonly after?: unknown }, colours: Terminal['colours']): string[] {
  const [old, wanted] = [before, after].map((text) => (typeof text === 'string' ? text : ''));
  if (`${old}${wanted}`.trimEnd().includes('\n')) {
    const patch = createTwoFilesPatch('now', 'wanted', old ?? '', wanted ?? '', '', '', { context: 2 }).split('\n').slice(3);
    const painted = patch.filter((line) => line !== '' && !line.startsWith('\\')).map(plain);
    return [`  ${plain(path)}:`, ...painted.map((line) => `    ${line.startsWith('+') ? colours.green(line) : line.startsWith('-') ? colours.red(line) : colours.dim(line)}`)];
  }
  return [
    ...(before === undefined || before === null ? [] : [colours.red(`  - ${plain(path)}: ${plain(shown(before))}`)]),
    ...(after === undefined || after === null ? [] : [colours.green(`  + ${plain(path)}: ${plain(shown(after))}`)]),
  ];
}

export function planView(plan: PlanView, { colours }: View): string {
  const { blastRadius } = plan;
  const waves = plan.rollout?.waves ?? 1;
  const steps = plan.steps.map((step, position) => {
    const begins = waves > 1 && plan.steps[position - 1]?.wave !== step.wave ? colours.dim(`wave ${(step.wave ?? 0) + 1} of ${waves}\n`) : '';
    const head = begins + `${colours.bold(plain(step.deviceName))}  ${plain(step.resource)}${plain(keyText(step.key))}  ${colours.dim(`${plain(step.plugin)} ${plain(step.pluginVersion)}, ${classes[step.commitClass] ?? plain(step.commitClass)}`)}\n`;
    const lines = step.differences.flatMap((difference) => differenceLines(difference, colours));
    return head + lines.map((line) => `${line}\n`).join('');
  });
  return [
    `${colours.bold(plain(plan.title))}\n`,
    ...(steps.length === 0 ? ['Nothing to change: the devices are as wanted.\n'] : steps),
    `${count(plan.steps.length, 'step')} on ${count(blastRadius.devices.length, 'device')} of ${count(blastRadius.sites.length, 'site')}${plan.unchanged > 0 ? `, ${plan.unchanged} as wanted already` : ''}\n`,
    ...(steps.length === 0 ? [] : [losingLine(blastRadius)]),
    ...(waves <= 1 ? [] : [`${waves} waves, each left alone for ${duration(plan.rollout?.soakMs ?? 0)}; ${plan.rollout?.maxFailures === 0 ? 'the first failure puts everything back' : `more than ${count(plan.rollout?.maxFailures ?? 0, 'failure')} put everything back`}\n`]),
    ...(plan.approvals === undefined || plan.approvals === 0 ? [] : [`Needs ${count(plan.approvals, 'approval')} by others than its author: \`jackfield approve\`.\n`]),
    ...[...(plan.cautions ?? []), ...(plan.warnings ?? [])].map((warning) => `${colours.yellow(plain(warning))}\n`),
    ...(steps.length === 0 ? [] : [colours.dim(`sha256 ${plan.hash}, good until ${plan.expiresAt}\n`)]),
  ].join('\n');
}

export function plansView(plans: CommandResult<'plans'>, { colours, columns }: View, now: number): string {
  if (plans.length === 0) return 'No plan waits. Make one with `jackfield plan FILE`.\n';
  return table(
    [{ title: 'PLAN', firm: true }, { title: 'STEPS', align: 'right', spare: 2 }, { title: 'BY', firm: true }, { title: 'APPROVALS', firm: true }, { title: 'MADE', spare: 1 }, { title: 'TITLE', beneath: true }],
    plans.map(({ id, steps, author, needed, given, createdAt, title }) => {
      const approved = given.filter(({ person }) => person !== author).length;
      return [id.slice(0, 8), String(steps), author, needed === 0 ? 'none needed' : { text: `${approved} of ${needed}`, style: approved < needed ? colours.yellow : colours.green }, ago(createdAt, now), title];
    }), columns, colours.dim,
  );
}

export function approvalsView({ title, hash, needed, given }: CommandResult<'approve'>, { colours }: View): string {
  const people = given.map(({ person, at }) => `  ${plain(person)} ${colours.dim(at)}\n`).join('');
  return `${colours.bold(plain(title))}  ${colours.dim(`sha256 ${hash}`)}\n${given.length} of ${count(needed, 'approval')} it needs\n${people}`;
}

type Change = CommandResult<'changes'>[number];

function stateStyle(state: string, colours: Terminal['colours']): Cell {
  const good = state === 'kept' || state === 'verified';
  const bad = state === 'failed' || state === 'failed-held' || state.endsWith('unverified');
  return { text: state, style: good ? colours.green : bad ? colours.red : colours.yellow };
}

export function changesView(changes: readonly Change[], { colours, columns }: View, now: number): string {
  if (changes.length === 0) return 'No changes yet. Begin with `jackfield plan FILE`.\n';
  return table(
    [{ title: 'CHANGE', firm: true }, { title: 'STATE', firm: true }, { title: 'STEPS', align: 'right', spare: 3 }, { title: 'BY', spare: 1 }, { title: 'STARTED', spare: 2 }, { title: 'TITLE', beneath: true }],
    changes.map((change) => [
      change.id, change.paused || change.unsaved !== undefined ? { text: `${change.state}, ${change.paused ? 'paused' : 'not saved'}`, style: colours.yellow } : stateStyle(change.state, colours), String(change.steps.length), change.person, ago(change.startedAt, now),
      `${change.undoes === null ? change.title : `undoes ${change.undoes}`}${change.undoneBy === null ? '' : ` (undone by ${change.undoneBy})`}`,
    ]), columns, colours.dim,
  );
}

export function stopView({ person, at, reason }: CommandResult<'changes-stop'>, { colours }: View): string {
  return `${colours.yellow(`${plain(person)} stopped all changes at ${plain(at)}: ${plain(reason)}`)}\nNone begins until \`jackfield changes lift\`; \`jackfield undo\` works.\n`;
}

export function changeView(change: Change, nameOf: (device: string) => string, { colours, columns }: View): string {
  const took = change.endedAt === null ? '' : ` in ${duration(Date.parse(change.endedAt) - Date.parse(change.startedAt))}`;
  const { text, style } = stateStyle(change.state, colours);
  const steps = table(
    [{ title: 'DEVICE', firm: true }, { title: 'RESOURCE' }, { title: 'STATE', firm: true }, { title: 'MESSAGE', beneath: true }],
    change.steps.map((step) => [nameOf(step.device), `${step.resource}${keyText(step.key)}`, stateStyle(step.state, colours), step.message ?? '']), columns, colours.dim,
  );
  const wave = change.waves > 1 ? `, wave ${change.wave + 1} of ${change.waves}` : '';
  const paused = change.paused ? colours.yellow(', paused') : '';
  // Mostly it stands at the step that failed; that somebody called it off, or that health got worse, stands nowhere else.
  const why = change.message && !change.steps.some(({ message }) => message === change.message) ? `${colours.yellow(plain(change.message))}\n` : '';
  const undone = change.undoneBy === null ? '' : `Undone by change ${plain(change.undoneBy)}.\n`;
  const open = undone === '' && (change.state === 'failed-held' || change.state === 'reverted-unverified');
  const finish = open ? `Once the devices answer, finish it with \`jackfield undo ${plain(change.id)}\`; \`jackfield incidents\` says what may be where.\n` : '';
  const unsaved = (change.unsaved ?? []).map(({ deviceName, message }) => `${colours.yellow(`${plain(deviceName)} runs it, and did not save it${message === null ? ' yet' : `: ${plain(message)}`}`)}\n`).join('');
  const again = unsaved === '' ? '' : `After a restart it has what it had before; tell it once more with \`jackfield save ${plain(change.id)}\`.\n`;
  const kept = unsaved === '' ? '' : colours.yellow(', not saved');
  return `change ${change.id}: ${style?.(text) ?? text}${kept}${wave}${paused}${took}\n${why}${steps}${unsaved}${again}${finish}${undone}`;
}
