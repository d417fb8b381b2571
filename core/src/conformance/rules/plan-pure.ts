import type { Json, JsonObject } from '@jackfield/sdk';
import { isMapping, sameData } from '../../changes/index.ts';
import type { TestHost, TestPlan } from '../../test-host/index.ts';
import { disturbances, disturbed } from '../disturbance.ts';
import { endingOf, type Ending } from '../ending.ts';
import { mutate } from '../mutation.ts';
import { endingText, short, type Complaint } from '../pushing.ts';
import type { Finding, Rule } from '../rule.ts';
import type { Push, Subject } from '../subject.ts';

const repeats = 20;
/** Looks at a device whose answers go wrong. */
const misreadings = 12;
/** States that differ in one value each are made of one that was read. */
const mostStates = 12;

interface Planned {
  readonly push: Push;
  readonly plan: TestPlan;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** One value of a state replaced by another of its kind, each in turn. */
function neighbours(state: Json): readonly Json[] {
  if (typeof state === 'string') return [`${state}x`];
  if (typeof state === 'number') return [state + 1];
  if (typeof state === 'boolean') return [!state];
  if (state === null) return [];
  if (isList(state)) return state.flatMap((part, at) => neighbours(part).map((other) => state.toSpliced(at, 1, other)));
  return Object.entries(state).flatMap(([name, part]) => neighbours(part).map((other) => ({ ...state, [name]: other })));
}

function statesOf({ current, wanted }: TestPlan): readonly JsonObject[] {
  return [current, wanted, ...neighbours(current).filter(isMapping).slice(0, mostStates)];
}

function sameEnding(one: Ending<JsonObject>, other: Ending<JsonObject>): boolean {
  return one.kind === 'answer' && other.kind === 'answer' ? sameData(one.answer, other.answer) : one.kind === other.kind;
}

/** The same state and spec, again and again, at other times and by other chances. */
async function again(host: TestHost, { push, plan }: Planned): Promise<Complaint> {
  const replan = (): Promise<JsonObject> => host.planOn(push.resource, push.device, plan.current, push.spec);
  for (let time = 0; time < repeats; time += 1) {
    const wanted = await replan();
    if (!sameData(plan.wanted, wanted)) return `planned ${short(plan.wanted)}, then ${short(wanted)}`;
  }
  for (const disturbance of disturbances) {
    const wanted = await disturbed(disturbance, replan);
    if (!sameData(plan.wanted, wanted)) return `planned ${short(plan.wanted)}, and ${disturbance.name}, by another chance and environment, ${short(wanted)}`;
  }
  return null;
}

/** Reads that its plugin has seen go wrong in between make no other plan of the same state. */
async function unmoved(host: TestHost, { push, plan }: Planned): Promise<Complaint> {
  for (let choice = 0; choice < misreadings; choice += 1) {
    host.intercept = async ({ op }, perform) => mutate(op, await perform(), { at: 0, kind: choice % 2 === 0 ? 'value' : 'repeat', choice: choice * 7 + 3 });
    await endingOf(host.read(push.resource, push.device, plan.key));
    host.intercept = null;
    const ending = await endingOf(host.planOn(push.resource, push.device, plan.current, push.spec));
    if (ending.kind !== 'answer' || !sameData(ending.answer, plan.wanted)) return `planned ${short(plan.wanted)}, and after another look at its device, on the same state, ${endingText(ending)}`;
  }
  return null;
}

/** What has seen devices and pushes plans the same as what has seen nothing. */
async function untouched(seen: TestHost, fresh: TestHost, { push, plan }: Planned): Promise<Complaint> {
  for (const state of statesOf(plan)) {
    const [one, other] = [await endingOf(seen.planOn(push.resource, push.device, state, push.spec)), await endingOf(fresh.planOn(push.resource, push.device, state, push.spec))];
    if (!sameEnding(one, other)) return `on ${short(state)} it plans ${endingText(one)}, and in a process that has seen nothing before ${endingText(other)}`;
  }
  return null;
}

/** Plans all, looks whether planning changed what is read, and lets the plugin see the devices as they are after the pushes. */
async function planAll(host: TestHost, pushes: readonly Push[], findings: Finding[]): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const push of pushes) {
    const ending = await endingOf(host.plan(push.resource, push.device, push.spec).then((plan) => planned.push({ push, plan })));
    if (ending.kind !== 'answer') findings.push({ of: push.of, message: endingText(ending) });
  }
  for (const { push, plan } of planned) {
    const now = await host.read(push.resource, push.device, plan.key).catch(() => null);
    if (now !== null && !sameData(now, plan.current)) findings.push({ of: push.of, message: 'planning changed what the device reads' });
  }
  // Two of them may be about one thing: nothing is applied before all was looked at.
  for (const { push, plan } of planned) {
    // What comes of it is told by other rules.
    await endingOf(host.apply(push.resource, push.device, plan));
    await endingOf(host.read(push.resource, push.device, plan.key));
  }
  return planned;
}

async function tryAll(subject: Subject, host: TestHost, pushes: readonly Push[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const planned = await planAll(host, pushes, findings);
  await using fresh = await subject.again(host);
  for (const one of planned) {
    const message = (await again(host, one)) ?? (await unmoved(host, one)) ?? (await untouched(host, fresh, one));
    if (message !== null) findings.push({ of: one.push.of, message });
  }
  return findings;
}

export const planPure: Rule = {
  id: 'plan-pure',
  tier: 'silver',
  about: 'device',
  title: 'A plan depends on what is and what is wanted, on nothing else',
  page: {
    why: 'A person approves a plan, and exactly that is pushed, perhaps an hour later. A plan that is another one at the second look was never approved.',
    checked:
      'Each push is planned again and again on the state that was read: at once, more than a year later and half a year later by the clock, with `Math.random` at both its ends, in another time zone, and with every environment variable set. Then after reads whose answers went wrong, and on states that differ in one value each, by the plugin that has read and pushed all, and by one that was loaded anew and has seen nothing. What is planned must be the same each time. State and spec are frozen for `plan`: it cannot change what it is given.',
    example: 'No clock, no random name, no order of a Set, nothing that an earlier call left behind inside `plan`. What must be drawn by chance is drawn by the host before.',
    listing: [
      'plan: (_context, current, spec) => ({ ...current, name: spec.name.trim() }),',
    ],
    exempt: null,
  },
  async try(subject) {
    const findings: Finding[] = [];
    if (subject.isReal) {
      for (const push of subject.pushes) {
        await using host = await subject.openFor(push);
        findings.push(...(await tryAll(subject, host, [push])));
      }
    } else if (subject.pushes.length > 0) {
      await using host = await subject.open();
      findings.push(...(await tryAll(subject, host, subject.pushes)));
    }
    return { tried: subject.pushes.length * (repeats + disturbances.length + misreadings + mostStates), findings };
  },
};
