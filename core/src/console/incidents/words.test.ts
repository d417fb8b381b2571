import { expect, test } from 'vitest';
import { byUrgency, fits, type Incident } from './words.ts';

const incident: Incident = { id: '1', device: 'd', plugin: 'snmp-switch', check: 'ports', item: 'Gi1/0/9', state: 'critical', summary: 'Ports: Gi1/0/9 down', status: 'open', openedAt: '2026-01-01T10:00:00Z', resolvedAt: null, deviceName: 'leeds-core-1', site: 'leeds' };
const of = (id: string, given: Partial<Incident>): Incident => ({ ...incident, id, ...given });

test('what nobody acknowledged and is worst stands first, what is resolved last and newest first', () => {
  const all = [
    of('resolved', { status: 'resolved', openedAt: '2026-01-05T00:00:00Z' }), of('older resolved', { status: 'resolved', state: 'warning', openedAt: '2026-01-04T00:00:00Z' }), of('acknowledged', { status: 'acknowledged' }),
    of('warning', { state: 'warning', openedAt: '2026-01-03T00:00:00Z' }), of('unknown', { state: 'unknown' }), of('critical', {}), of('newer critical', { openedAt: '2026-01-02T00:00:00Z' }),
  ];
  expect(all.toSorted(byUrgency).map(({ id }) => id)).toEqual(['newer critical', 'critical', 'unknown', 'warning', 'acknowledged', 'resolved', 'older resolved']);
});

test('all words that are typed have to stand in it', () => {
  expect([fits(incident, 'core gi1'), fits(incident, 'LEEDS'), fits(incident, 'leeds york'), fits(incident, '')]).toEqual([true, true, false, true]);
});
