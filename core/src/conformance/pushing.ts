import type { JsonObject } from '@jackfield/sdk';
import { differences, Redaction, sameData, type Difference } from '../changes/index.ts';
import type { TestHost, TestPlan } from '../test-host/index.ts';
import { endingOf, type Ending } from './ending.ts';
import type { Finding, Tried } from './rule.ts';
import type { Push, Subject } from './subject.ts';

/**
 * What a push left other than it should be; null when all is as wanted.
 *
 * @experimental
 * @since 0.1.0
 */
export type Complaint = string | null;

/** Tries pushes of conformance.yaml, each on a fresh device; each complaint becomes a finding about the push. */
export async function tryPushes(subject: Subject, attempt: (host: TestHost, push: Push) => Promise<Complaint>, pushes: readonly Push[] = subject.pushes): Promise<Tried> {
  const findings: Finding[] = [];
  for (const push of pushes) {
    await using host = await subject.openFor(push);
    const message = endingComplaint(await endingOf(attempt(host, push)));
    if (message !== null) findings.push({ of: push.of, message });
  }
  return { tried: pushes.length, findings };
}

/** What an attempt complains of, or how it failed itself. */
export function endingComplaint(ending: Ending<Complaint>): Complaint {
  return ending.kind === 'answer' ? ending.answer : ending.kind === 'outcome' ? `${ending.error.name}: ${ending.error.message}` : ending.message;
}

/** Null when the device reads as `wanted`, else how it reads. */
export async function readsAs(host: TestHost, { resource, device }: Push, { key }: TestPlan, wanted: TestPlan['current'], called: string): Promise<Complaint> {
  const now = await host.read(resource, device, key);
  return sameData(now, wanted) ? null : `reads ${short(now)}, ${called} ${short(wanted)}`;
}

/** What is on the device, seen without the plugin: its own `read` is the last to be asked about its own `apply`. */
export class DeviceLook {
  readonly #host: TestHost;
  readonly #device: string;
  readonly #leaves: readonly string[];
  /** Null where nobody can look: behind functions of a test, and on real devices. */
  readonly #before: JsonObject | null;

  constructor(host: TestHost, { device, leaves }: Pick<Push, 'device' | 'leaves'>) {
    this.#host = host;
    this.#device = device;
    this.#leaves = leaves.map(({ what }) => what);
    this.#before = host.device(device).state();
  }

  /** Null while the device is as it was at the first look, else what is another now. */
  isAsBefore(called: string): Complaint {
    return told(this.#changed() ?? [], called);
  }

  /** Null when nothing is left changed but what the push says that its undo leaves. */
  isUndone(called: string): Complaint {
    return told((this.#changed() ?? []).filter((difference) => !this.#leaves.some((what) => isOf(difference, what))), called);
  }

  /** Null when all is left that the push says that its undo leaves. */
  leavesAll(): Complaint {
    const changed = this.#changed();
    const idle = changed === null ? undefined : this.#leaves.find((what) => !changed.some((difference) => isOf(difference, what)));
    return idle === undefined ? null : `its undo leaves nothing at ${idle}: remove the entry from "leaves"`;
  }

  /** Null when something on the device is another than at the first look. */
  hasChanged(called: string): Complaint {
    return this.#changed()?.length === 0 ? `${called} nothing on the device has changed, whatever the plugin reads` : null;
  }

  #changed(): readonly Difference[] | null {
    const now = this.#host.device(this.#device).state();
    return this.#before === null || now === null ? null : differences(this.#before, now, new Redaction(new Set()));
  }
}

const mostShown = 3;

function isOf({ path }: Difference, what: string): boolean {
  return path === what || path.startsWith(`${what}.`);
}

function told(changed: readonly Difference[], called: string): Complaint {
  return changed.length === 0 ? null : `${called} the device itself differs: ${changed.slice(0, mostShown).map(({ path, before, after }) => `${path} is ${short(after)}, was ${short(before)}`).join('; ')}`;
}

export function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}

/** How a call ended, for a person. */
export function endingText(ending: Ending): string {
  return ending.kind === 'answer' ? short(ending.answer) : ending.kind === 'outcome' ? ending.error.message : ending.message;
}
