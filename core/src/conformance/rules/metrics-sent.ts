import type { CheckResult } from '@jackfield/sdk';
import { endingOf } from '../ending.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

/** A rate needs two looks. */
const looks = 2;

function metricsOf({ metrics, items }: CheckResult): readonly string[] {
  return [...metrics, ...items.flatMap((item) => item.metrics ?? [])].map(({ name }) => name);
}

/** Null from a check that answers nowhere, which is told by other rules. */
async function sentBy(subject: Subject, check: string): Promise<ReadonlySet<string> | null> {
  let sent: Set<string> | null = null;
  await using host = await subject.open();
  for (const device of Object.keys(subject.file.devices)) {
    for (let look = 0; look < looks; look += 1) {
      const ending = await endingOf(host.check(check, device));
      if (ending.kind === 'answer') sent = new Set([...(sent ?? []), ...metricsOf(ending.answer)]);
    }
  }
  return sent;
}

export const metricsSent: Rule = {
  id: 'metrics-sent',
  tier: 'gold',
  about: 'package',
  title: 'Every metric that is declared is measured',
  page: {
    why: 'People choose charts, levels and reports from the metrics that a manifest declares. One that never comes is an empty chart and a level that never alarms, and nobody can tell it from a device that has nothing to say.',
    checked: 'Every check runs twice on each device of conformance.yaml. Each metric that the manifest declares for it must have come at least once, of the whole or of an item.',
    example: 'Describe a device that has the sensor; take what was given up out of the manifest.',
    listing: [
      '"metrics": { "fan.speed": { "unit": "rpm", "title": "Fan speed" } }     // and a device of conformance.yaml that has a fan',
    ],
    exempt: 'A metric of hardware that no device of conformance.yaml can be: name it under "of", and say which hardware has it.',
  },
  async try(subject) {
    const declared = Object.entries(subject.packaged.manifest.contributes.checks).map(([check, { metrics }]) => ({ check, names: Object.keys(metrics) }));
    const findings = [];
    for (const { check, names } of declared) {
      const sent = names.length === 0 ? null : await sentBy(subject, check);
      for (const name of sent === null ? [] : names.filter((one) => !sent.has(one))) findings.push({ of: `${check}.${name}`, message: 'is declared and sent on no device of conformance.yaml' });
    }
    return { tried: declared.reduce((sum, { names }) => sum + names.length, 0), findings };
  },
};
