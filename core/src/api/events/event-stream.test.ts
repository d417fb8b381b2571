import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServices, twoSites } from '../../testing/index.ts';
import type { HostServices } from '../host-services.ts';
import { EventLog } from './event-log.ts';
import { eventStream, type StreamOptions } from './event-stream.ts';

let directory: string;
let services: HostServices;
let log: EventLog;
let leaving: AbortController;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-events-'));
  services = twoSites(new FakeServices(directory, ''));
  log = await EventLog.open(services);
  leaving = new AbortController();
});
afterEach(async () => {
  leaving.abort();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const all = async () => (): boolean => true;
const stream = (options: Partial<StreamOptions> = {}): AsyncGenerator<string> => eventStream({ log, lastId: null, sees: all, signal: leaving.signal, ...options });
const found = (name: string, site = 'leeds'): unknown => services.events.emit('device.found', { device: `id-${site}`, name, site });

/** What came with the one before it, by stream: events that come close together are told in one piece. */
const pieces = new WeakMap<AsyncGenerator<string>, string[]>();

/** The next frame that says something, as its number and the name of the device in it. */
async function next(frames: AsyncGenerator<string>): Promise<{ readonly id: number; readonly name: string; readonly text: string }> {
  for (;;) {
    const waiting = pieces.get(frames) ?? [];
    const text = waiting.shift();
    if (text !== undefined) {
      const [, id = '0'] = /^id: (\d+)$/m.exec(text) ?? [];
      return { id: Number(id), name: /"name":"([^"]+)"/.exec(text)?.[1] ?? '', text };
    }
    const { value, done } = await frames.next();
    if (done === true || typeof value !== 'string') throw new Error('the stream ended');
    pieces.set(frames, value.split(/(?<=\n\n)/).filter((piece) => /^event: /m.test(piece)));
  }
}

/** Follows from now on, and has asked for the first event. */
async function begun(options: Partial<StreamOptions> = {}): Promise<readonly [AsyncGenerator<string>, ReturnType<typeof next>]> {
  const frames = stream(options);
  await frames.next();
  return [frames, next(frames)];
}

test('tells of what happens as it happens, with numbers that grow', async () => {
  const [frames, first] = await begun();
  found('one');
  found('two');
  const [one, two] = [await first, await next(frames)];
  expect([one.name, two.name]).toEqual(['one', 'two']);
  expect(two.id).toBeGreaterThan(one.id);
  expect(one.text).toMatch(/^id: \d+\nevent: device\.found\ndata: \{"at":"[^"]+","event":\{"device":"id-leeds","name":"one","site":"leeds"\}\}\n\n$/);
});

test('who comes back misses nothing and hears nothing twice, though more happens meanwhile and the host starts anew', async () => {
  const [frames, first] = await begun();
  found('one');
  const { id } = await first;
  await frames.return(undefined);
  for (let count = 2; count <= 1_200; count += 1) found(String(count));
  await log[Symbol.asyncDispose]();
  log = await EventLog.open(services);
  const back = stream({ lastId: id });
  const heard: string[] = [];
  while (heard.at(-1) !== '1210') {
    const { name } = await next(back);
    if (name !== '') heard.push(name);
    // While the log is read, and behind it.
    if (heard.length === 3) for (let count = 1_201; count <= 1_210; count += 1) found(String(count));
  }
  expect(heard).toEqual(Array.from({ length: 1_209 }, (_none, at) => String(at + 2)));
});

test('who was away for too long is told that something is missing', async () => {
  const frames = stream({ lastId: 1 });
  await frames.next();
  expect((await next(frames)).text).toBe('event: missed\ndata: {}\n\n');
});

test('everybody hears of what they see: of their sites, of changes in part, of the host only with all of it', async () => {
  const [frames, first] = await begun({ sees: async () => (sites) => sites?.includes('leeds') === true });
  found('far', 'bristol');
  services.events.emit('thread.restarted', { thread: 'store', reason: 'x' });
  services.events.emit('change.state', { change: 'bristol-1', from: 'planned', to: 'applying' });
  services.events.emit('change.state', { change: 'both-1', from: 'planned', to: 'applying' });
  services.events.emit('plugin.log', { plugin: 'x', level: 'info', message: 'x', device: 'id-leeds', data: null });
  found('near');
  expect([(await first).text, (await next(frames)).name]).toEqual([expect.stringContaining('"change":"both-1"'), 'near']);
});

test('who sees one site hears of its messages, of maintenance above it, and in part of what is everybody’s', async () => {
  const [frames, first] = await begun({ sees: async () => (sites) => sites?.includes('leeds') === true });
  const maintenance = (at: string): unknown => services.events.emit('maintenance.state', { maintenance: 'm', at, site: null, state: 'begun', person: 'ada' });
  const message = (site: string | null): unknown => services.events.emit('notification.state', { notification: 'n', channel: 'phone', site, state: 'sent', reason: '' });
  for (const at of ['district:avon', 'district:yorkshire', 'organization']) maintenance(at);
  for (const site of [null, 'bristol', 'leeds']) message(site);
  services.events.emit('configuration.reloaded', { sites: 2, person: 'ada', atNextStart: ['log'] });
  services.events.emit('plugin.state', { plugin: 'snmp-switch', from: 'active', to: 'restarting', reason: 'bristol-core hung' });
  const heard = [await first, await next(frames), await next(frames), await next(frames), await next(frames)].map(({ text }) => text);
  expect(heard.map((text) => /"event":(.*)\}$/m.exec(text)?.[1])).toEqual([
    '{"maintenance":"m","at":"district:yorkshire","site":null,"state":"begun","person":"ada"}', '{"maintenance":"m","at":"organization","site":null,"state":"begun","person":"ada"}',
    '{"notification":"n","channel":"phone","site":"leeds","state":"sent","reason":""}', '{}', '{"plugin":"snmp-switch","from":"active","to":"restarting"}',
  ]);
  const [others, other] = await begun();
  services.events.emit('configuration.reloaded', { sites: 2, person: 'ada', atNextStart: ['log'] });
  expect((await other).text).toContain('"person":"ada"');
  await others.return(undefined);
});

test('the stream ends when its caller may see nothing any more', async () => {
  let isIn = true;
  const frames = stream({ sees: async () => (isIn ? () => true : null), pulseMs: 1 });
  await frames.next();
  isIn = false;
  const rest: string[] = [];
  for await (const text of frames) rest.push(text);
  expect(rest.at(-1)).toMatch(/^: \nid: \d+\n\n$/);
});

test('a client that takes nothing is let go, and finds all in the log when it comes back', async () => {
  const cut = vi.fn<() => void>();
  const frames = stream({ cut });
  const { value } = await frames.next();
  const id = Number(/id: (\d+)/.exec(String(value))?.[1]);
  const first = next(frames);
  for (let count = 1; count <= 1_100; count += 1) found(String(count));
  const { name } = await first;
  // It is not asked for more: its connection is ended all the same.
  await vi.waitFor(() => expect(cut).toHaveBeenCalledOnce());
  const heard = [name];
  for await (const text of frames) heard.push(/"name":"([^"]+)"/.exec(text)?.[1] ?? '');
  expect(heard.length).toBeLessThan(1_100);
  const back = stream({ lastId: id });
  for (let count = 1; count <= 1_100; count += 1) expect((await next(back)).name).toBe(String(count));
});
