import { sameData } from '../changes/index.ts';
import type { TestHost, TestPlan } from '../test-host/index.ts';
import { endingOf } from './ending.ts';
import type { Finding, Tried } from './rule.ts';
import type { Push, Subject } from './subject.ts';

/**
 * What a push left other than it should be; null when all is as wanted.
 *
 * @experimental
 * @since 0.1.0
 */
export type Complaint = string | null;

/** Tries each push of conformance.yaml on a fresh device; each complaint becomes a finding about the push. */
export async function tryPushes(subject: Subject, attempt: (host: TestHost, push: Push) => Promise<Complaint>): Promise<Tried> {
  const findings: Finding[] = [];
  for (const push of subject.pushes) {
    await using host = await subject.openFor(push);
    const ending = await endingOf(attempt(host, push));
    const complaint = ending.kind === 'answer' ? ending.answer : ending.kind === 'outcome' ? `${ending.error.name}: ${ending.error.message}` : ending.message;
    if (complaint !== null) findings.push({ of: push.of, message: String(complaint) });
  }
  return { tried: subject.pushes.length, findings };
}

/** Null when the device reads as `wanted`, else how it reads. */
export async function readsAs(host: TestHost, { resource, device }: Push, { key }: TestPlan, wanted: TestPlan['current'], called: string): Promise<Complaint> {
  const now = await host.read(resource, device, key);
  return sameData(now, wanted) ? null : `reads ${short(now)}, ${called} ${short(wanted)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}
