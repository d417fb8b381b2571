import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { CommandResult } from '../../api/index.ts';
import { fileNotWritten, fileUnreadable, notConfirmed, planNotReadable } from '../errors.ts';
import { differencesFound, exitCodes } from '../exit-code.ts';
import { fileProblem } from '../file-problem.ts';
import type { Session } from '../session.ts';
import { count, plain } from '../text.ts';
import { approvalsView, changesView, changeView, plansView, planView, planViewSchema, stopView, type PlanView } from '../views/change-view.ts';
import { example, json, refuseGiven } from './options.ts';

const fieldSchema = z.json();

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw fileUnreadable(`it cannot be read: ${fileProblem(cause)}`, { cause, place: { file } });
  });
}

/**
 * Writes the plan whole or not at all; the title of the plan that it replaces, null when there was none. What is there and
 * is no plan is somebody's: it is left alone.
 */
async function writePlan(file: string, plan: CommandResult<'plan'>): Promise<string | null> {
  const replaced = existsSync(file) ? await readPlan(file).catch((cause: unknown) => {
    throw fileNotWritten('it is there already and is no plan', { cause, place: { file }, hint: 'Give another name with --out, or move the file away.' });
  }) : null;
  const half = `${file}.${process.pid}.new`;
  try {
    {
      await using handle = await open(half, 'wx', 0o600);
      await handle.writeFile(`${JSON.stringify(plan, null, 2)}\n`);
      await handle.sync();
    }
    await rename(half, file);
  } catch (cause) {
    await rm(half, { force: true });
    throw fileNotWritten(`it cannot be written: ${fileProblem(cause)}`, { cause, place: { file } });
  }
  return replaced?.view.title ?? null;
}

/** `changes/port.yaml` is planned into `port.plan.json`, where the person stands. */
const planFileOf = (file: string): string => `${basename(file).replace(/\.ya?ml$/, '')}.plan.json`;

async function readPlan(file: string): Promise<{ readonly plan: z.infer<typeof fieldSchema>; readonly view: PlanView }> {
  const text = await readText(file);
  try {
    const plan = fieldSchema.parse(JSON.parse(text));
    return { plan, view: planViewSchema.parse(plan) };
  } catch (cause) {
    throw planNotReadable('it is not a plan', { cause, place: { file } });
  }
}

async function confirm({ terminal }: Session, view: PlanView, question: string): Promise<void> {
  if (!terminal.interactive) throw notConfirmed('you would be asked first, and nobody can be asked here', { hint: 'Nothing was changed. Give --yes to go on without being asked.' });
  terminal.writeError(planView(view, terminal));
  const answer = await terminal.ask(`${question} [y/N] `);
  if (!['y', 'yes'].includes(answer.toLowerCase())) throw notConfirmed('you did not say yes');
}

/** Writes a plan where it has steps, shows it, and says how it is applied. */
export async function givePlan(session: Session, plan: CommandResult<'plan'>, target: string, show: () => void): Promise<void> {
  const { terminal } = session;
  const replaced = plan.steps.length > 0 ? await writePlan(target, plan) : null;
  show();
  if (plan.steps.length === 0) terminal.writeError('Nothing to do, so no plan was written.\n');
  else terminal.writeError(`Written to ${target}${replaced === null ? '' : `, over the plan "${plain(replaced)}"`}. ${(plan.warnings ?? []).length === 0 ? 'Apply' : 'Grant writing first, as said above; then apply'} it with \`jackfield apply ${target}\`.\n`);
}

