import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { Session } from '../session.ts';
import { conclusionView, verdictView } from '../views/conformance-view.ts';
import { example, json } from './options.ts';

const tierNames = ['bronze', 'silver', 'gold', 'platinum'] as const;

interface CheckOptions {
  readonly tier: (typeof tierNames)[number];
  readonly quick?: boolean;
  readonly rule?: readonly string[];
  readonly seed?: number;
  readonly device?: string;
  readonly as?: string;
  readonly write?: boolean;
}

function seed(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError('It is a whole number.');
  return number;
}

/** The quality scale on a terminal: all rules, on the described devices or on a real one. */
export function addPluginCheckCommand(plugin: Command, session: Session): void {
  const { terminal } = session;
  example(json(plugin.command('check').description('try a plugin against every rule of the quality scale')), 'jackfield plugin check . --tier silver')
    .argument('[dir]', 'folder of the plugin: package.json and conformance.yaml', '.')
    .addOption(new Option('--tier <tier>', 'what must be reached to end with 0').choices(tierNames).default('gold'))
    .option('--quick', 'fewer mutations and repetitions')
    .option('--rule <id...>', 'these rules only')
    .option('--seed <number>', 'try other mutations than always', seed)
    .option('--device <name>', 'a real device of the configuration, by name or address, in place of a described one')
    .option('--as <described>', 'which device of conformance.yaml the real one stands for; the first unless told')
    .option('--write', 'push to the real device too, and undo it each time')
    .action(async (directory: string, options: CheckOptions, command: Command) => {
      // Property tests come with the rules: no other command pays for loading them.
      const [{ fullEffort, quickEffort, rules, tiers }, { runTrial }] = await Promise.all([import('../../conformance/index.ts'), import('../trial/index.ts')]);
      const unknown = options.rule?.find((id) => !rules.some((rule) => rule.id === id));
      if (unknown !== undefined) command.error(`error: there is no rule ${unknown}; the rules are ${rules.map(({ id }) => id).join(', ')}`);
      const chosen = rules.filter(({ id, about }) => (options.rule?.includes(id) ?? true) && (options.device === undefined || about === 'device')).map(({ id }) => id);
      const effort = { ...(options.quick === true ? quickEffort : fullEffort), ...(options.seed === undefined ? {} : { seed: options.seed }) };
      const real = options.device === undefined ? null : { configuration: session.directory(command), name: options.device, write: options.write === true, as: options.as ?? null };
      const width = Math.max(...chosen.map((id) => id.length));
      const isJson = session.isJson(command);
      using bar = new ProgressBar(terminal);
      const result = await runTrial({
        task: { directory: resolve(directory), rules: chosen, effort, real }, signal: session.signal,
        onTrying: (rule) => bar.show({ done: chosen.indexOf(rule), total: chosen.length, label: rule }),
        // As each is decided: a long run says from the first minute on what is wrong.
        onVerdict: (verdict) => isJson || terminal.write(verdictView(verdict, width, terminal)),
        onPrint: (text) => terminal.writeError(text),
      });
      session.show(command, result, (found) => conclusionView(found, terminal, options.rule === undefined && real === null));
      const wanted = tiers.slice(0, tiers.indexOf(options.tier) + 1);
      if (result.verdicts.some(({ tier, ending }) => ending === 'broken' && wanted.includes(tier))) session.exitCode = exitCodes.problem;
    });
}
