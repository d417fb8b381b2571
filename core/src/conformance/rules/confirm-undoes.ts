import { isOnTrial } from '@jackfield/sdk';
import { FakeClock } from '@jackfield/sdk/testing';
import { trialMs, type TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { readsAs, type Complaint } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Push, Subject } from '../subject.ts';

/** Devices that count in minutes may take the next whole one. */
const graceMs = 60_000;

async function onTrial(host: TestHost, clock: FakeClock, push: Push, isConfirmed: boolean): Promise<Complaint> {
  const plan = await host.plan(push.resource, push.device, push.spec);
  await host.apply(push.resource, push.device, plan);
  const applied = await readsAs(host, push, plan, plan.wanted, 'planned was');
  if (applied !== null) return applied;
  if (isConfirmed) await host.confirm(push.resource, push.device, plan);
  await clock.advance(trialMs + graceMs);
  return isConfirmed
    ? await readsAs(host, push, plan, plan.wanted, 'confirmed was')
    : await readsAs(host, push, plan, plan.current, 'nobody confirmed it, before it was');
}

/** What is kept is put back by a person: as risky for the line as the push was. */
async function undoOnTrial(host: TestHost, clock: FakeClock, push: Push, isConfirmed: boolean): Promise<Complaint> {
  const plan = await host.push(push.resource, push.device, push.spec);
  await host.restore(push.resource, push.device, plan, true);
  const undone = await readsAs(host, push, plan, plan.current, 'undone on trial, before it was');
  if (undone !== null) return undone;
  if (isConfirmed) await host.confirm(push.resource, push.device, { key: plan.key, wanted: plan.current });
  await clock.advance(trialMs + graceMs);
  return isConfirmed
    ? await readsAs(host, push, plan, plan.current, 'its undo was confirmed, before it was')
    : await readsAs(host, push, plan, plan.wanted, 'nobody confirmed its undo, kept was');
}

async function tried(subject: Subject, push: Push, attempt: typeof onTrial, isConfirmed: boolean): Promise<Finding[]> {
  const clock = new FakeClock();
  await using host = await subject.openFor(push, clock);
  const ending = await endingOf(attempt(host, clock, push, isConfirmed));
  const complaint = ending.kind === 'answer' ? ending.answer : ending.kind === 'outcome' ? ending.error.message : ending.message;
  return complaint === null ? [] : [{ of: push.of, message: String(complaint) }];
}

export const confirmUndoes: Rule = {
  id: 'confirm-undoes',
  tier: 'silver',
  title: 'What is not confirmed, the device itself takes back',
  about: 'package',
  page: {
    why: 'What is on trial is trusted with the line that leads to the device: when the push cuts it, nobody can undo but the device.',
    checked: 'Each push of a resource whose commit class is "confirm" or "timer" is applied on devices whose time a test moves. Left alone, the device must read as before when `trialMs` and a minute are over; confirmed, it must still read as planned. Then what was kept is put back by `restore` with `trialMs`: left alone, the device must have what was kept; confirmed, what was before.',
    example: '`apply` starts the device\'s own timer with `trialMs`, in one step with the change; `confirm` stops it. `restore` does so too where it is given `trialMs`.',
    listing: [
      'apply: async ({ ssh, trialMs = 0 }, wanted) => ssh.exec(\'setAlias\', { alias: wanted.alias, minutes: String(Math.ceil(trialMs / 60_000)) }),',
      'confirm: async ({ ssh }) => ssh.exec(\'commit\'),',
    ],
    exempt: null,
  },
  async try(subject) {
    const { resources } = subject.plugin.manifest.contributes;
    const pushes = subject.pushes.filter(({ resource }) => isOnTrial(resources[resource]?.commitClass ?? 'snapshot'));
    const findings: Finding[] = [];
    for (const push of pushes) for (const attempt of [onTrial, undoOnTrial]) for (const isConfirmed of [false, true]) findings.push(...(await tried(subject, push, attempt, isConfirmed)));
    return { tried: pushes.length * 4, findings };
  },
};
