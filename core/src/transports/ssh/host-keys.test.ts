import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KnownHostKey } from '../transports.ts';
import { HostKeys } from './host-keys.ts';

test('a first key is taken, or waits for a yes where that is wanted; whatever it is, another one is told and gets no login', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'keys-'));
  const file = join(folder.path, 'host-keys.json');
  const told: string[] = [];
  const keys = new HostKeys(file, ({ port, status }) => void told.push(`${port} ${status}`));
  expect(await keys.check('192.0.2.1', 22, 'SHA256:a', 'accept')).toBe('accepted');
  expect(await keys.check('192.0.2.1', 22, 'SHA256:b', 'accept')).toBe('changed');
  expect(await keys.check('192.0.2.1', 2222, 'SHA256:a', 'ask')).toBe('unapproved');
  expect(await keys.check('192.0.2.1', 2222, 'SHA256:c', 'ask')).toBe('unapproved');
  const again = new HostKeys(file);
  expect(await again.check('192.0.2.1', 2222, 'SHA256:c', 'ask')).toBe('unapproved');
  await again.accept('192.0.2.1', 2222);
  expect(await again.check('192.0.2.1', 2222, 'SHA256:c', 'ask')).toBe('accepted');
  expect(await again.check('192.0.2.1', 2222, 'SHA256:a', 'ask')).toBe('changed');
  expect(again.list().map(({ port, status, offered }: KnownHostKey) => [port, status, offered])).toEqual([[22, 'changed', 'SHA256:b'], [2222, 'changed', 'SHA256:a']]);
  expect(told).toEqual(['22 accepted', '22 changed', '2222 asked', '2222 asked']);
});

test('a first key that a person refused stays refused, also where first keys are taken unasked by now', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'keys-'));
  const file = join(folder.path, 'host-keys.json');
  const keys = new HostKeys(file);
  await keys.check('192.0.2.1', 22, 'SHA256:a', 'ask');
  await keys.refuse('192.0.2.1', 22, { person: 'ada', comment: 'not ours', fingerprint: 'SHA256:a' });
  expect(await keys.check('192.0.2.1', 22, 'SHA256:a', 'accept')).toBe('unapproved');
  const again = new HostKeys(file);
  expect(await again.check('192.0.2.1', 22, 'SHA256:a', 'accept')).toBe('unapproved');
  expect(again.list()).toMatchObject([{ status: 'asked', offered: 'SHA256:a', decision: { verdict: 'refused', person: 'ada', comment: 'not ours' } }]);
  await again.accept('192.0.2.1', 22, { person: 'bob', comment: 'it is ours', fingerprint: 'SHA256:a' });
  expect(await again.check('192.0.2.1', 22, 'SHA256:a', 'accept')).toBe('accepted');
});

test('what a person says of a key is kept with the reason, and is of that key alone', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'keys-'));
  const file = join(folder.path, 'host-keys.json');
  const keys = new HostKeys(file);
  await keys.check('192.0.2.1', 22, 'SHA256:a', 'accept');
  await keys.check('192.0.2.1', 22, 'SHA256:b', 'accept');
  await keys.refuse('192.0.2.1', 22, { person: 'ada', comment: 'nobody reinstalled it', fingerprint: 'SHA256:b' });
  expect(await keys.check('192.0.2.1', 22, 'SHA256:b', 'accept')).toBe('changed');
  expect(new HostKeys(file).list()).toMatchObject([{ status: 'changed', fingerprint: 'SHA256:a', offered: 'SHA256:b', decision: { verdict: 'refused', person: 'ada', comment: 'nobody reinstalled it', fingerprint: 'SHA256:b' } }]);
  await keys.check('192.0.2.1', 22, 'SHA256:c', 'accept');
  await expect(keys.accept('192.0.2.1', 22, { person: 'ada', comment: '', fingerprint: 'SHA256:b' })).rejects.toMatchObject({ code: 'JF3007' });
  await keys.accept('192.0.2.1', 22, { person: 'bob', comment: 'seen at its console', fingerprint: 'SHA256:c' });
  expect(await keys.check('192.0.2.1', 22, 'SHA256:c', 'accept')).toBe('accepted');
  expect(keys.list()).toMatchObject([{ status: 'accepted', offered: null, offeredAt: null, decision: { verdict: 'accepted', person: 'bob', fingerprint: 'SHA256:c' } }]);
});
