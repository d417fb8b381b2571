import fc from 'fast-check';
import { AnswerMemory } from '../answer-memory.ts';
import { endingOf } from '../ending.ts';
import { mutate, mutationArbitrary, type Mutation } from '../mutation.ts';
import type { Effort, Finding, Rule, Tried } from '../rule.ts';
import type { Reading, Subject } from '../subject.ts';

/** Tries one call with answers gone wrong; the smallest set of mutations that breaks it, or null. */
async function broken(subject: Subject, reading: Reading, { mutations, seed }: Effort): Promise<Finding | null> {
  await using host = await subject.openOne(reading.device);
  const memory = new AnswerMemory();
  host.intercept = memory.intercept;
  await endingOf(reading.run(host));
  // No mutation is wasted on an answer that never comes.
  const answers = Math.max(1, host.operations.length);
  let message = '';
  const property = fc.asyncProperty(fc.array(mutationArbitrary, { minLength: 1, maxLength: 4 }), async (set: readonly Mutation[]) => {
    let at = -1;
    host.intercept = async (operation, perform, signal) => {
      at += 1;
      const place = at;
      const answer = await memory.intercept(operation, perform, signal);
      return set.filter((mutation) => mutation.at % answers === place).reduce((text, mutation) => mutate(operation.op, text, mutation), answer);
    };
    const ending = await endingOf(reading.run(host));
    if (ending.kind === 'fault') message = ending.message;
    return ending.kind !== 'fault';
  });
  const run = await fc.check(property, { numRuns: mutations, seed, endOnFailure: false });
  if (!run.failed) return null;
  const [smallest = []] = run.counterexample ?? [];
  const told = smallest.map(({ at, kind, choice }) => `answer ${(at % answers) + 1}: ${kind} ${choice}`).join(', ');
  return { of: reading.of, message: `${message} (${told}; seed ${seed})` };
}

export const garbageSurvived: Rule = {
  id: 'garbage-survived',
  tier: 'silver',
  about: 'device',
  title: 'Garbage from a device never becomes a fault of the plugin',
  page: {
    why: 'Devices answer garbage: half a table, a login page instead of JSON, a counter as text. One of them must not take the plugin away from all the others.',
    checked: 'Answers of the devices are mutated: values of another type or at the edge of theirs, lists cut, empty, repeated or reversed, text cut or replaced. Each reading call is tried on hundreds of mutations drawn by fast-check, which then looks for the smallest that breaks it. The call must end in a valid answer or in an outcome.',
    example: 'Parse by a schema or by a grammar, and throw `Unsupported` with what was seen when it does not fit.',
    listing: [
      'const parsed = statusSchema.safeParse(JSON.parse(body));',
      'if (!parsed.success) throw outcome(\'Unsupported\', `/status answers ${body.slice(0, 80)}`);',
    ],
    exempt: null,
  },
  async try(subject, effort): Promise<Tried> {
    const findings: Finding[] = [];
    for (const reading of subject.readings) {
      const finding = await broken(subject, reading, effort);
      if (finding !== null) findings.push(finding);
    }
    return { tried: subject.readings.length * effort.mutations, findings };
  },
};
