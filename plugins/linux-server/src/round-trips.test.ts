import { Unreachable, Unsupported, type CheckResult } from '@jackfield/sdk';
import { beforeEach, expect, test } from 'vitest';
import { kernel } from './checks/kernel.ts';
import { memory } from './checks/memory.ts';
import { services } from './checks/services.ts';
import { updates } from './checks/updates.ts';
import { contextOver, gathered, MemoryServer } from './testing/memory-server.ts';

const checks = { memory, services, kernel, updates };
const sections = { uname: ['Linux'], meminfo: ['MemTotal: 1000 kB', 'MemAvailable: 900 kB'], systemd: ['running'], failed: [], units: [], kernel: [], 'cache-age': ['60'], apt: [] };

let machines = 0;
/** A machine that notes what each round trip asks for, and answers when the test says so where it says so. */
class CountingServer extends MemoryServer {
  readonly trips: string[] = [];
  readonly id = `machine-${(machines += 1)}`;
  before: (parts: readonly string[]) => Promise<void> = async () => undefined;

  override async script(script: string, parts: readonly string[] = []) {
    this.trips.push(parts.join(' '));
    await this.before(parts);
    return super.script(script, parts);
  }

  /** Calls a check as the host does. */
  call(name: keyof typeof checks, { alsoDue = [], since = performance.now(), signal }: { readonly alsoDue?: readonly string[]; readonly since?: number; readonly signal?: AbortSignal } = {}): Promise<CheckResult> {
    const context = contextOver(this);
    return checks[name]({ ...context, device: { ...context.device, id: this.id }, alsoDue, since, ...(signal === undefined ? {} : { signal }) });
  }
}

let server: CountingServer;
/** All that is due in a test is so from its start. */
let due: { readonly since: number };
beforeEach(() => {
  server = new CountingServer(gathered(sections));
  due = { since: performance.now() };
});

test('checks that are due together are one round trip, but for those that take a machine long', async () => {
  const first = [server.call('memory', { ...due, alsoDue: ['services', 'kernel', 'updates'] }), server.call('services', { ...due, alsoDue: ['kernel', 'updates'] })];
  expect((await Promise.all(first)).map(({ state }) => state)).toEqual(['ok', 'ok']);
  expect(await server.call('kernel', { ...due, alsoDue: ['updates'] })).toMatchObject({ state: 'ok' });
  await server.call('updates', due);
  expect(server.trips).toEqual(['memory services kernel since=60', 'updates']);
});

test('a check takes nothing that was read before it was due or asked for, and nothing a second time', async () => {
  await server.call('memory', { ...due, alsoDue: ['services', 'kernel'] });
  await server.call('services');
  expect(server.trips).toEqual(['memory services kernel since=60', 'services']);
  await server.call('services', { ...due, alsoDue: ['kernel'] });
  await server.call('services', due);
  expect(server.trips.slice(2)).toEqual(['services kernel since=60', 'services']);
});

test('where several at once fail each goes alone, then and for long after', async () => {
  server.before = async (parts) => {
    if (parts.length > 2) throw new Unsupported('too much');
  };
  const both = [server.call('memory', { ...due, alsoDue: ['services', 'kernel'] }), server.call('services', { ...due, alsoDue: ['kernel'] })];
  expect((await Promise.all(both)).map(({ state }) => state)).toEqual(['ok', 'ok']);
  await server.call('memory', { ...due, alsoDue: ['services'] });
  expect(server.trips).toEqual(['memory services kernel since=60', 'memory', 'services', 'memory']);
});

test('a machine that takes too long for several is not asked for each at once, and for each alone the next time', async () => {
  server.before = async (parts) => {
    if (parts.length > 1) throw new Unreachable('no answer', { data: { layer: 'request' } });
  };
  const both = [server.call('memory', { ...due, alsoDue: ['services'] }), server.call('services', due)];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await server.call('memory', { ...due, alsoDue: ['services'] });
  expect(server.trips).toEqual(['memory services', 'memory']);
});

test('a machine that is not there is still asked for several when it is back', async () => {
  server.before = async () => {
    throw new Unreachable('nobody there', { data: { layer: 'connect' } });
  };
  await expect(server.call('memory', { ...due, alsoDue: ['services'] })).rejects.toThrow(Unreachable);
  server.before = async () => undefined;
  await server.call('memory', { ...due, alsoDue: ['services'] });
  expect(server.trips).toEqual(['memory services', 'memory services']);
});

test('a check whose neighbour is called off in the middle of their round trip makes one of its own', async () => {
  const off = new AbortController();
  server.before = (parts) => (parts.length === 1 ? Promise.resolve() : new Promise((_resolve, reject) => off.signal.addEventListener('abort', () => reject(new Error('called off')))));
  const both = [server.call('memory', { ...due, alsoDue: ['services'], signal: off.signal }), server.call('services', due)];
  off.abort();
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(server.trips).toEqual(['memory services', 'services']);
});
