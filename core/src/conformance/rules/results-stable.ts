import type { CheckResult, Item, JsonObject } from '@jackfield/sdk';
import { differences, Redaction } from '../../changes/index.ts';
import type { TestHost } from '../../test-host/index.ts';
import { AnswerMemory } from '../answer-memory.ts';
import { disturbed, oddTimes, oneMoment, otherChances, type Disturbance } from '../disturbance.ts';
import { endingOf, type Ending } from '../ending.ts';
import type { Effort, Finding, Rule } from '../rule.ts';
import type { Reading, Subject } from '../subject.ts';

/** What must be the same of two answers about one device: values move, names and states of a device at rest do not. */
function shape(ending: Ending): unknown {
  if (ending.kind !== 'answer') return { kind: ending.kind };
  const { answer } = ending;
  return isCheckResult(answer) ? { state: answer.state, items: answer.items.map(({ state, ...item }) => ({ ...namesOf(item), state })), metrics: answer.metrics.map(({ name }) => name) } : answer;
}

/** At another time a copy is too old, a certificate has run out: what is looked at is still called the same. */
function names(ending: Ending): unknown {
  const { answer } = ending.kind === 'answer' ? ending : { answer: { kind: ending.kind } };
  return isCheckResult(answer) ? { items: answer.items.map(namesOf), metrics: answer.metrics.map(({ name }) => name) } : answer;
}

function namesOf({ name, metrics = [] }: Pick<Item, 'name' | 'metrics'>): JsonObject {
  return { name, metrics: metrics.map((metric) => metric.name) };
}

function isCheckResult(answer: unknown): answer is CheckResult {
  return typeof answer === 'object' && answer !== null && 'items' in answer && 'summary' in answer;
}

function asMapping(value: unknown): { [key: string]: never } {
  return JSON.parse(JSON.stringify({ answer: value ?? null }));
}

/** Null when what was seen is the same, else where it is not. */
function moved(first: unknown, again: unknown): string | null {
  const [difference] = differences(asMapping(first), asMapping(again), new Redaction(new Set()));
  return difference === undefined ? null : `${difference.path} was ${short(difference.before)}, then ${short(difference.after)}`;
}

/** All that a person reads. A summary may tell an age: it is held only against one of the same moment. */
function words(ending: Ending): unknown {
  const { answer } = ending.kind === 'answer' ? ending : { answer: { kind: ending.kind } };
  return isCheckResult(answer) ? { summary: answer.summary, items: answer.items.map(({ name, summary }) => ({ name, summary })) } : null;
}

/** As often as a rare chance needs to be seen; a device is asked twice, and its answers are given again after that. */
const repeatsOf = ({ repetitions }: Effort): number => Math.max(20, Math.ceil(repetitions / 10));

async function atRest(host: TestHost, other: TestHost, reading: Reading): Promise<string | null> {
  const [first, ...again] = [await endingOf(reading.run(host)), await endingOf(reading.run(host)), await endingOf(reading.run(other))].map(shape);
  for (const ending of again) {
    const difference = moved(first, ending);
    if (difference !== null) return difference;
  }
  return null;
}

/** The device says the very same each time; chance and clock do not. */
async function onSameAnswers(subject: Subject, reading: Reading, effort: Effort): Promise<string | null> {
  await using host = await subject.openOne(reading.device);
  host.intercept = new AnswerMemory().intercept;
  const run = (disturbance?: Disturbance): Promise<Ending> => endingOf(disturbance === undefined ? reading.run(host) : disturbed(disturbance, () => reading.run(host)));
  const first = await run();
  for (let time = 0; time < repeatsOf(effort); time += 1) {
    const difference = moved(shape(first), shape(await run()));
    if (difference !== null) return `the device said the same, and ${difference}`;
  }
  for (const chance of otherChances) {
    const difference = moved(shape(first), shape(await run(chance)));
    if (difference !== null) return `${chance.name} ${difference}`;
  }
  for (const time of oddTimes) {
    const difference = moved(names(first), names(await run(time)));
    if (difference !== null) return `${time.name} ${difference}`;
  }
  return null;
}

/** The same answers at the same moment are told in the same words. */
async function inOneMoment(subject: Subject, reading: Reading): Promise<string | null> {
  if (reading.kind !== 'check') return null;
  const memory = new AnswerMemory();
  const told = [];
  for (const moment of oneMoment) {
    // Nothing is known from before, as on a first look.
    await using host = await subject.openOne(reading.device);
    host.intercept = memory.intercept;
    told.push(words(await endingOf(disturbed(moment, () => reading.run(host)))));
  }
  const difference = moved(told[0], told[1]);
  return difference === null ? null : `the device said the same at the same moment, and ${difference}`;
}

export const resultsStable: Rule = {
  id: 'results-stable',
  tier: 'silver',
  about: 'device',
  title: 'Asked twice, a device at rest is told alike',
  page: {
    why: 'An item whose name changes is a new item: its history ends, its acknowledgement is lost, and an incident opens and closes by itself.',
    checked: 'Every reading call runs twice in one host and once in another. Identity, interfaces, states, and the names and order of items and metrics must be the same; values may move. Then it runs a hundred times on the same answers of the device, and with `Math.random` at both its ends: still the same. Then three hours and a day later by the clock, at the end of a month, and while summer time begins and ends: states may be others then, names may not. A check told twice at one and the same moment uses the same words.',
    example: 'Ports are named by ifName, disks by their mount point: never by an index of the moment, never by a time.',
    listing: [
      'const items = fans.map(({ label, speed }) => ({ name: label, /* … */ }));',
      '// not: name: `fan ${index}`, and not in the order in which answers came',
    ],
    exempt: null,
  },
  async try(subject, effort) {
    const findings: Finding[] = [];
    await using host = await subject.open();
    await using other = await subject.open();
    for (const reading of subject.readings) {
      const message = (await atRest(host, other, reading)) ?? (await onSameAnswers(subject, reading, effort)) ?? (await inOneMoment(subject, reading));
      if (message !== null) findings.push({ of: reading.of, message });
    }
    return { tried: subject.readings.length * (2 + repeatsOf(effort) + otherChances.length + oddTimes.length + oneMoment.length), findings };
  },
};

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
