import { expect, test } from 'vitest';
import { inOrder, isWaiting, placeOfKey, type HostKey } from './waiting.ts';

const key = (address: string, more: Partial<HostKey> = {}): HostKey => ({ address, port: 22, fingerprint: 'SHA256:a', firstSeen: '', status: 'accepted', offered: null, offeredAt: null, decision: null, device: null, ...more });
const changed = key('10.0.0.3', { status: 'changed', offered: 'SHA256:b', offeredAt: '2026-01-02T00:00:00Z' });
const refused = { person: 'ada', comment: '', at: '', verdict: 'refused', fingerprint: 'SHA256:b' } as const;

test('a key waits until somebody accepts or refuses it; another key than the refused one waits again', () => {
  expect(isWaiting(changed)).toBe(true);
  expect(isWaiting({ ...changed, decision: refused })).toBe(false);
  expect(isWaiting({ ...changed, offered: 'SHA256:c', decision: refused })).toBe(true);
  expect(isWaiting(key('10.0.0.1'))).toBe(false);
});

test('changed keys stand first, the longest waiting before the others, then first keys, then what waits for nobody', () => {
  const keys = [key('10.0.0.10'), key('10.0.0.9'), { ...changed, address: 'refused', decision: refused }, key('asked', { status: 'asked', offered: 'SHA256:a' }), changed, { ...changed, address: 'older', offeredAt: '2026-01-01T00:00:00Z' }];
  expect(inOrder(keys).map(({ address }) => address)).toEqual(['older', '10.0.0.3', 'asked', 'refused', '10.0.0.9', '10.0.0.10']);
});

test('an incident of a host key says of which', () => {
  expect(placeOfKey('host key 10.0.0.3:2222')).toEqual({ address: '10.0.0.3', port: 2222 });
  expect(placeOfKey('ports')).toBeNull();
});
