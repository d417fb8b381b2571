import { rmSync, writeSync } from 'node:fs';
import { reportOf } from '../../api/index.ts';
import { conclude, judge, openRealDevice, refuseExemptions, rules, Subject } from '../../conformance/index.ts';
import { settingSchemas } from '../../host/index.ts';
import { placeInSource } from '../../plugins/index.ts';
import { pluginEndedTrial } from '../errors.ts';
import { beatMs, trialTaskSchema, type TrialEvent, type TrialTask } from './trial-event.ts';

// What runs in the process of a trial: `node trial-process.js TASK`, events on descriptor 3, the cord on standard input.

/** At once: it is out before the plugin can do anything more. */
function tell(event: TrialEvent): void {
  writeSync(3, `${JSON.stringify(event)}\n`);
}

/** Whoever hears of it ends this process, and with it all that the plugin left running. */
function fail(error: unknown): void {
  tell({ kind: 'failed', report: reportOf(error) });
}

/** The plugin's code threw where nobody was there to catch it: in a timer, in a listener, in a promise that nobody waits for. */
async function escaped(error: unknown): Promise<void> {
  const place = await placeInSource(error);
  fail(pluginEndedTrial(`thrown where nothing catches it: ${error instanceof Error ? error.message : String(error)}`, { cause: error, ...(place === null ? {} : { place }) }));
}

async function run({ directory, rules: ids, effort, real: named }: TrialTask): Promise<void> {
  await using real = named === null ? null : await openRealDevice({ ...named, schemas: settingSchemas });
  const subject = await Subject.load({ directory, ...(real === null || named === null ? {} : { real: { device: real, as: named.as } }) });
  refuseExemptions(subject);
  const verdicts = [];
  for (const rule of rules.filter(({ id }) => ids.includes(id))) {
    tell({ kind: 'trying', rule: rule.id });
    const verdict = await judge(subject, rule, effort);
    verdicts.push(verdict);
    tell({ kind: 'verdict', verdict });
  }
  tell({ kind: 'concluded', result: { ...conclude(subject, verdicts), deprecated: await subject.deprecations() } });
}

const task = trialTaskSchema.parse(JSON.parse(process.argv[2] ?? ''));
// The cord closes when the command is gone, however it went.
process.stdin.on('close', () => {
  rmSync(task.scratch, { recursive: true, force: true });
  process.exit(1);
}).resume();
process.on('uncaughtException', (error) => void escaped(error));
process.on('unhandledRejection', (error) => void escaped(error));
setInterval(() => tell({ kind: 'beat' }), beatMs);
await run(task).catch(fail);
