import { sameData } from '../../changes/index.ts';
import type { TestHost, TestPlan } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { faultName, faultsOf, faulty, type Fault } from '../fault.ts';
import { DeviceLook, readsAs } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Push, Subject } from '../subject.ts';

/** What runs while the device is lost: `apply`, or the `restore` after a sound `apply`. */
type Victim = 'apply' | 'restore';

async function begin(host: TestHost, push: Push, victim: Victim): Promise<TestPlan> {
  const plan = await host.plan(push.resource, push.device, push.spec);
  if (victim === 'restore') await host.apply(push.resource, push.device, plan);
  return plan;
}

async function operationsOf(subject: Subject, push: Push, victim: Victim): Promise<number> {
  await using host = await subject.openFor(push);
  const plan = await begin(host, push, victim);
  const before = host.operations.length;
  await host[victim](push.resource, push.device, plan);
  return host.operations.length - before;
}

async function afterFault(subject: Subject, push: Push, victim: Victim, fault: Fault): Promise<string | null> {
  await using host = await subject.openFor(push);
  const look = new DeviceLook(host, push);
  const plan = await begin(host, push, victim);
  host.intercept = faulty(fault);
  const ending = await endingOf(host[victim](push.resource, push.device, plan));
  host.intercept = null;
  if (ending.kind === 'fault') return ending.message;
  if (ending.kind === 'answer') {
    const wanted = victim === 'apply' ? plan.wanted : plan.current;
    if (!sameData(await host.read(push.resource, push.device, plan.key), wanted)) return 'says that it is done, and it is not';
  }
  const restored = await endingOf(host.restore(push.resource, push.device, plan));
  if (restored.kind !== 'answer') return `cannot be restored: ${restored.kind === 'outcome' ? restored.error.message : restored.message}`;
  return (await readsAs(host, push, plan, plan.current, 'before the push it was')) ?? look.isUndone('restored,');
}

async function lost(subject: Subject, victim: Victim): Promise<{ tried: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  let tried = 0;
  for (const push of subject.undoable) {
    const sound = await endingOf(operationsOf(subject, push, victim));
    // A push that fails by itself is told by the rules before.
    const operations = sound.kind === 'answer' && typeof sound.answer === 'number' ? sound.answer : 0;
    for (const fault of faultsOf(operations)) {
      tried += 1;
      const ending = await endingOf(afterFault(subject, push, victim, fault));
      const complaint = ending.kind === 'answer' ? ending.answer : ending.kind === 'outcome' ? ending.error.message : ending.message;
      if (complaint !== null) findings.push({ of: push.of, message: `${victim}: ${faultName(fault)}: ${String(complaint)}` });
    }
  }
  return { tried, findings };
}

export const restoreAfterFault: Rule = {
  id: 'restore-after-fault',
  tier: 'silver',
  about: 'device',
  title: 'Whatever is lost in the middle of a push, the undo gives back what was there',
  page: {
    why: 'Devices are lost in the middle of a push more often than anywhere else, for the push itself may cut the way to them.',
    checked: 'The device is lost at every single operation of `apply`, before and after its effect, for that operation and for good. Then it is back: `restore` must work, and the device reads exactly as before the push, and holds what it held. An `apply` that says it is done must have done it.',
    example: 'Write a new file beside the old one and rename it; never rely on what `apply` remembered, for `restore` may run in another process.',
    listing: [
      'restore: async ({ ssh }, state) => {',
      '  if (state.exists) await ssh.writeFile(path, bytes(state.content), { mode: state.mode });',
      '  else await ssh.removeFile(path);                 // whatever is there now',
      '},',
    ],
    exempt: 'A resource of commit class "irreversible".',
  },
  try: (subject) => lost(subject, 'apply'),
};

export const restoreAgain: Rule = {
  id: 'restore-again',
  tier: 'platinum',
  about: 'device',
  title: 'An undo that was cut off can be done again',
  page: {
    why: 'What cut off the push cuts off its undo as well. The host tries again for as long as it takes; each try must be able to end it.',
    checked: 'As restore-after-fault, with the device lost at every operation of `restore` instead.',
    example: 'The same `restore` from any state in between leads to the same end.',
    listing: [
      'restore: async ({ snmp }, state) => {',
      '  for (const [oid, value] of Object.entries(state.objects)) await snmp.set([{ oid, value: text(value) }]);',
      '},                                                  // each line may be the last one: all can be done again',
    ],
    exempt: 'A resource of commit class "irreversible".',
  },
  try: (subject) => lost(subject, 'restore'),
};
