import { InvalidArgumentError, type Command } from 'commander';
import type { Session } from '../session.ts';
import { planView } from '../views/change-view.ts';
import { historyDiffView, historyView, leftOutView, versionView } from '../views/history-view.ts';
import { givePlan } from './changes.ts';
import { example, json, refuseGiven } from './options.ts';

const actions = { show: 1, diff: 2, restore: 1 } as const;
type Action = keyof typeof actions;

function isAction(word: string): word is Action {
  return Object.hasOwn(actions, word);
}

function versionNumber(word: string): number {
  const version = Number(word);
  if (!Number.isInteger(version) || version < 1) throw new InvalidArgumentError(`"${word}" is no version: they are numbers, as \`jackfield history DEVICE\` lists them.`);
  return version;
}

/** The configurations that a device had. */
export function addHistoryCommand(program: Command, session: Session): void {
  const { terminal } = session;
  const wrong = (command: Command, message: string): never => command.error(message);
  example(json(program.command('history').description('the configurations a device had: list, show, compare, plan one back')), [
    'jackfield history leeds-core-1 --take', 'jackfield history leeds-core-1 show 2', 'jackfield history leeds-core-1 diff 1 2', 'jackfield history leeds-core-1 restore 1 --out back.plan.json',
  ].join('\n  '))
    .argument('<device>', 'name, id or address')
    .argument('[action]', 'show VERSION, diff VERSION VERSION, or restore VERSION: writes a plan for a change back to it')
    .argument('[versions...]', 'numbers of versions', (word: string, before: number[] | undefined) => [...before ?? [], versionNumber(word)])
    .option('--take', 'read the device now, before it lists them')
    .option('--out <file>', 'where restore writes the plan; DEVICE-VERSION.plan.json unless told')
    .action(async (device: string, action: string | undefined, versions: readonly number[] | undefined, { take, out }: { take?: boolean; out?: string }, command: Command) => {
      if (action !== 'restore') refuseGiven(command, ['out'], 'goes with restore');
      if (action !== undefined) refuseGiven(command, ['take'], 'goes with no other action: it lists the versions');
      if (action === undefined) {
        const history = await session.call(command, 'history', { device, take: take === true });
        return session.show(command, history, (found) => historyView(found, terminal, Date.now()));
      }
      if (!isAction(action)) return wrong(command, `"${action}" is not one of show, diff, restore`);
      const [first, second] = versions ?? [];
      if (first === undefined || versions?.length !== actions[action]) return wrong(command, `${action} takes ${actions[action] === 1 ? 'one version' : 'two versions'}`);
      if (action === 'show') return session.show(command, await session.call(command, 'history-show', { device, version: first }), (version) => versionView(version, terminal));
      if (action === 'diff') {
        return session.show(command, await session.call(command, 'history-diff', { device, from: first, to: second ?? first }), (found) => historyDiffView(found, terminal));
      }
      const restored = await session.call(command, 'history-restore', { device, version: first });
      return givePlan(session, restored.plan, out ?? `${device.replaceAll(/[^\w.-]/g, '-')}-${first}.plan.json`, () =>
        session.show(command, restored, ({ plan, leftOut }) => planView(plan, terminal) + leftOutView(leftOut, terminal)));
    });
}
