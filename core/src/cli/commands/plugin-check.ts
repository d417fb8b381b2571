import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { openRealDevice } from '../../conformance/index.ts';
import { exitCodes } from '../exit-code.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { Session } from '../session.ts';
import { conformanceView } from '../views/conformance-view.ts';
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
      const { conclude, fullEffort, judge, quickEffort, refuseExemptions, rules, Subject, tiers } = await import('../../conformance/index.ts');
      const unknown = options.rule?.find((id) => !rules.some((rule) => rule.id === id));
      if (unknown !== undefined) command.error(`error: there is no rule ${unknown}; the rules are ${rules.map(({ id }) => id).join(', ')}`);
      const chosen = rules.filter(({ id, about }) => (options.rule?.includes(id) ?? true) && (options.device === undefined || about === 'device'));
      const effort = { ...(options.quick === true ? quickEffort : fullEffort), ...(options.seed === undefined ? {} : { seed: options.seed }) };
      await using real = options.device === undefined ? null : await realDevice(session.directory(command), options.device, options.write === true);
      const subject = await Subject.load({ directory: resolve(directory), ...(real === null ? {} : { real: { device: real, as: options.as ?? null } }) });
      refuseExemptions(subject);
      const verdicts = [];
      {
        using bar = new ProgressBar(terminal);
        for (const rule of chosen) {
          session.signal.throwIfAborted();
          bar.show({ done: verdicts.length, total: chosen.length, label: rule.id });
          verdicts.push(await judge(subject, rule, effort));
        }
      }
      const conformance = { ...conclude(subject, verdicts), deprecated: await subject.deprecations() };
      session.show(command, conformance, (result) => conformanceView(result, terminal, options.rule === undefined && real === null));
      const wanted = tiers.slice(0, tiers.indexOf(options.tier) + 1);
      if (verdicts.some(({ tier, ending }) => ending === 'broken' && wanted.includes(tier))) session.exitCode = exitCodes.problem;
    });
}

async function realDevice(configuration: string, name: string, write: boolean): ReturnType<typeof openRealDevice> {
  const [{ openRealDevice: open }, { settingSchemas }] = await Promise.all([import('../../conformance/index.ts'), import('../../host/index.ts')]);
  return open({ configuration, schemas: settingSchemas, name, write });
}
