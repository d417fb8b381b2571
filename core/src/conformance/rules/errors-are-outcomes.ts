import { isDeepStrictEqual } from 'node:util';
import { outcome, outcomeKinds, type OutcomeKind } from '@jackfield/sdk';
import type { TestHost } from '../../test-host/index.ts';
import { AnswerMemory } from '../answer-memory.ts';
import { endingOf, type Ending } from '../ending.ts';
import { faulty } from '../fault.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Reading } from '../subject.ts';

/** After these nothing was seen of the device: whatever is said of it then was made up. */
const blind = ['Unreachable', 'AuthFailed', 'NotReady', 'Conflict', 'Cancelled'] as const;

type Kind = OutcomeKind | (typeof blind)[number];

const kinds: readonly Kind[] = [...outcomeKinds, 'Cancelled'];

/** What an operation ends in. A cancelled one is no outcome: nobody waits for what becomes of it. */
function failure(kind: Kind, op: string, device: string): Error {
  return kind === 'Cancelled' ? new DOMException(`${op} on ${device}: cancelled, as conformance wants it`, 'AbortError') : outcome(kind, `${op} on ${device}: as conformance wants it`);
}

/** What a call says of a device of which it saw nothing; null when it says nothing of it. */
function madeUp({ kind }: Reading, ending: Ending): string | null {
  if (ending.kind !== 'answer' || typeof ending.answer !== 'object' || ending.answer === null) return null;
  if (kind === 'check') return 'state' in ending.answer && ending.answer.state !== 'unknown' ? `it says ${String(ending.answer.state)}` : null;
  if (kind === 'list') return 'it lists what is there';
  return kind === 'read' ? 'it reads a state' : null;
}

async function complaintsOf(host: TestHost, reading: Reading, kind: Kind): Promise<string[]> {
  let asked = 0;
  host.intercept = async ({ op }) => {
    asked += 1;
    throw failure(kind, op, reading.device);
  };
  const ending = await endingOf(reading.run(host));
  if (asked === 0) return ending.kind === 'fault' ? [ending.message] : [];
  const said = blind.some((one) => one === kind) ? madeUp(reading, ending) : null;
  return [
    ...(ending.kind === 'fault' && kind !== 'Cancelled' ? [`${kind} became a fault: ${ending.message}`] : []),
    ...(said === null ? [] : [kind === 'Unreachable' ? `nothing answered, and ${said}` : `every operation ended in ${kind}, and ${said}`]),
  ];
}

/** Operations of a call of which each is lost once; those of longer calls are much alike. */
const mostLost = 40;

/** What a call says of one lost operation that is not so; null when it says so, or nothing. */
function invented({ kind }: Reading, whole: Ending, said: Ending): string | null {
  if (whole.kind !== 'answer' || said.kind !== 'answer') return null;
  const [before, now] = [stateOf(kind, whole.answer), stateOf(kind, said.answer)];
  if (kind === 'read' || kind === 'list') return isDeepStrictEqual(before, now) ? null : `it ${kind === 'read' ? 'reads another state' : 'lists other keys'} than there is`;
  return kind === 'check' && now === 'ok' && (before === 'warning' || before === 'critical') ? `it says ok, where it says ${before} else` : null;
}

function stateOf(kind: Reading['kind'], answer: unknown): unknown {
  const of = kind === 'read' ? 'current' : 'state';
  const value: unknown = kind === 'list' || typeof answer !== 'object' || answer === null ? answer : Reflect.get(answer, of);
  return value ?? null;
}

/** The device is lost for one operation only, in the middle of a call: what is missing then may not be made up. */
async function partlyBlind(host: TestHost, reading: Reading): Promise<{ readonly tried: number; readonly messages: readonly string[] }> {
  const { intercept: answered } = new AnswerMemory();
  let asked = 0;
  host.intercept = (operation, perform, signal) => {
    asked += 1;
    return answered(operation, perform, signal);
  };
  const whole = await endingOf(reading.run(host));
  // A call of one operation has been seen blind already; one that fails by itself is told by the rules before.
  const lost = asked > 1 && whole.kind === 'answer' ? Math.min(asked, mostLost) : 0;
  const messages: string[] = [];
  for (let at = 0; at < lost; at += 1) {
    const fault = faulty({ at, when: 'before', lasts: 'once' });
    host.intercept = (operation, perform, signal) => fault(operation, () => answered(operation, perform, signal), signal);
    const ending = await endingOf(reading.run(host));
    if (ending.kind === 'fault') messages.push(`operation ${at + 1} of ${asked} ended in Unreachable and became a fault: ${ending.message}`);
    const said = invented(reading, whole, ending);
    if (said !== null) messages.push(`operation ${at + 1} of ${asked} ended in Unreachable, and ${said}`);
  }
  return { tried: lost, messages };
}

export const errorsAreOutcomes: Rule = {
  id: 'errors-are-outcomes',
  tier: 'bronze',
  about: 'device',
  title: 'What a device refuses ends in an outcome, never in a fault',
  page: {
    why: 'The seven outcomes steer the host: it waits longer for a device that is starting, and asks a person when a password is wrong. Anything else counts as a mistake of the plugin and may put it into quarantine. An outcome that is swallowed is worse: a device that nobody could look at is shown as well.',
    checked: 'Every reading call runs once for each outcome, with every operation ending in it, and once with every operation cancelled. The call must end in an answer or in an outcome. When all that it asked ended in Unreachable, AuthFailed, NotReady or Conflict, or was cancelled, it saw nothing: a check must say nothing but unknown, a read must not give a state, nor a list any keys: an empty one too says that nothing is there. Then each of its operations, up to 40, is lost alone: a read must not give another state, nor a list other keys, and a check that is red must not turn ok.',
    example: 'Let the errors of the transports through. Catch one only where the answer without it is still true, and say in the summary what is missing.',
    listing: [
      'const load = await snmp.get([loadOid]);            // Unreachable goes on to the host',
      'const fans = await readFans(snmp).catch((error) => {',
      '  if (error instanceof Unsupported) return [];     // a device without fans is well',
      '  throw error;',
      '});',
    ],
    exempt: null,
  },
  async try(subject) {
    await using host = await subject.open();
    const findings: Finding[] = [];
    let tried = subject.readings.length * kinds.length;
    for (const reading of subject.readings) {
      for (const kind of kinds) for (const message of await complaintsOf(host, reading, kind)) findings.push({ of: reading.of, message });
      const parts = await partlyBlind(host, reading);
      tried += parts.tried;
      for (const message of parts.messages) findings.push({ of: reading.of, message });
    }
    return { tried, findings };
  },
};
