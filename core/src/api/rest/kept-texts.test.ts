import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { states, worst, type State } from '@jackfield/sdk';
import fc from 'fast-check';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { roles, siteNode, wholeOrganization } from '../../access/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import { FakeServices, switchDevice, twoSites } from '../../testing/index.ts';
import { EventLog } from '../events/index.ts';
import { KeptTexts } from './kept-texts.ts';
import { registerRest } from './rest.ts';

test('an entry leaves with what its schema names alone, and one that does not fit does not leave', () => {
  const texts = new KeptTexts(z.object({ name: z.string() }));
  const entry = { password: 'x', name: 'core-1' };
  expect([texts.of(entry), texts.of(entry)]).toEqual(['{"name":"core-1"}', '{"name":"core-1"}']);
  entry.name = 'core-2';
  expect(texts.of(entry)).toBe('{"name":"core-2"}');
  expect(() => texts.of({ name: 1 })).toThrow('expected string');
});

const sites = ['leeds', 'bristol'] as const;
const names = ['core', 'edge', 'Äther "1"'];
const site = fc.constantFrom(...sites);
const which = fc.constantFrom(0, 1, 2);
const check = fc.constantFrom(...states, 'pending' as const);

const step = fc.oneof(
  fc.record({ kind: fc.constant('device' as const), which, site, version: fc.constantFrom(null, '1', '2'), plugins: fc.subarray(['snmp-switch', 'asterisk']), seen: fc.boolean() }),
  fc.record({ kind: fc.constant('gone' as const), which }),
  fc.record({ kind: fc.constant('health' as const), which, found: fc.array(check, { maxLength: 2 }) }),
  fc.record({ kind: fc.constant('role' as const), at: fc.oneof(site, fc.constant(null)), role: fc.option(fc.constantFrom(...roles)) }),
);

/** What the API is to answer, made anew from all there is. */
function fresh(devices: readonly ManagedDevice[], checks: ReadonlyMap<string, readonly (State | 'pending')[]>, limit: number): string {
  const inOrder = devices.toSorted((one, other) => (`${one.name} ${one.id}` < `${other.name} ${other.id}` ? -1 : 1));
  const items = inOrder.slice(0, limit).map(({ id, name, site: at, kind, addresses, vendor, model, os, version, serial, plugins, lastSeen }) => {
    const seen = (checks.get(id) ?? []).flatMap((state) => (state === 'pending' ? [] : [state]));
    return { id, name, site: at, kind, addresses, vendor, model, os, version, serial, plugins: plugins.map((one) => one.id), state: seen.length > 0 ? worst(seen) : lastSeen === null ? 'unknown' : null };
  });
  const last = items.at(-1);
  return JSON.stringify({ items, next: devices.length > limit && last !== undefined ? Buffer.from(`${last.name} ${last.id}`).toString('base64url') : null });
}

test('whatever changes of devices, their health and who may see them, a page is what it would be if it were made anew', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-kept-'));
  const fake = new FakeServices(directory, '');
  const known = twoSites(fake);
  const checks = new Map<string, readonly (State | 'pending')[]>();
  let devices: readonly ManagedDevice[] = [];
  const services: typeof known = {
    ...known,
    inventory: { ...known.inventory, devices: (filter) => (filter?.site === undefined ? devices : devices.filter((one) => one.site === filter.site)), find: (id) => devices.find((one) => one.id === id) ?? null },
    health: { ...known.health, states: (filter) => devices.filter(({ id }) => (filter?.device ?? id) === id).flatMap(({ id, site: at }) => (checks.get(id) ?? []).map((state) => ({ device: id, site: at, state }))) },
  };
  const log = await EventLog.open(services);
  const server = fastify();
  registerRest(server, { services, daemon: { pid: 1, version: '1', startedAt: '' }, log, closing: new AbortController().signal });
  // The organization keeps an admin: whose roles come and go is not the only one.
  await services.people.add('keeper', [{ role: 'admin', at: wholeOrganization }]);
  let person = 0;
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.constantFrom(1, 2, 100), async (steps, limit) => {
    [devices, person] = [[], person + 1];
    checks.clear();
    const name = `person-${person}`;
    await services.people.add(name, [{ role: 'viewer', at: siteNode('leeds') }]);
    const { secret } = await services.people.tokens.create({ title: '', binding: { role: 'viewer', at: wholeOrganization }, madeBy: name, person: name, lifeMs: 3_600_000 });
    const held = new Map<string | null, string | null>([['leeds', 'viewer']]);
    let etag = '';
    for (const one of steps) {
      if (one.kind === 'device') {
        const device: ManagedDevice = { ...switchDevice, id: `id-${one.which}`, name: names[one.which] ?? '', site: one.site, version: one.version, plugins: one.plugins.map((id) => ({ id, discovery: 'x' })), lastSeen: one.seen ? switchDevice.lastSeen : null };
        devices = [...devices.filter(({ id }) => id !== device.id), device];
      } else if (one.kind === 'gone') devices = devices.filter(({ id }) => id !== `id-${one.which}`);
      else if (one.kind === 'health') checks.set(`id-${one.which}`, one.found);
      else {
        held.set(one.at, one.role);
        await services.people.bind(name, one.at === null ? wholeOrganization : siteNode(one.at), one.role);
      }
      const sees = (at: string): boolean => (held.get(null) ?? held.get(at) ?? null) !== null;
      const answer = await server.inject({ url: `/api/devices?limit=${limit}`, headers: { authorization: `Bearer ${secret}`, 'if-none-match': etag } });
      const wanted = fresh(devices.filter((device) => sees(device.site)), checks, limit);
      const tag = `"${hash('sha256', wanted, 'base64url')}"`;
      const given = [answer.statusCode, ...(answer.statusCode === 403 ? [] : [answer.body, answer.headers['etag']])];
      expect(given).toEqual(!sites.some(sees) ? [403] : tag === etag ? [304, '', tag] : [200, wanted, tag]);
      etag = sites.some(sees) ? tag : etag;
    }
  }), { numRuns: 25 });
  await server.close();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});
