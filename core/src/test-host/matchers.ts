/**
 * What tests of a plugin say of results, plans, operations and refusals, in vitest's words. Import it once:
 * `import '@jackfield/core/matchers'` in a test, or name it under `setupFiles`.
 */
import { isDeepStrictEqual } from 'node:util';
import { OutcomeError, type CheckResult, type Item, type OutcomeKind, type Phase, type State } from '@jackfield/sdk';
import { afterAll, expect } from 'vitest';
import { z } from 'zod';
import { JackfieldError } from '../errors/index.ts';
import { requireHostsClosed } from './open-hosts.ts';
import { TestHost } from './test-host.ts';
import type { TestOperation } from './test-operation.ts';

/**
 * Narrows which operations are meant.
 *
 * @experimental
 * @since 0.1.0
 */
export interface OperationFilter {
  readonly device?: string;
  readonly phase?: Phase;
  /** How often; at least once unless told. */
  readonly times?: number;
}

interface TestMatchers<Returns> {
  /** The result is ok; with a text, its summary holds it. */
  toBeOk(summary?: string | RegExp): Returns;
  toBeWarning(summary?: string | RegExp): Returns;
  toBeCritical(summary?: string | RegExp): Returns;
  /** The check could not see; with a text, its summary holds it. */
  toBeUnknown(summary?: string | RegExp): Returns;
  /** The result has the item, in the state if one is given. */
  toHaveItem(name: string, state?: State): Returns;
  /** The result measured the value; of an item when one is named. */
  toHaveMetric(name: string, value: number, item?: string): Returns;
  /** The plan changes exactly this of the path: what was there, and what is wanted. */
  toChange(path: string, before: unknown, after: unknown): Returns;
  /** The plan has nothing to do. */
  toChangeNothing(): Returns;
  /** The plugin asked for the operation, such as `snmp.set`, and the host let it through. */
  toHavePerformed(op: string, filter?: OperationFilter): Returns;
  /** The host refused the operation; without a name, any at all. */
  toHaveRefused(op?: string, filter?: OperationFilter): Returns;
  /** The error is the outcome: `await expect(host.check('fans', 'sw1')).rejects.toBeOutcome('Unreachable')`. */
  toBeOutcome(kind: OutcomeKind, message?: string | RegExp): Returns;
}

declare module 'vitest' {
  // The parameters are those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends TestMatchers<R> {
    readonly [received]?: T;
  }
}

/** Never there: it keeps vitest's second parameter in use. */
declare const received: unique symbol;

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

const verdict = (pass: boolean, wanted: string, found: string): Verdict => ({ pass, message: () => `expected ${pass ? 'anything but ' : ''}${wanted}, found ${found}` });

const state = z.enum(['ok', 'warning', 'critical', 'unknown']);
const metrics = z.array(z.object({ name: z.string(), value: z.number() }));
const resultSchema = z.object({
  state, summary: z.string(), metrics, items: z.array(z.object({ name: z.string(), state, summary: z.string(), metrics: metrics.optional() })),
});
const planSchema = z.object({ differences: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })) });

function refusePromise(given: unknown, instead: string): void {
  if (!(given instanceof Promise)) return;
  // Told here: nobody else needs to wait for it.
  given.catch(() => undefined);
  throw new TypeError(instead);
}

function parsed<Shape extends z.ZodType>(schema: Shape, given: unknown, what: string): z.output<Shape> {
  refusePromise(given, `${what} is wanted here, not a promise of it: write expect(await …)`);
  const read = schema.safeParse(given);
  if (!read.success) throw new TypeError(`${what} is wanted here, not ${JSON.stringify(given) ?? String(given)}`);
  return read.data;
}

const resultOf = (given: unknown): z.output<typeof resultSchema> => parsed(resultSchema, given, 'the result of a check');

