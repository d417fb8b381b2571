import { rmSync } from 'node:fs';
import { reportOf } from '../../control/index.ts';
import { conclude, fullEffort, judge, openRealDevice, quickEffort, refuseExemptions, rules, Subject } from '../../conformance/index.ts';
import { settingSchemas } from '../../host/index.ts';
import type { CheckJob, CheckMessage } from './check-job.ts';

// What tries a plugin: `node … check-process.js JOB FOLDER`, the folder of its temporary files being its own, with a channel to who asked. It is ended when it has answered, so that
// whatever the plugin left behind, or never gives back, ends with it.

const aliveMs = 1_000;

function say(message: CheckMessage): Promise<void> {
  return new Promise((done) => process.send?.(message, () => done()));
}

async function check(job: CheckJob): Promise<void> {
  const effort = { ...(job.quick ? quickEffort : fullEffort), ...(job.seed === null ? {} : { seed: job.seed }) };
  const chosen = rules.filter(({ id, about }) => (job.rules?.includes(id) ?? true) && (job.real === null || about === 'device'));
  await using real = job.real === null ? null : await openRealDevice({ configuration: job.real.configuration, schemas: settingSchemas, name: job.real.device, write: job.real.write });
  const subject = await Subject.load({ directory: job.directory, ...(real === null ? {} : { real: { device: real, as: job.real?.as ?? null } }) });
  refuseExemptions(subject);
  const verdicts = [];
  for (const rule of chosen) {
    await say({ kind: 'rule', rule: rule.id, done: verdicts.length, total: chosen.length });
    const verdict = await judge(subject, rule, effort);
    verdicts.push(verdict);
    await say({ kind: 'verdict', verdict });
  }
  await say({ kind: 'result', result: { ...conclude(subject, verdicts), deprecated: await subject.deprecations() } });
}

const job: CheckJob = JSON.parse(process.argv[2] ?? '');
const temporary = process.argv[3] ?? '';
// Who asked is gone: nobody hears the answer, and nobody takes the folder away.
process.once('disconnect', () => {
  rmSync(temporary, { recursive: true, force: true });
  process.exit();
});
setInterval(() => void say({ kind: 'alive' }), aliveMs).unref();
await check(job).catch((error: unknown) => say({ kind: 'failed', error: reportOf(error) }));
