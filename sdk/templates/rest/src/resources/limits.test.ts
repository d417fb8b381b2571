import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

test('a push changes what it names, and an undo puts it back', async () => {
  const devices = { gate: { http: { documents: { '/api/limits': { sessions: 50, perMinute: 600 } } } } };
  await using host = await createTestHost({ plugin, directory, devices });
  const plan = await host.push('limits', 'gate', { sessions: 80 });
  expect(plan.differences).toEqual([{ path: 'sessions', before: 50, after: 80 }]);
  await host.restore('limits', 'gate', plan);
  expect(await host.read('limits', 'gate')).toEqual({ sessions: 50, perMinute: 600 });
  expect(host.refusals).toEqual([]);
});
