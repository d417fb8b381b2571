import { AuthFailed, NotReady, OutcomeError, Unsupported } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { copies } from './copies.ts';
import { locks } from './locks.ts';
import { verification } from './verification.ts';

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const snapshot = (path: string, hours: number, bytes?: number, hostname = 'files') => ({
  id: `${path}${hours}`, hostname, paths: [path], time: ago(hours), ...(bytes === undefined ? {} : { summary: { total_bytes_processed: bytes } }),
});
const over = (snapshots: unknown) => contextOver(new MemoryAppliance(() => output(JSON.stringify(snapshots))));

describe('copies', () => {
  test('each object is held to its newest good copy', async () => {
    const { state, items } = await copies(over([snapshot('/etc', 3), snapshot('/etc', 40), snapshot('/srv', 25), snapshot('/home', 50)]));
    expect(state).toBe('critical');
    expect(items.map((item) => [item.name, item.state])).toEqual([['files:/etc', 'ok'], ['files:/srv', 'warning'], ['files:/home', 'critical']]);
    expect(items[0]?.metrics).toContainEqual({ name: 'copy.count', value: 2 });
  });

  test('a copy of nothing is no copy', async () => {
    const { items } = await copies(over([snapshot('/etc', 40, 5_000), snapshot('/etc', 2, 0)]));
    expect(items).toMatchObject([{ state: 'critical', summary: expect.stringContaining('40 h') }]);
    expect((await copies(over([snapshot('/etc', 2, 0)]))).items).toMatchObject([{ state: 'critical', summary: 'Its only copy is empty or incomplete' }]);
  });

  test('what can be got back is told with the command that does it, from the newest good copy', async () => {
    const of = async (snapshots: unknown) => (await copies(over(snapshots))).restores;
    expect(await of([snapshot('/etc', 40), snapshot('/etc', 3, 0)])).toMatchObject([{
      machine: 'files', object: '/etc', copiedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      command: 'restic --repo /srv/backup/office --password-file /etc/restic.pass restore /etc40 --include /etc --target TARGET',
    }]);
    expect(await of([snapshot('/it is', 3, 0)])).toEqual([{ machine: 'files', object: '/it is', copiedAt: null, command: '' }]);
    expect(await of([snapshot("/it's", 3)])).toMatchObject([{ command: expect.stringContaining(`--include '/it'\\''s' --target`) }]);
  });

  test('an object that the settings name and nobody ever copied is critical', async () => {
    const objects = [{ host: 'files', path: '/etc', rpo: 12 }, { path: '/srv/shares', rpo: 26 }];
    const context = contextOver(new MemoryAppliance(() => output(JSON.stringify([snapshot('/etc', 13)]))), { ...defaults, repositories: [{ ...repository, objects }] });
    expect((await copies(context)).items.map((item) => [item.name, item.state, item.summary])).toEqual([
      ['files:/etc', 'critical', 'Newest copy 13 h old, at most 12 h wanted'], ['/srv/shares', 'critical', 'No copy at all'],
    ]);
  });

  test('a copy that its job marked as incomplete is not relied on', async () => {
    const { items } = await copies(over([snapshot('/etc', 30), { ...snapshot('/etc', 2), tags: ['nightly', 'incomplete'] }]));
    expect(items).toMatchObject([{ state: 'critical', summary: expect.stringContaining('30 h') }]);
  });

  test('a canary that nobody could delete is no object to be copied', async () => {
    const { state, items } = await copies(over([snapshot('/etc', 3), { ...snapshot('/jackfield-canary', 400), tags: ['jackfield-canary'] }]));
    expect({ state, names: items.map(({ name }) => name) }).toEqual({ state: 'ok', names: ['files:/etc'] });
  });

  test('a copy from the future is a wrong clock, not a fresh copy', async () => {
    expect(await copies(over([snapshot('/etc', 3), snapshot('/etc', -5)]))).toMatchObject({ state: 'warning', items: [{ summary: 'The newest copy is 5 h ahead of the time: a clock is wrong' }] });
  });

  const two = { ...defaults, repositories: [repository, { ...repository, path: '/srv/offsite' }] };

  test('what is copied to two repositories is an item in each', async () => {
    const appliance = new MemoryAppliance((_command, { repository: path }) => output(JSON.stringify([snapshot('/etc', path === '/srv/offsite' ? 90 : 3), ...(path === '/srv/offsite' ? [] : [snapshot('/srv', 3)])])));
    expect((await copies(contextOver(appliance, two))).items.map(({ name, state }) => [name, state])).toEqual([
      [`files:/etc in ${repository.path}`, 'ok'], ['files:/srv', 'ok'], ['files:/etc in /srv/offsite', 'critical'],
    ]);
  });

  test.each([['files', 'ok'], ['FILES.leeds.example', 'ok'], ['mail', 'critical']])('a machine called %s is %s: products record what it calls itself', async (host, state) => {
    const appliance = new MemoryAppliance(() => output(JSON.stringify([{ ...snapshot('/etc', 3), hostname: 'files.leeds.example' }])));
    expect(await copies(contextOver(appliance, { ...defaults, repositories: [{ ...repository, objects: [{ host, path: '/etc', rpo: 26 }] }] }))).toMatchObject({ state, items: [{ name: `${host}:/etc` }] });
  });

  test('a repository that cannot be opened hides nothing of the others', async () => {
    const appliance = new MemoryAppliance((_command, { repository: path }) => (path === '/srv/offsite' ? output('', 12) : output(JSON.stringify([snapshot('/etc', 60)]))));
    expect(await copies(contextOver(appliance, two))).toMatchObject({ state: 'critical', items: [{ name: 'files:/etc', state: 'critical' }, { name: '/srv/offsite', state: 'unknown' }] });
  });

  test('an empty repository is critical, in the words of old and new versions', async () => {
    for (const empty of [[], null]) expect(await copies(over(empty))).toMatchObject({ state: 'critical', items: [{ name: repository.path }] });
  });

  test.each([
    [10, '', Unsupported, 'no repository'], [11, '', NotReady, 'locked'], [12, '', AuthFailed, 'password'], [127, 'sh: restic: not found', Unsupported, 'not installed'],
    [1, 'Fatal: wrong password or no key found', AuthFailed, 'wrong password'], [1, 'Fatal: unable to open config file: stat /x: no such file or directory', Unsupported, 'config'],
    [3, '', NotReady, 'ended with 3'], [77, '{"message_type":"exit_error","code":77,"message":"Fatal: what now"}', NotReady, 'what now'],
  ])('status %i is an outcome that says what is wrong', async (code, stderr, outcome, words) => {
    const context = contextOver(new MemoryAppliance(() => output('', code, stderr)));
    const error: unknown = await copies(context).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(outcome);
    expect(String(error)).toContain(words);
  });

  test('whatever restic prints is a result or an outcome, never a fault', async () => {
    const text = JSON.stringify([snapshot('/etc', 3, 10), snapshot('/srv', 30)]);
    const mutated = fc.oneof(fc.nat(text.length).map((end) => text.slice(0, end)), fc.json(), fc.string(), fc.array(fc.anything()).map((value) => JSON.stringify(value) ?? ''));
    await fc.assert(fc.asyncProperty(mutated, async (answer) => {
      const seen: unknown = await copies(contextOver(new MemoryAppliance(() => output(answer)))).catch((reason: unknown) => reason);
      expect(seen).toSatisfy((value) => value instanceof OutcomeError || (typeof value === 'object' && value !== null && 'state' in value));
    }), { numRuns: 300 });
  });
});

