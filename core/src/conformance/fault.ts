import { outcome } from '@jackfield/sdk';
import type { Intercept } from '../test-host/index.ts';

/** Where a device is lost: at the n-th operation of a call (from 0), before or after its effect, for that one or for good. */
export interface Fault {
  readonly at: number;
  readonly when: 'before' | 'after';
  readonly lasts: 'once' | 'on';
}

/** Every fault that a call of so many operations can meet. */
export function faultsOf(operations: number): readonly Fault[] {
  return Array.from({ length: operations }, (_nothing, at) => at).flatMap((at) =>
    (['before', 'after'] as const).flatMap((when) => (['once', 'on'] as const).map((lasts) => ({ at, when, lasts }))));
}

export function faultName({ at, when, lasts }: Fault): string {
  return `the device is lost ${when} operation ${at + 1}${lasts === 'on' ? ' and stays so' : ''}`;
}

/** Makes the fault happen; give a new one to each call. */
export function faulty({ at, when, lasts }: Fault): Intercept {
  let count = -1;
  return async ({ op }, perform) => {
    count += 1;
    if (count < at || (count > at && lasts === 'once')) return perform();
    if (count === at && when === 'after') await perform();
    throw outcome('Unreachable', `${op}: lost, as conformance wants it`);
  };
}
