import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Verdict } from '../../conformance/index.ts';
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
      if (options.rule !== undefined) await requireRules(options.rule, command);
      const [{ refuseStale }, { checkApart }] = await Promise.all([import('../../packages/index.ts'), import('../conformance/check-apart.ts')]);
      await refuseStale(resolve(directory));
      const verdicts: Verdict[] = [];
      const job = {
        directory: resolve(directory), quick: options.quick === true, rules: options.rule ?? null, seed: options.seed ?? null,
        real: options.device === undefined ? null : { configuration: session.directory(command), device: options.device, as: options.as ?? null, write: options.write === true },
      };
      using bar = new ProgressBar(terminal);
      const conformance = await checkApart(job, {
        signal: session.signal,
        onRule: bar.show,
        onVerdict(verdict) {
          verdicts.push(verdict);
          // Into a log there is no bar: what is decided is a line at once.
          if (!terminal.live && !session.isJson(command)) terminal.writeError(`${verdict.ending.padEnd(7)} ${verdict.rule}\n`);
        },
      });
      bar[Symbol.dispose]();
      session.show(command, conformance, (result) => conformanceView(result, terminal, options.rule === undefined && options.device === undefined));
      const wanted = tierNames.slice(0, tierNames.indexOf(options.tier) + 1);
      if (verdicts.some(({ tier, ending }) => ending === 'broken' && wanted.includes(tier))) session.exitCode = exitCodes.problem;
    });
}

async function requireRules(named: readonly string[], command: Command): Promise<void> {
  // Property tests come with the rules: no other command pays for loading them.
  const { rules } = await import('../../conformance/index.ts');
  const unknown = named.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) command.error(`error: there is no rule ${unknown}; the rules are ${rules.map(({ id }) => id).join(', ')}`);
}