/** Pushing configuration: plan, apply, undo. */
export function addChangeCommands(program: Command, session: Session): void {
  const { terminal } = session;
  const nameOf = async (command: Command): Promise<(device: string) => string> => {
    const names = new Map((await session.call(command, 'devices', {})).map(({ id, name }) => [id, name]));
    return (device) => names.get(device) ?? device;
  };
  const report = async (command: Command, change: CommandResult<'apply'>): Promise<void> => {
    const names = await nameOf(command);
    session.show(command, change, (done) => changeView(done, names, terminal));
  };

  // The daemon settles what it began: a change that nobody waits for any more is still one change.
  const watched = async (call: Promise<CommandResult<'apply'>>): Promise<CommandResult<'apply'>> => {
    try {
      return await call;
    } catch (error) {
      if (session.signal.aborted) terminal.writeError('You wait for it no longer; what has begun goes on. See `jackfield changes`; `jackfield abort CHANGE` calls it off, and puts everything back.\n');
      throw error;
    }
  };

  example(json(program.command('plan').description('show what a change file would change, and write the plan')), 'jackfield plan config/changes/port-description.yaml --out port.plan.json')
    .argument('<file>', 'YAML file of wanted resources')
    .option('--out <file>', 'where to write the plan, over an earlier one; the name of the change file with .plan.json unless told')
    .option('--detailed-exitcode', 'end with 2 when there is something to do, with 0 when not')
    .action(async (file: string, { out, detailedExitcode }: { out?: string; detailedExitcode?: boolean }, command: Command) => {
      const plan = await session.call(command, 'plan', { text: await readText(file), file });
      await givePlan(session, plan, out ?? planFileOf(file), () => session.show(command, plan, (made) => planView(made, terminal)));
      if (plan.steps.length > 0 && detailedExitcode === true) session.exitCode = differencesFound;
    });
  example(json(program.command('apply').description('carry out a plan: snapshot, apply, read back; restore on any failure')), 'jackfield apply port.plan.json --yes')
    .argument('<plan>', 'file that `jackfield plan` wrote')
    .option('--yes', 'do not ask')
    .option('--emergency <reason>', 'pass over windows, and approvals of what can be undone; the reason is audited')
    .action(async (file: string, { yes, emergency }: { yes?: boolean; emergency?: string }, command: Command) => {
      const { plan, view } = await readPlan(file);
      if (yes !== true) await confirm(session, view, `Apply this to ${count(view.blastRadius.devices.length, 'device')}?`);
      const change = await watched(session.call(command, 'apply', { plan, ...(emergency === undefined ? {} : { emergency }) }));
      await report(command, change);
      if (change.state === 'kept') terminal.writeError(`Kept. Undo it with \`jackfield undo ${plain(change.id)}\`.\n`);
      // Kept and not saved is no success to go home on: a restart would take it back.
      if (change.state !== 'kept' || change.unsaved !== undefined) session.exitCode = exitCodes.problem;
    });
  example(json(program.command('approve').description("say yes to somebody else's plan: exactly this one, by its hash")), 'jackfield approve port.plan.json --yes')
    .argument('<plan>', 'file that `jackfield plan` wrote')
    .option('--yes', 'do not ask')
    .action(async (file: string, { yes }: { yes?: boolean }, command: Command) => {
      const { plan, view } = await readPlan(file);
      if (yes !== true) await confirm(session, view, 'Approve this?');
      session.show(command, await session.call(command, 'approve', { plan }), (approvals) => approvalsView(approvals, terminal));
    });
  example(json(program.command('plans').description('list the plans that wait to be approved or applied, or take one to a file')), 'jackfield plans 7f3a --out port.plan.json')
    .argument('[plan]', 'id of one plan, or its first letters')
    .option('--out <file>', 'where to write the plan, to be approved or applied')
    .action(async (id: string | undefined, { out }: { out?: string }, command: Command) => {
      if (id === undefined) {
        if (out !== undefined) refuseGiven(command, ['out'], 'takes one plan: name it');
        return session.show(command, await session.call(command, 'plans', {}), (all) => plansView(all, terminal, Date.now()));
      }
      const { plan } = await session.call(command, 'plan-kept', { plan: id });
      if (out === undefined) return session.show(command, plan, (kept) => planView(kept, terminal));
      return givePlan(session, plan, out, () => session.show(command, plan, (kept) => planView(kept, terminal)));
    });
  for (const [word, what] of [['pause', 'let a running change wait after the step it is at'], ['resume', 'let a paused change go on'], ['abort', 'call a running change off: everything is put back']] as const) {
    example(json(program.command(word).description(what)), `jackfield ${word} 3fa9c01b2d`)
      .argument('<change>', 'id of the change, or its first letters')
      .action(async (change: string, _options: object, command: Command) => report(command, await session.call(command, 'control-change', { change, word })));
  }
  example(json(program.command('undo').description('put back what a change replaced, and read it back')), 'jackfield undo 3fa9c01b2d')
    .argument('<change>', 'id of the change, or its first letters')
    .action(async (id: string, _options: object, command: Command) => {
      const change = await watched(session.call(command, 'undo', { change: id }));
      await report(command, change);
      const undone = change.state === 'kept' || change.state === 'reverted-verified';
      if (!undone || change.unsaved !== undefined) session.exitCode = exitCodes.problem;
    });
  example(json(program.command('save').description('tell devices once more to save what a change left there')), 'jackfield save 3fa9c01b2d')
    .argument('<change>', 'id of the change, or its first letters')
    .action(async (id: string, _options: object, command: Command) => {
      const change = await watched(session.call(command, 'save-change', { change: id }));
      await report(command, change);
      if (change.unsaved !== undefined) session.exitCode = exitCodes.problem;
    });
  const changes = example(json(program.command('changes').description('list the changes, or show one')), 'jackfield changes')
    .argument('[change]', 'id of one change, or its first letters')
    .action(async (id: string | undefined, _options: object, command: Command) => {
      if (id !== undefined) return report(command, await session.call(command, 'change', { change: id }));
      const { stop } = await session.call(command, 'changes-stopped', {});
      if (stop !== null) terminal.writeError(stopView(stop, terminal));
      return session.show(command, await session.call(command, 'changes', {}), (all) => changesView(all, terminal, Date.now()));
    });
  example(json(changes.command('stop').description('stop all changes: those that run are put back, and none begins until it is lifted')), 'jackfield changes stop "routing loops at Leeds" --hold')
    .argument('<reason>', 'why; it is audited, and told to whoever is refused')
    .option('--hold', 'let changes that run wait where they are, rather than put them back')
    .action(async (reason: string, { hold = false }: { hold?: boolean }, command: Command) =>
      session.show(command, await session.call(command, 'changes-stop', { reason, hold }), (stop) => stopView(stop, terminal)));
  example(json(changes.command('lift').description('let changes begin again')), 'jackfield changes lift')
    .action(async (_options: object, command: Command) => session.show(command, await session.call(command, 'changes-lift', {}), () => 'Changes may begin again. One that waits goes on with `jackfield resume CHANGE`.\n'));
}
