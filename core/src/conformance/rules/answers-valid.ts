import type { CheckResult } from '@jackfield/sdk';
import { endingOf } from '../ending.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Reading } from '../subject.ts';

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, at) => names.indexOf(name) !== at);
}

/** What the host's schema does not say about the result of a check. */
function complaints({ summary, items, metrics }: CheckResult, declared: ReadonlySet<string>): string[] {
  const twice = repeated(items.map(({ name }) => name));
  const all = [...metrics, ...items.flatMap((item) => item.metrics ?? [])];
  const stray = new Set(all.map(({ name }) => name).filter((name) => !declared.has(name)));
  const endless = all.filter(({ value }) => !Number.isFinite(value)).map(({ name }) => name);
  return [
    ...(summary.trim() === '' ? ['has no summary'] : []),
    ...(/[\r\n]/.test(summary) ? ['has a summary of several lines'] : []),
    ...(twice === undefined ? [] : [`has two items called ${twice}`]),
    ...Array.from(stray, (name) => `has the metric ${name}, which the manifest does not declare with a unit`),
    ...endless.map((name) => `has ${name} that is no number`),
  ];
}

/** Every contribution answers somewhere, in the shape that the contract says. */
export const answersValid: Rule = {
  id: 'answers-valid',
  tier: 'bronze',
  about: 'device',
  title: 'Answers are whole, valid, and measured in declared units',
  page: {
    why: 'Pages, incidents and charts are made of these answers. A metric without a unit cannot be drawn; two items of one name are one line on the page.',
    checked: 'Every reading call runs; what comes back is held against the contract. Each discovery, check and resource must answer on at least one device, each device must be identified as its "expect" says, metrics must be declared in the manifest.',
    example: 'Every metric is declared with unit and title; items are named as the device\'s own labels are.',
    listing: [
      '// package.json: "metrics": { "fan.speed": { "unit": "rpm", "title": "Fan speed" } }',
      'items.push({ name: \'Fan 2\', state: \'ok\', summary: \'4,200 rpm\', metrics: [{ name: \'fan.speed\', value: 4_200 }] });',
    ],
    exempt: null,
  },
  async try(subject) {
    await using host = await subject.open();
    const findings: Finding[] = [];
    const { discovery, checks } = subject.plugin.manifest.contributes;
    const silent = new Set([
      ...Object.keys(discovery).flatMap((name) => [`identify ${name}`, `inspect ${name}`]), ...Object.keys(checks).map((name) => `check ${name}`),
      ...subject.readings.filter(({ kind }) => kind === 'read').map(called),
    ]);
    for (const reading of subject.readings) {
      const ending = await endingOf(reading.run(host));
      if (ending.kind === 'fault') findings.push({ of: reading.of, message: ending.message });
      if (ending.kind !== 'answer' || ending.answer === null) continue;
      silent.delete(called(reading));
      if (reading.kind === 'check') {
        const name = called(reading).slice('check '.length);
        const declared = new Set(Object.keys(checks[name]?.metrics ?? {}));
        for (const message of complaints(await host.check(name, reading.device), declared)) findings.push({ of: reading.of, message });
      }
    }
    for (const of of silent) {
      // What ends in a fault wherever it is asked is told of that already.
      if (subject.packaged === subject.plugin && !findings.some((finding) => finding.of.startsWith(`${of} on `))) findings.push({ of, message: 'answers on no device of conformance.yaml: describe one that has it' });
    }
    return { tried: subject.readings.length, findings };
  },
};

/** `check ports` of `check ports on access-1`. */
function called({ of }: Reading): string {
  return of.split(' on ')[0] ?? of;
}
