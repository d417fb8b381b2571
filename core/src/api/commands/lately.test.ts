import { expect, test } from 'vitest';
import type { Version } from '../../history/index.ts';
import { changeOf, openIncident } from '../../testing/index.ts';
import { lately } from './lately.ts';

const versionOf = (version: number, takenAt: string, cause: Version['cause']): Version => ({
  version, hash: 'a', takenAt, seenAt: takenAt, cause, person: 'jackfield', change: null, resources: 4, changed: ['snmp-switch/port Gi1'],
});

test('incidents with their ends, changes, and configurations that others changed, newest first', async () => {
  const resolved = { ...openIncident, status: 'resolved' as const, openedAt: '2026-01-01T00:01:00.000Z', resolvedAt: '2026-01-01T00:05:00.000Z' };
  const versions = [versionOf(3, '2026-01-01T00:04:00.000Z', 'schedule'), versionOf(2, '2026-01-01T00:00:03.000Z', 'change'), versionOf(1, '2025-12-31T00:00:00.000Z', 'schedule')];
  const asked: unknown[] = [];
  const happened = await lately({
    health: { incidents: async (filter) => (asked.push(filter), [resolved]) },
    changes: { list: async (filter) => (asked.push(filter), [changeOf('kept')]) },
    history: { versions: async () => versions },
  }, 'id-1');
  expect(asked).toEqual([{ device: 'id-1' }, { device: 'id-1' }]);
  expect(happened.map(({ at, what, state, summary, lasted }) => [at.slice(14, 19), what, state, summary, lasted])).toEqual([
    ['05:00', 'resolved', 'ok', 'Ports: Gi1/0/9 down', 240_000],
    ['04:00', 'configuration', 'changed', 'snmp-switch/port Gi1', null],
    ['01:00', 'incident', 'critical', 'Ports: Gi1/0/9 down', 240_000],
    ['00:00', 'change', 'kept', 'Describe the uplink, by ada', 2_000],
  ]);
});
