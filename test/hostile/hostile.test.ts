import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { hostile, Neighbour } from './rig.ts';

// Each test asserts that the attack is contained; after each, the neighbour must have answered every call meanwhile.
let neighbour: Neighbour;

beforeAll(async () => {
  neighbour = new Neighbour();
  await neighbour.start();
});

afterEach(async () => {
  await neighbour.answersAgain();
});

afterAll(async () => neighbour[Symbol.asyncDispose]());

test.each([[9, 64], [10_000, 160]])('a plugin that manages %i devices has %i MiB of heap', async (devices, heapMiB) => {
  await using rig = hostile('pollutes', 'attack', undefined, devices);
  await rig.attack();
  const { pid } = await rig.plugin.facts();
  expect((await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')).toContain(`--max-old-space-size=${heapMiB}`);
});

describe('a plugin that ends', () => {
  test('in a call: the call says which plugin, device and how it ended', async () => {
    await using rig = hostile('exits');
    await expect(rig.attack()).rejects.toMatchObject({
      code: 'JF2100', message: expect.stringMatching(/^exits, check attack on switch-1, after \d+\.\d s: exit code 3/), place: { plugin: 'exits', device: 'switch-1' },
    });
    expect(rig.states).toEqual(['starting', 'active', 'restarting']);
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2102' });
    await vi.waitFor(() => expect(rig.states.at(-1)).toBe('active'), 5_000);
    expect(await rig.plugin.facts()).toMatchObject({ restarts: 1, activation: { reason: expect.stringContaining('restart 1 after: exit code 3') } });
  });

  test.each([['throws-later', 'Error: much later'], ['rejects', 'Error: unheard']])('%s: the reason is known', async (name, reason) => {
    await using rig = hostile(name);
    await expect(rig.attack()).resolves.toMatchObject({ columns: { state: 'ok' } });
    await vi.waitFor(() => expect(rig.states).toContain('restarting'), 5_000);
    expect((await rig.plugin.facts()).lastExit).toContain(reason);
  });

  test('while loading: what it threw is the reason', async () => {
    await using rig = hostile('breaks-loading');
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2101', message: 'breaks-loading: no luck today' });
    await vi.waitFor(() => expect(rig.states).toEqual(['starting', 'quarantined']));
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2103', message: 'breaks-loading: no luck today' });
  });

  test('stopped while it starts: it does not come back', async () => {
    const rig = hostile('loads-forever');
    const call = rig.attack().catch((error: unknown) => error);
    await vi.waitFor(async () => expect((await rig.plugin.facts()).pid).not.toBeNull());
    await rig[Symbol.asyncDispose]();
    expect(await call).toMatchObject({ code: 'JF2107' });
    expect(rig.states).toEqual(['starting', 'stopped']);
  });

  test('that implements something else than it declares', async () => {
    await using rig = hostile('exits', 'promised');
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2101', message: expect.stringContaining('checks.promised is declared and not implemented; checks.attack is implemented and not declared') });
  });
});

describe('a plugin that blocks', () => {
  test('loops: named, ended and started again', async () => {
    await using rig = hostile('loops');
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2104', message: expect.stringMatching(/no answer for 3\.\d s in check attack on switch-1 \(busy on the CPU\)/) });
    expect(rig.states).toEqual(['starting', 'active', 'restarting']);
  });

  test('never answers: the call ends at its deadline, the process stays', async () => {
    await using rig = hostile('never-answers');
    // The deadline counts from the call on, and a start is part of it: one that is slow is another test's.
    await rig.plugin.activate('test');
    await expect(rig.attack({ deadlineMs: 400 })).rejects.toMatchObject({ code: 'JF2105', message: expect.stringMatching(/check attack on switch-1, after \d+\.\d s/) });
    expect(rig.states).toEqual(['starting', 'active']);
  });

  test('ignores cancel: its late answer is dropped, the next call is answered', async () => {
    await using rig = hostile('ignores-cancel');
    await rig.plugin.activate('test');
    await expect(rig.attack({ deadlineMs: 300 })).rejects.toMatchObject({ code: 'JF2105' });
    await expect(rig.attack()).resolves.toMatchObject({ columns: { summary: 'late' } });
    expect(rig.states).toEqual(['starting', 'active']);
  });

  test('stays alive after shutdown: killed', async () => {
    const rig = hostile('stays-alive');
    await rig.attack();
    const { pid } = await rig.plugin.facts();
    await rig[Symbol.asyncDispose]();
    // Inside its wrappers it goes when the kernel has told it that they went.
    await vi.waitFor(() => expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH'), { timeout: 5_000, interval: 20 });
  });
});

describe('a plugin that takes memory', () => {
  test('heap', async () => {
    await using rig = hostile('leaks-heap');
    await expect(rig.attack()).rejects.toMatchObject({ message: expect.stringMatching(/heap|memory|SIGABRT|SIGTRAP|exit code 1\d\d/i) });
    expect(rig.states).toContain('restarting');
  });

  test('Buffers, which the heap cap does not count', async () => {
    await using rig = hostile('leaks-buffers');
    await expect(rig.attack()).rejects.toMatchObject({ message: expect.stringMatching(/MiB of memory|allocation failed|memory/i) });
  });
});

describe('a plugin that floods', () => {
  test('the log: lines are let through as a person could read them, the rest counted', async () => {
    await using rig = hostile('floods-log');
    await expect(rig.attack()).resolves.toMatchObject({ columns: { state: 'ok' } });
    expect(rig.log.length).toBeLessThan(400);
  });

  test('the channel: it is slowed, not the host', async () => {
    await using rig = hostile('floods-channel');
    await expect(rig.attack({ deadlineMs: 3_000 })).rejects.toMatchObject({ code: expect.stringMatching(/JF210[458]/) });
    expect(rig.log.length).toBeLessThan(400);
  });

  test('operations: ended', async () => {
    await using rig = hostile('floods-operations', 'attack', async () => new Promise(() => undefined));
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2108', message: expect.stringContaining('operations at once') });
  });

  test('standard output: cut and counted', async () => {
    await using rig = hostile('floods-stdout');
    await expect(rig.attack({ deadlineMs: 2_000 })).rejects.toMatchObject({ code: expect.stringMatching(/JF210[45]/) });
    expect(rig.log.length).toBeLessThan(400);
  });

  test('the host with work it never reads the answers of: ended when it hangs', async () => {
    await using rig = hostile('reads-nothing', 'attack', async () => JSON.stringify('x'.repeat(100_000)));
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2104' });
  });
});

describe('a plugin that forges frames', () => {
  test('answering its own call twice: the second answer closes the channel', async () => {
    await using rig = hostile('forges');
    await rig.attack({ settings: { frame: 'answer to its own call, twice' } }).catch(() => undefined);
    await vi.waitFor(() => expect(rig.states).toContain('restarting'));
    expect((await rig.plugin.facts()).lastExit).toMatch(/^it sent an answer to call 2, which nobody made/);
  });

  test.each([
    'answer to a call nobody made', 'acknowledgement of a call nobody made', 'unknown method', 'unknown notification', 'not JSON',
    'JSON that is no message', 'message of another protocol', 'wrong id', 'not UTF-8', 'deep nesting', 'huge frame', 'result in pages without end',
    'operation without a call', 'two operations with one number',
  ])('%s: the channel closes, the process is ended', async (frame) => {
    await using rig = hostile('forges', 'attack', async () => new Promise(() => undefined));
    await expect(rig.attack({ settings: { frame } })).rejects.toMatchObject({ code: 'JF2108' });
    expect(rig.states).toContain('restarting');
    expect((await rig.plugin.facts()).lastExit).toMatch(/^it sent /);
  });

  test('half a frame: the process is found silent', async () => {
    await using rig = hostile('half-frame');
    await expect(rig.attack({ deadlineMs: 8_000 })).rejects.toMatchObject({ code: expect.stringMatching(/JF210[48]/) });
  });

  test('operations of other calls are refused', async () => {
    const operated: unknown[] = [];
    await using rig = hostile('borrows-call', 'attack', async (operation) => {
      operated.push(operation);
      return 'null';
    });
    // The refusals are answers that its own runtime never asked for, and ends on: before its result is sent, or after.
    await Promise.allSettled([rig.attack()]);
    await vi.waitFor(async () => expect((await rig.plugin.facts()).lastExit).toContain('exit code 70'), 5_000);
    expect(operated).toEqual([]);
  });
});

describe('a plugin that answers badly', () => {
  test('keys that reach for prototypes stay behind', async () => {
    await using rig = hostile('pollutes');
    const answer = await rig.attack();
    expect(answer).toMatchObject({ state: 'ok' });
    expect(Object.keys(Object(answer))).not.toContain('__proto__');
    expect(Object(answer)).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  test('garbage arrives as it is, for the host to refuse', async () => {
    await using rig = hostile('answers-garbage');
    await expect(rig.attack()).resolves.toEqual({ state: 'splendid', items: 7 });
  });

  test('a thrown thing that cannot even be described', async () => {
    await using rig = hostile('throws');
    await expect(rig.attack()).rejects.toMatchObject({ code: 'JF2106', place: { plugin: 'throws', device: 'switch-1' } });
    expect(rig.states).toEqual(['starting', 'active']);
  });
});
