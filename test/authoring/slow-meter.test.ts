import '@jackfield/core/matchers';
import { createTestHost } from '@jackfield/core/testing';
import { FakeClock } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';

test('a meter that is slow, then silent, then back', async () => {
  const clock = new FakeClock();
  const model = { name: 'meter', descr: 'A meter', objectID: '1.3.6.1.4.1.99999.2', ports: [{ name: 'p1', traffic: { in: '400M' } }] };
  const directory = new URL('./plugins/meters', import.meta.url);
  await using host = await createTestHost({ directory, devices: { 'meter-7': { snmp: { model } } }, clock });
  const agent = host.device('meter-7').snmp;
  if (agent === null) throw new Error('the meter speaks SNMP');

  agent.faults = { latencyMs: 2_000 };
  const call = host.check('traffic', 'meter-7');
  await clock.next();
  expect(await call).toBeOk('measuring');

  agent.faults = { silent: true };
  await expect(host.check('traffic', 'meter-7')).rejects.toBeOutcome('Unreachable');

  agent.faults = {};
  const schedule = await host.schedule();
  await schedule.advance('5m');
  expect(schedule.results.at(-1)).toBeOk('400 Mbit/s');
  expect(schedule.results.at(-1)).toHaveMetric('port.in', 400_000_000);
  expect(host).not.toHaveRefused();
});
