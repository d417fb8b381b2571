import { setTimeout as delay } from 'node:timers/promises';
import { OutcomeError } from '@jackfield/sdk';
import { endingOf } from '../ending.ts';
import type { TestHost } from '../../test-host/index.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Push, Reading, Subject } from '../subject.ts';

const deadlineMs = 120;
/** Milliseconds in which a plugin must come to its end after its call is over. */
const graceMs = 500;
const lookMs = 5;
/** Milliseconds without an operation after which a call seems to sleep. */
const idleLongMs = 60;

/** A call that is to end in time. */
type Timed = Pick<Reading, 'of' | 'device' | 'run'> & { open(milliseconds?: number): Promise<TestHost> };

/** Pushing and undoing, each on a device that has what the plan was made on. */
async function pushing(subject: Subject, push: Push): Promise<readonly Timed[]> {
  const { of, resource, device, spec } = push;
  await using host = await subject.openFor(push);
  const planned = await endingOf(host.plan(resource, device, spec));
  // What cannot be planned is another rule's.
  if (planned.kind !== 'answer') return [];
  const open = (milliseconds?: number): Promise<TestHost> => subject.openOne(device, milliseconds);
  return [
    { of: `apply ${of}`, device, open, run: (other) => other.apply(resource, device, planned.answer) },
    { of: `restore ${of}`, device, open, run: (other) => other.restore(resource, device, { key: planned.answer.key, current: planned.answer.wanted }) },
  ];
}

/** Ends like an operation of the host: when its signal says so. */
function hangs(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Null when nothing of the call goes on after it, else what does. */
async function aftermath(host: TestHost, reading: Timed): Promise<string | null> {
  const error: unknown = await reading.run(host).then(() => null, (reason: unknown) => reason);
  for (let waitedMs = 0; host.owed > 0 && waitedMs < graceMs; waitedMs += lookMs) await delay(lookMs);
  if (host.owed > 0) return `still runs ${graceMs} ms after its call was over`;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'JF2106' && !(error instanceof OutcomeError) && error instanceof Error ? `ended in ${code} ${error.message}` : null;
}

/** Cancels a call once it has asked for nothing for a while, as if it slept; one that works and ends is left alone. */
async function asleep(reading: Timed): Promise<string | null> {
  await using host = await reading.open();
  const person = new AbortController();
  host.signal = person.signal;
  let [asking, idleMs] = [0, 0];
  const over = new AbortController();
  host.intercept = async (_operation, perform) => {
    asking += 1;
    return perform().finally(() => {
      asking -= 1;
      idleMs = 0;
    });
  };
  const call = reading.run(host).then(() => undefined, () => undefined).finally(() => over.abort());
  for (; !over.signal.aborted && idleMs < idleLongMs; idleMs = asking > 0 ? 0 : idleMs + lookMs) await delay(lookMs);
  person.abort(new Error('cancelled'));
  await call;
  for (let waitedMs = 0; host.owed > 0 && waitedMs < graceMs; waitedMs += lookMs) await delay(lookMs);
  return host.owed > 0 ? `cancelled while it asks its device for nothing, it still runs ${graceMs} ms after` : null;
}

/** Its deadline passes, it is cancelled while it asks its device, and while it asks for nothing. */
async function tried(call: Timed): Promise<Finding[]> {
  const findings: Finding[] = [];
  await using slow = await call.open(deadlineMs);
  slow.intercept = async (_operation, _perform, signal) => hangs(signal);
  const late = await aftermath(slow, call);
  if (late !== null) findings.push({ of: call.of, message: late });

  await using cut = await call.open();
  const person = new AbortController();
  cut.signal = person.signal;
  cut.intercept = async (_operation, _perform, signal) => {
    person.abort(new Error('cancelled'));
    return hangs(signal);
  };
  const deaf = await aftermath(cut, call);
  if (deaf !== null) findings.push({ of: call.of, message: `cancelled, it ${deaf}` });

  const sleeping = late === null && deaf === null ? await asleep(call) : null;
  if (sleeping !== null) findings.push({ of: call.of, message: sleeping });
  return findings;
}

export const deadlineHonoured: Rule = {
  id: 'deadline-honoured',
  tier: 'bronze',
  about: 'device',
  title: 'A call ends at its deadline, and when it is cancelled',
  page: {
    why: 'One device that hangs must not hold the checks of a site. What a plugin still does after its call was given up costs memory and belongs to nobody; a thousand such calls and the process is ended.',
    checked: 'Every reading call, and the apply and restore of every push, runs against a device that never answers: once with a deadline of 120 ms, once cancelled at its first operation. Then against the device as it is: when it asks for nothing for a while and has not ended, as if it slept, it is cancelled. Within 500 ms after that nothing of the call may still run.',
    example: 'Pass `signal` to your own timers and loops, and look at `remaining()` before a long step. Never catch the error of an operation to ask again in a loop.',
    listing: [
      'for (const page of pages) {',
      '  signal.throwIfAborted();',
      '  await readPage(page);',
      '}',
      'await setTimeout(500, undefined, { signal });      // node:timers/promises',
    ],
    exempt: null,
  },
  async try(subject) {
    const reading = subject.readings.map((one): Timed => ({ ...one, open: (milliseconds) => subject.openOne(one.device, milliseconds) }));
    const writing = subject.isReal ? [] : (await Promise.all(subject.pushes.map((push) => pushing(subject, push)))).flat();
    const timed = [...reading, ...writing];
    // Most of it is waiting. Calls on one device wait for each other: a plugin may answer several of them at once.
    const byDevice = await Promise.all([...Map.groupBy(timed, ({ device }) => device).values()].map(async (calls) => {
      const findings: Finding[] = [];
      for (const call of calls) findings.push(...(await tried(call)));
      return findings;
    }));
    return { tried: timed.length * 3, findings: byDevice.flat() };
  },
};
