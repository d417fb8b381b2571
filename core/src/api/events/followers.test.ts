import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServices, twoSites } from '../../testing/index.ts';
import type { HostServices } from '../host-services.ts';
import { EventLog } from './event-log.ts';
import { Followers, type HeldSight } from './followers.ts';

let directory: string;
let services: HostServices;
let log: EventLog;
let followers: Followers;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-events-'));
  services = twoSites(new FakeServices(directory, ''));
  log = await EventLog.open(services, { gatherMs: 0 });
  followers = new Followers(log);
});
afterEach(async () => {
  followers[Symbol.dispose]();
  await log[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** The host ends, and starts anew. */
async function restart(): Promise<void> {
  followers[Symbol.dispose]();
  await log[Symbol.asyncDispose]();
  log = await EventLog.open(services, { gatherMs: 0 });
  followers = new Followers(log);
}

interface Told { readonly id: number; readonly name: string; readonly text: string }

/** The other end of a stream. */
class Client extends Writable {
  readonly frames: Told[] = [];
  /** All that came, pulses too. */
  text = '';
  #isTaking = true;
  #taken: (() => void) | null = null;

  constructor() {
    super({ highWaterMark: 1 });
  }

  /** The last number that it knows. */
  get lastId(): number {
    return Number([...this.text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1]);
  }

  get names(): readonly string[] {
    return this.frames.map(({ name }) => name);
  }

  /** It takes nothing until it is let. */
  stop(): void {
    this.#isTaking = false;
  }

  go(): void {
    this.#isTaking = true;
    this.#taken?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const take = (): void => {
      this.text += chunk.toString();
      for (const text of chunk.toString().split(/(?<=\n\n)/).filter((piece) => /^event: /m.test(piece))) this.frames.push({ id: Number(/^id: (\d+)$/m.exec(text)?.[1] ?? 0), name: /"name":"([^"]+)"/.exec(text)?.[1] ?? '', text });
      this.#taken = null;
      done();
    };
    if (this.#isTaking) take();
    else this.#taken = take;
  }

  /** So many frames that say something. */
  async heard(count: number): Promise<readonly Told[]> {
    await vi.waitUntil(() => this.frames.length >= count, { timeout: 10_000, interval: 2 });
    return this.frames;
  }
}

const holds = (): boolean => true;
const all: HeldSight = { key: 'all', sees: () => true, holds };
const only = (...sites: readonly string[]): HeldSight => ({ key: sites.join(' '), sees: (asked) => asked?.some((site) => sites.includes(site)) === true, holds });

async function follow(options: { readonly lastId?: number; readonly sight?: () => Promise<HeldSight | null> } = {}): Promise<Client> {
  const to = new Client();
  await followers.add({ to, lastId: null, sight: async () => all, ...options });
  return to;
}

const found = (name: string, site = 'leeds'): unknown => services.events.emit('device.found', { device: `id-${site}`, name, site });

test('tells of what happens as it happens, with numbers that grow', async () => {
  const client = await follow();
  found('one');
  found('two');
  const [one, two] = await client.heard(2);
  expect(client.names).toEqual(['one', 'two']);
  expect(two?.id).toBeGreaterThan(one?.id ?? Infinity);
  expect(one?.text).toMatch(/^id: \d+\nevent: device\.found\ndata: \{"at":"[^"]+","event":\{"device":"id-leeds","name":"one","site":"leeds"\}\}\n\n$/);
});

test('who comes back misses nothing and hears nothing twice, though more happens meanwhile and the host starts anew', async () => {
  const first = await follow();
  found('one');
  const [one] = await first.heard(1);
  first.destroy();
  for (let count = 2; count <= 1_200; count += 1) found(String(count));
  await restart();
  const back = new Client();
  back.stop();
  const added = followers.add({ to: back, lastId: one?.id ?? 0, sight: async () => all });
  // While the log is read, and behind it.
  for (let count = 1_201; count <= 1_205; count += 1) found(String(count));
  back.go();
  await added;
  await back.heard(100);
  for (let count = 1_206; count <= 1_210; count += 1) found(String(count));
  const heard = (): readonly string[] => back.names.filter((name) => name !== '');
  await vi.waitFor(() => expect(heard().at(-1)).toBe('1210'), { timeout: 10_000, interval: 5 });
  expect(heard()).toEqual(Array.from({ length: 1_209 }, (_none, at) => String(at + 2)));
});

test('who was away for too long, or has a number that was never given, is told that something is missing', async () => {
  const [old, strange] = [await follow({ lastId: 1 }), await follow({ lastId: log.newest + 1_000 })];
  for (const client of [old, strange]) expect((await client.heard(1))[0]?.text).toBe('event: missed\ndata: {}\n\n');
  found('one');
  for (const client of [old, strange]) await vi.waitFor(() => expect(client.names.at(-1)).toBe('one'));
});

test('everybody hears of what they see: of their sites, of changes in part, of the host only with all of it', async () => {
  const client = await follow({ sight: async () => only('leeds') });
  found('far', 'bristol');
  services.events.emit('thread.restarted', { thread: 'store', reason: 'x' });
  services.events.emit('change.state', { change: 'bristol-1', from: 'planned', to: 'applying' });
  services.events.emit('change.state', { change: 'both-1', from: 'planned', to: 'applying' });
  services.events.emit('plugin.log', { plugin: 'x', level: 'info', message: 'x', device: 'id-leeds', data: null });
  found('near');
  expect((await client.heard(2)).map(({ text, name }) => [text.includes('"change":"both-1"'), name])).toEqual([[true, ''], [false, 'near']]);
});

test('who sees one site hears of its messages, of maintenance above it, and in part of what is everybody’s', async () => {
  const [client, other] = [await follow({ sight: async () => only('leeds') }), await follow()];
  const maintenance = (at: string): unknown => services.events.emit('maintenance.state', { maintenance: 'm', at, site: null, state: 'begun', person: 'ada' });
  const message = (site: string | null): unknown => services.events.emit('notification.state', { notification: 'n', channel: 'phone', site, state: 'sent', reason: '' });
  for (const at of ['district:avon', 'district:yorkshire', 'organization']) maintenance(at);
  for (const site of [null, 'bristol', 'leeds']) message(site);
  services.events.emit('configuration.reloaded', { sites: 2, person: 'ada', atNextStart: ['log'] });
  services.events.emit('plugin.state', { plugin: 'snmp-switch', from: 'active', to: 'restarting', reason: 'bristol-core hung' });
  expect((await client.heard(5)).map(({ text }) => /"event":(.*)\}$/m.exec(text)?.[1])).toEqual([
    '{"maintenance":"m","at":"district:yorkshire","site":null,"state":"begun","person":"ada"}', '{"maintenance":"m","at":"organization","site":null,"state":"begun","person":"ada"}',
    '{"notification":"n","channel":"phone","site":"leeds","state":"sent","reason":""}', '{}', '{"plugin":"snmp-switch","from":"active","to":"restarting"}',
  ]);
  expect((await other.heard(8)).at(-2)?.text).toContain('"person":"ada"');
});

test('a stream that says nothing says that it lives, and ends when its caller may see nothing any more', async () => {
  followers[Symbol.dispose]();
  followers = new Followers(log, { pulseMs: 1 });
  let isIn = true;
  const client = await follow({ sight: async () => (isIn ? only('hull') : null) });
  found('one');
  await vi.waitFor(() => expect(client.text).toMatch(new RegExp(`: \nid: ${log.newest}\n\n$`)));
  isIn = false;
  await vi.waitFor(() => expect(client.writableEnded).toBe(true));
  expect(client.frames).toEqual([]);
});

test('nothing that happens behind a change of what somebody may see is told by what they saw before', async () => {
  let may: HeldSight | null = only('leeds');
  const client = await follow({ sight: async () => {
    const given = may;
    return given === null ? null : { ...given, holds: () => may === given };
  } });
  found('one');
  await client.heard(1);
  may = only('bristol');
  found('two');
  found('three', 'bristol');
  await client.heard(2);
  may = null;
  found('four', 'bristol');
  await vi.waitFor(() => expect(client.writableEnded).toBe(true));
  expect(client.names).toEqual(['one', 'three']);
});

test('who may see something for no longer than a moment is looked up once for each telling', async () => {
  let asked = 0;
  const client = await follow({ sight: async () => {
    asked += 1;
    return { ...all, holds: () => false };
  } });
  found('one');
  await client.heard(1);
  found('two');
  await client.heard(2);
  expect([client.names, asked < 10]).toEqual([['one', 'two'], true]);
});

test('a client that takes nothing is let go, and finds all in the log when it comes back', async () => {
  const client = await follow();
  const id = client.lastId;
  client.stop();
  let told = 0;
  using _counting = log.follow(() => (told = log.recent(id).length));
  for (let count = 1; count <= 2; count += 1) {
    for (let one = 1; one <= 900; one += 1) found(String((count - 1) * 900 + one));
    await vi.waitFor(() => expect(told).toBe(count === 1 ? 900 : 1_000));
  }
  expect([client.destroyed, client.frames]).toEqual([true, []]);
  const back = await follow({ lastId: id });
  await back.heard(1_800);
  expect(back.names).toEqual(Array.from({ length: 1_800 }, (_none, at) => String(at + 1)));
});

test('what was put together for one who came back is not kept for all the numbers that clients may come back with', async () => {
  const client = await follow();
  for (let count = 1; count <= 50; count += 1) found(String(count));
  const ids = (await client.heard(50)).map(({ id }) => id);
  const read = vi.spyOn(log, 'recent');
  const comeBack = async (): Promise<number> => {
    read.mockClear();
    for (const lastId of ids) (await follow({ lastId })).destroy();
    return read.mock.calls.length;
  };
  await comeBack();
  expect(await comeBack()).toBeGreaterThan(40);
  read.mockClear();
  const together = await Promise.all(Array.from({ length: 5 }, () => follow({ lastId: ids[0] ?? 0 })));
  expect(new Set(together.map(({ text }) => text)).size).toBe(1);
  expect(read.mock.calls.length).toBeLessThan(5);
});

const sites = ['leeds', 'bristol'] as const;
const rights = [all, only('leeds'), only('bristol'), only(...sites)];
const which = fc.integer({ min: 0, max: 3 });

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('events' as const), of: fc.array(fc.constantFrom(...sites, null), { minLength: 1, maxLength: 6 }), isSettled: fc.boolean() }) },
  fc.record({ kind: fc.constantFrom('come' as const, 'leave' as const, 'stop' as const, 'go' as const), which }),
);

