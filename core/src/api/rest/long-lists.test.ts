import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nothingAtAll, wholeOrganization } from '../../access/index.ts';
import type { Change, ChangeFilter } from '../../changes/index.ts';
import type { Notification, NotificationFilter } from '../../notifications/index.ts';
import { FakeServices, twoSites } from '../../testing/index.ts';
import { commands } from '../commands/index.ts';
import { EventLog } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { registerRest } from './rest.ts';

let stack: AsyncDisposableStack;
let fake: FakeServices;
let services: HostServices;
let get: (url: string) => Promise<{ readonly status: number; readonly ids: readonly string[]; readonly next: string | null }>;
/** What was read of the list. */
let reads: (ChangeFilter | NotificationFilter)[];

const many = 2_500;
const at = (index: number): string => new Date(Date.UTC(2026, 0, 1) - index * 1_000).toISOString();

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-lists-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  fake = new FakeServices(directory, '');
  reads = [];
  const base = twoSites(fake);
  const [change] = await base.changes.list();
  if (change === undefined) throw new Error('there is no change');
  const changes = Array.from({ length: many }, (_none, index): Change => ({ ...change, id: `c-${index}`, person: index % 1_000 === 999 ? 'Ada' : 'bob' }));
  const message: Notification = { id: '', kind: 'incidents', route: 'r', channel: 'mail', site: null, title: '', devices: [], state: 'sent', attempts: 1, madeAt: '', sentAt: null, nextAt: null, reason: '', hint: '' };
  const messages = Array.from({ length: many }, (_none, index): Notification => ({ ...message, id: `m-${index}`, madeAt: at(index) }));
  const has = (value: string, wanted: readonly string[] | undefined): boolean => wanted?.some((one) => one.toLowerCase() === value.toLowerCase()) ?? true;
  services = {
    ...base,
    changes: {
      ...base.changes, find: async (id) => changes.find((one) => one.id === id) ?? null,
      async list(filter = {}) {
        reads.push(filter);
        const { before, only = {}, atMost = 1_000 } = filter;
        const from = before === undefined ? 0 : changes.findIndex(({ id }) => id === before) + 1 || many;
        return changes.slice(from).filter(({ person, state }) => has(person, only.person) && has(state, only.state)).slice(0, atMost);
      },
    },
    notifications: {
      ...base.notifications,
      async list(filter = {}) {
        reads.push(filter);
        const { before, only = {}, atMost = 1_000 } = filter;
        return messages.filter(({ madeAt, channel }) => (before === undefined || madeAt < before.madeAt) && has(channel, only.channel)).slice(0, atMost);
      },
    },
  };
  const log = stack.use(await EventLog.open(services));
  const server = fastify();
  stack.defer(() => server.close());
  registerRest(server, { services, log, daemon: { pid: 1, version: '1', startedAt: '' }, closing: new AbortController().signal });
  const { secret } = await services.people.tokens.create({ title: 't', binding: { role: 'viewer', at: wholeOrganization }, madeBy: 'ann', person: null, lifeMs: 60_000 });
  get = async (url) => {
    const answer = await server.inject({ url: `/api${url}`, headers: { authorization: `Bearer ${secret}` } });
    const { items = [], next = null } = answer.json<{ items?: { id: string }[]; next?: string | null }>();
    return { status: answer.statusCode, ids: items.map(({ id }) => id), next };
  };
});
afterEach(() => stack.disposeAsync());

test.each(['/changes?person=nobody', '/changes?state=failed', '/notifications?channel=nothing'])('%s looks once, however much there is that it does not ask for', async (url) => {
  expect(await get(url)).toEqual({ status: 200, ids: [], next: null });
  expect(reads).toHaveLength(1);
});

test('what a filter leaves comes page by page, to the end', async () => {
  const first = await get('/changes?person=ADA&limit=1');
  const second = await get(`/changes?person=ADA&limit=1&cursor=${first.next}`);
  expect([first.ids, second]).toEqual([['c-999'], { status: 200, ids: ['c-1999'], next: null }]);
});

test.each(['changes', 'notifications'])('a cursor that no page of %s gave is refused', async (list) => {
  for (const made of ['nope', '2026-01-01', '2026-01-01T00:00:00.000Z']) expect((await get(`/${list}?cursor=${Buffer.from(made).toString('base64url')}`)).status).toBe(400);
  expect((await get(`/${list}?cursor=!`)).status).toBe(400);
});

test.each(['changes', 'notifications'] as const)('%s gives all there is, as its pages do', async (name) => {
  const context = { services, daemon: { pid: 1, version: '1', startedAt: '' }, person: 'ann', account: null, rights: nothingAtAll, signal: new AbortController().signal, progress: () => {}, stop: () => {} };
  const whole = await commands[name].perform(context, {});
  const paged: string[] = [];
  for (let page = await get(`/${name}?limit=1000`); ; page = await get(`/${name}?limit=1000&cursor=${page.next}`)) {
    paged.push(...page.ids);
    if (page.next === null) break;
  }
  expect(paged).toHaveLength(many);
  expect(whole.map(({ id }) => id)).toEqual(paged);
});
