import type { SnmpDevice, Programs } from '@jackfield/sdk/testing';
import { z } from 'zod';
import { deviceDescriptionSchema, type TestDevice } from './device-description.ts';
import { deviceDescribedWrongly } from './errors.ts';

const answers = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function');
const { snmp, ssh, http, tcp } = deviceDescriptionSchema.shape;

/** What a test may say of a device: what a file may, and what only code can be. */
const testDeviceSchema = deviceDescriptionSchema.extend({
  snmp: z.union([snmp, z.strictObject({ device: z.custom<SnmpDevice>((value) => typeof value === 'object') })]).optional(),
  ssh: z.union([ssh, z.strictObject({ programs: z.custom<Programs>((value) => typeof value === 'object' || typeof value === 'function') })]).optional(),
  http: z.union([answers, http]).optional(),
  // What conformance.yaml says beside it: its devices may stand in a test too.
  expect: z.json().optional(),
  tcp: z.record(tcp.unwrap().keyType, z.union([answers, tcp.unwrap().valueType])).optional(),
  // Told apart, with what comes nearest: see device-faults.ts.
  faults: z.unknown().optional(),
});

type Issue = z.core.$ZodIssue;

/** Of a choice that nothing fits, what is wrong with the one that comes nearest: the one with the key that stands deepest. */
function nearest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((one) => nearest({ ...one, path: [...issue.path, ...one.path] }));
  return inner.toSorted((a, b) => b.path.length - a.path.length || Number(b.code === 'unrecognized_keys') - Number(a.code === 'unrecognized_keys'))[0] ?? issue;
}

/** Throws a coded error that names the device and the key, before anything of it is started. */
export function requireDescribed(name: string, device: TestDevice): void {
  const { error } = testDeviceSchema.safeParse(device);
  if (error === undefined) return;
  const told = error.issues.map(nearest).map(({ path, message }) => `${[name, ...path].join('.')}: ${message}`);
  throw deviceDescribedWrongly(told.join('; '), { place: { device: name } });
}
