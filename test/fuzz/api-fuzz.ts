import fc from 'fast-check';
import { outcomeCodes } from '@jackfield/sdk';
import { z } from 'zod';
import { errorCatalogue } from '../../core/src/errors/index.ts';
import { named, operations, type Operation } from './api-document.ts';
import { requests, type Hostile } from './api-input.ts';
import { ApiRig, type Answer } from './api-rig.ts';
import { outside } from './json-schema.ts';

export interface ApiFuzzOptions {
  readonly seed: number;
  /** Requests of each operation. */
  readonly runs: number;
  /** Of one operation alone. */
  readonly only?: string | undefined;
  readonly onOperation?: (name: string) => void;
}

export interface ApiFuzzReport {
  readonly requests: number;
  readonly operations: number;
  /** How often an operation ended well, or was refused with this status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly violations: readonly string[];
}

const codes: ReadonlySet<string> = new Set([...errorCatalogue().map(({ code }) => code), ...Object.values(outcomeCodes)]);
const problemSchema = z.looseObject({ code: z.string(), status: z.int() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with an answer; null when it is as the document has it. */
function wrongWith({ answer, problem }: Operation, { caller, path, headers, body }: Hostile, { status, type, text }: Answer): string | null {
  const asked = `${decoded(path)} ${JSON.stringify(headers)} ${body?.toString() ?? ''}`;
  if ((caller === 'viewer' || caller === 'manager') && /bristol/.test(text) && !/bristol/.test(asked)) return 'tells of another site';
  const found = parsed(text);
  if (found === undefined) return `no JSON: ${text.slice(0, 200)}`;
  if (status === 200) {
    if (caller === 'stranger' && /leeds|bristol/.test(text) && !/leeds|bristol/.test(asked)) return 'tells a stranger of a site';
    return answer === undefined ? null : outside(found, answer, named);
  }
  if (!type.startsWith('application/problem+json')) return `an error as ${type}`;
  const { code, status: said } = problemSchema.parse(found);
  if (status === 500 || code === 'JF8008') return 'a fault of the host';
  if (!codes.has(code)) return `the code ${code}, which is none`;
  if (said !== status) return `says ${said} and is ${status}`;
  return problem === undefined ? null : outside(found, problem, named);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The same request of something that is nowhere. */
const elsewhere = (text: string): string => text.replaceAll('bristol', 'nowhere').replaceAll('10.2.', '10.9.').replaceAll('avon', 'iron');

/** Asks for everything that the document of the API names, in ways that nobody should. */
export async function fuzzApi({ seed, runs, only, onOperation = () => {} }: ApiFuzzOptions): Promise<ApiFuzzReport> {
  await using rig = await ApiRig.open();
  const statuses = new Map<number, number>();
  const violations: string[] = [];
  const asked = operations.filter(({ name }) => only === undefined || name === only);
  let count = 0;
  for (const operation of asked) {
    onOperation(operation.name);
    await rig.renew();
    const property = fc.asyncProperty(requests(operation), async (hostile) => {
      rig.faults.length = 0;
      const answer = await rig.ask(operation.method, hostile);
      count += 1;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const wrong = wrongWith(operation, hostile, answer);
      if (wrong !== null) throw new Error(`${wrong} (${answer.status} ${answer.text.slice(0, 300)}) ${rig.faults.join('\n')}`);
      const other = elsewhere(hostile.path);
      if ((hostile.caller !== 'viewer' && hostile.caller !== 'manager') || operation.method !== 'GET' || other === hostile.path) return;
      const nowhere = await rig.ask(operation.method, { ...hostile, path: other });
      if (nowhere.status !== answer.status || elsewhere(nowhere.text) !== elsewhere(answer.text)) throw new Error(`tells that something is there: ${answer.status} ${answer.text.slice(0, 300)}; of what is nowhere: ${nowhere.status} ${nowhere.text.slice(0, 300)}`);
    });
    const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
    if (failed) violations.push(`${operation.name}: ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}\n  ${shown(operation, counterexample?.[0])}`);
    if (!(await rig.isWell())) violations.push(`${operation.name}: the host is not well any more`);
  }
  return { requests: count, operations: asked.length, statuses, violations };
}

function shown({ method }: Operation, hostile: Hostile | undefined): string {
  return hostile === undefined ? '' : `as ${hostile.caller}: ${method} ${hostile.path.slice(0, 500)} ${JSON.stringify(hostile.headers).slice(0, 300)} ${hostile.body?.toString().slice(0, 500) ?? ''}`;
}
