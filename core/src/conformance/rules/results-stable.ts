import type { CheckResult } from '@jackfield/sdk';
import { differences, Redaction } from '../../changes/index.ts';
import { endingOf, type Ending } from '../ending.ts';
import type { Finding, Rule } from '../rule.ts';

/** What must be the same of two answers about one device: values move, names and states of a device at rest do not. */
function shape(ending: Ending): unknown {
  if (ending.kind !== 'answer') return { kind: ending.kind };
  const { answer } = ending;
  if (!isCheckResult(answer)) return answer;
  return { state: answer.state, items: answer.items.map(({ name, state, metrics = [] }) => ({ name, state, metrics: metrics.map((metric) => metric.name) })), metrics: answer.metrics.map(({ name }) => name) };
}

function isCheckResult(answer: unknown): answer is CheckResult {
  return typeof answer === 'object' && answer !== null && 'items' in answer && 'summary' in answer;
}

function asMapping(value: unknown): { [key: string]: never } {
  return JSON.parse(JSON.stringify({ answer: value ?? null }));
}

export const resultsStable: Rule = {
  id: 'results-stable',
  tier: 'silver',
  about: 'device',
  title: 'Asked twice, a device at rest is told alike',
  page: {
    why: 'An item whose name changes is a new item: its history ends, its acknowledgement is lost, and an incident opens and closes by itself.',
    checked: 'Every reading call runs twice in one host and once in another. Identity, interfaces, states, and the names and order of items and metrics must be the same; values may move.',
    example: 'Ports are named by ifName, disks by their mount point: never by an index of the moment, never by a time.',
    listing: [
      'const items = fans.map(({ label, speed }) => ({ name: label, /* … */ }));',
      '// not: name: `fan ${index}`, and not in the order in which answers came',
    ],
    exempt: null,
  },
  async try(subject) {
    const findings: Finding[] = [];
    await using host = await subject.open();
    await using other = await subject.open();
    for (const reading of subject.readings) {
      const [first, ...again] = [await endingOf(reading.run(host)), await endingOf(reading.run(host)), await endingOf(reading.run(other))];
      for (const ending of again) {
        const [moved] = differences(asMapping(shape(first)), asMapping(shape(ending)), new Redaction(new Set()));
        if (moved !== undefined) findings.push({ of: reading.of, message: `${moved.path} was ${short(moved.before)}, then ${short(moved.after)}` });
      }
    }
    return { tried: subject.readings.length * 2, findings };
  },
};

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