test('in whatever batches events come, and whoever comes, leaves and takes them slowly: each hears what they may see, once and in order', async () => {
  followers[Symbol.dispose]();
  await log[Symbol.asyncDispose]();
  // So few in memory that many read the database, and who takes nothing is let go.
  log = await EventLog.open(services, { gatherMs: 0, remembered: 8 });
  followers = new Followers(log);
  let name = 0;
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    const people = rights.map((may) => ({ may, client: null as Client | null, lastId: null as number | null, from: log.newest, heard: [] as string[] }));
    const happened: { readonly of: string | null; readonly name: string }[] = [];
    const told = new Set<string>();
    using _following = log.follow(() => {
      for (const { data } of log.recent(0)) told.add(/"(?:name|reason)":"([^"]+)"/.exec(data)?.[1] ?? '');
      return 0;
    });
    const settled = (): Promise<void> => vi.waitFor(() => expect(happened.every((one) => told.has(one.name))).toBe(true), { interval: 1 });
    const leave = async (person: (typeof people)[number]): Promise<void> => {
      if (person.client === null) return;
      person.client.go();
      person.client.destroy();
      // What is on the way when it leaves is lost; it comes back with what it has.
      person.heard.push(...person.client.frames.map(({ text }) => /"(?:name|reason)":"([^"]+)"/.exec(text)?.[1] ?? ''));
      [person.lastId, person.client] = [person.client.lastId, null];
    };
    const come = async (person: (typeof people)[number]): Promise<void> => {
      if (person.client !== null) return;
      person.client = new Client();
      await followers.add({ to: person.client, lastId: person.lastId ?? person.from, sight: async () => person.may });
    };
    for (const one of steps) {
      if (one.kind === 'events') {
        for (const of of one.of) {
          name += 1;
          happened.push({ of, name: String(name) });
          if (of === null) services.events.emit('thread.restarted', { thread: 'store', reason: String(name) });
          else found(String(name), of);
        }
        if (one.isSettled) await settled();
        continue;
      }
      const person = people[one.which];
      if (person === undefined) continue;
      if (person.client?.destroyed === true) await leave(person);
      if (one.kind === 'come') await come(person);
      else if (one.kind === 'leave') await leave(person);
      else person.client?.[one.kind]();
    }
    for (const person of people) {
      person.client?.go();
      const wanted = happened.filter(({ of }) => person.may.sees(of === null ? null : [of])).map((one) => one.name);
      const heard = (): readonly string[] => [...person.heard, ...(person.client?.frames ?? []).map(({ text }) => /"(?:name|reason)":"([^"]+)"/.exec(text)?.[1] ?? '')];
      await settled();
      if (person.client?.destroyed === true) await leave(person);
      await come(person);
      await vi.waitFor(() => expect(heard().length).toBeGreaterThanOrEqual(wanted.length), { interval: 1 });
      expect(heard()).toEqual(wanted);
      person.client?.destroy();
    }
  }), { numRuns: 40 });
});