describe('locks', () => {
  const id = 'a'.repeat(64);
  const locked = (lock: object | string) => contextOver(new MemoryAppliance(() => output(`lock ${id}\n${typeof lock === 'string' ? lock : JSON.stringify(lock, null, 2)}\n`)));

  test.each([
    [{ time: ago(1), hostname: 'files', exclusive: true }, 'ok'],
    [{ time: ago(30), hostname: 'files', exclusive: false }, 'warning'],
    [{ time: ago(30), hostname: 'files', exclusive: true }, 'critical'],
    ['garbage', 'warning'],
  ])('%j: %s', async (lock, state) => {
    expect(await locks(locked(lock))).toMatchObject({ state, items: [{ name: `${repository.path} aaaaaaaa` }] });
  });

  test('each of several is told', async () => {
    const two = `lock ${id}\n{"time":"${ago(1)}","hostname":"files"}\nlock ${'b'.repeat(64)}\n{"time":"${ago(40)}","hostname":"mail"}\n`;
    expect(await locks(contextOver(new MemoryAppliance(() => output(two))))).toMatchObject({ state: 'warning', items: [{ state: 'ok' }, { summary: expect.stringContaining('Lock of mail') }] });
  });

  test('a lock that does not open is no lock that is gone', async () => {
    await expect(locks(contextOver(new MemoryAppliance(() => output('', 1, 'Fatal: ciphertext verification failed'))))).rejects.toThrow('ciphertext verification failed');
  });

  test('no lock is fine', async () => {
    expect(await locks(contextOver(new MemoryAppliance()))).toMatchObject({ state: 'ok', summary: 'No locks', items: [] });
  });
});

describe('verification', () => {
  const status = (content: object | string | null) => {
    const appliance = new MemoryAppliance();
    if (content !== null) appliance.put(defaults.verification.statusFile, typeof content === 'string' ? content : JSON.stringify(content));
    return contextOver(appliance);
  };

  test.each([
    [{ [repository.path]: { finishedAt: ago(20), ok: true } }, 'ok'],
    [{ [repository.path]: { finishedAt: ago(200), ok: true } }, 'warning'],
    [{ [repository.path]: { finishedAt: ago(800), ok: true } }, 'critical'],
    [{ [repository.path]: { finishedAt: ago(2), ok: false } }, 'critical'],
    [{}, 'warning'],
    ['{"half', 'warning'],
  ])('%j: %s', async (content, state) => {
    expect(await verification(status(content))).toMatchObject({ state });
  });

  test('without a status file nobody can tell, and the hint says what to do', async () => {
    await expect(verification(status(null))).rejects.toMatchObject({ kind: 'Unsupported', hint: expect.stringContaining('README') });
  });
});
