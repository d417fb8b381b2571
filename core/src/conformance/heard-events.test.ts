import { expect, test } from 'vitest';
import { z } from 'zod';
import { heardEvents } from './heard-events.ts';

const trap = z.strictObject({
  oid: z.string(), kind: z.literal('trap'), version: z.literal('2c'), at: z.iso.datetime(), uptime: z.number().nullable(),
  varbinds: z.array(z.tuple([z.string(), z.string(), z.union([z.string(), z.number(), z.null()])])),
});
const message = z.strictObject({ headers: z.array(z.json()) });

test.each([
  ['traps', { op: 'snmp.traps', request: { op: 'snmp.traps' } }, trap],
  ['events of a PBX', { op: 'ami.events', request: { op: 'ami.events', names: ['ContactStatus', 'FullyBooted'] } }, message],
])('%s keep the shape in which a transport gives them, however wrong they are', (_what, operation, shape) => {
  const events = heardEvents(operation, 200);
  expect(new Set(events).size).toBeGreaterThan(60);
  for (const event of events) expect(shape.safeParse(JSON.parse(event)).error).toBeUndefined();
});

test('nothing is heard of what nobody listens to', () => {
  expect(heardEvents({ op: 'ami.events', request: { op: 'ami.events', names: [] } }, 200)).toEqual([]);
});