function holds(text: string, wanted: string | RegExp | undefined): boolean {
  return wanted === undefined || (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
}

const about = (summary: string | RegExp | undefined): string => (summary === undefined ? '' : ` saying ${String(summary)}`);

function shown({ state: has, summary, items }: Pick<CheckResult, 'state' | 'summary'> & { readonly items: readonly Pick<Item, 'name' | 'state' | 'summary'>[] }): string {
  const worse = items.filter((item) => item.state !== 'ok').map((item) => `${item.name} ${item.state}: ${item.summary}`);
  return [`${has}: ${summary}`, ...worse].join('; ');
}

const beState = (wanted: State) => (given: unknown, summary?: string | RegExp): Verdict => {
  const result = resultOf(given);
  return verdict(result.state === wanted && holds(result.summary, summary), `${wanted}${about(summary)}`, shown(result));
};

function hostOf(given: unknown): TestHost {
  if (!(given instanceof TestHost)) throw new TypeError('a test host is wanted here');
  return given;
}

function operations(host: TestHost, op: string | undefined, { device, phase, times }: OperationFilter, isRefused: boolean, verb: string): Verdict {
  const fits = (each: TestOperation): boolean =>
    (op === undefined || each.op === op) && (device === undefined || each.device === device) && (phase === undefined || each.phase === phase) && (each.refused !== null) === isRefused;
  const found = host.operations.filter(fits);
  const where = [op ?? 'an operation', ...(device === undefined ? [] : [`on ${device}`]), ...(phase === undefined ? [] : [`in ${phase}`]), ...(times === undefined ? [] : [`${times} times`])].join(' ');
  const all = host.operations.map((each) => `${each.phase} ${each.op} on ${each.device}${each.refused === null ? '' : ' (refused)'}`);
  return verdict(times === undefined ? found.length > 0 : found.length === times, `${where} to be ${verb}`, all.length === 0 ? 'no operation at all' : all.join(', '));
}

/** As a person finds it again: with its code, and for what is no outcome what to do next. */
function foundText(given: unknown): string {
  if (given instanceof OutcomeError) return `${given.kind} (${given.code}): ${given.message}`;
  return given instanceof JackfieldError ? `${given.code} ${given.message} → next: ${given.hint}` : String(given);
}

afterAll(requireHostsClosed);

expect.extend({
  toBeOk: beState('ok'),
  toBeWarning: beState('warning'),
  toBeCritical: beState('critical'),
  toBeUnknown: beState('unknown'),
  toHaveItem(given: unknown, name: string, wanted?: State) {
    const { items } = resultOf(given);
    const found = items.find((item) => item.name === name);
    return verdict(found !== undefined && (wanted === undefined || found.state === wanted), `an item ${name}${wanted === undefined ? '' : ` that is ${wanted}`}`, items.map((item) => `${item.name} ${item.state}`).join(', ') || 'no items');
  },
  toHaveMetric(given: unknown, name: string, value: number, item?: string) {
    const result = resultOf(given);
    const measured = item === undefined ? result.metrics : (result.items.find((each) => each.name === item)?.metrics ?? []);
    return verdict(measured.some((metric) => metric.name === name && metric.value === value), `${name} ${value}${item === undefined ? '' : ` of ${item}`}`, measured.map((metric) => `${metric.name} ${metric.value}`).join(', ') || 'no metrics');
  },
  toChange(given: unknown, path: string, before: unknown, after: unknown) {
    const { differences } = parsed(planSchema, given, 'a plan');
    const found = differences.some((each) => each.path === path && isDeepStrictEqual(each.before, before) && isDeepStrictEqual(each.after, after));
    return verdict(found, `${path} to change from ${JSON.stringify(before)} to ${JSON.stringify(after)}`, changes(differences));
  },
  toChangeNothing(given: unknown) {
    const { differences } = parsed(planSchema, given, 'a plan');
    return verdict(differences.length === 0, 'nothing to change', changes(differences));
  },
  toHavePerformed: (given: unknown, op: string, filter: OperationFilter = {}) => operations(hostOf(given), op, filter, false, 'performed'),
  toHaveRefused: (given: unknown, op?: string, filter: OperationFilter = {}) => operations(hostOf(given), op, filter, true, 'refused'),
  toBeOutcome(given: unknown, kind: OutcomeKind, message?: string | RegExp) {
    refusePromise(given, 'an outcome is wanted here, not a promise: write await expect(…).rejects.toBeOutcome(…)');
    const isIt = given instanceof OutcomeError && given.kind === kind && holds(given.message, message);
    return verdict(isIt, `the outcome ${kind}${about(message)}`, foundText(given));
  },
});

function changes(differences: z.output<typeof planSchema>['differences']): string {
  return differences.map(({ path, before, after }) => `${path}: ${JSON.stringify(before)} to ${JSON.stringify(after)}`).join('; ') || 'no change';
}
