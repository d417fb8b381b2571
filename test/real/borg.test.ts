import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppliance, type RealAppliance } from './appliance.ts';
import { createBorg, type RealBorg } from './borg.ts';
import { describeWith } from './prerequisites.ts';
import { restored } from './restored.ts';

describeWith(['borg', 'sshd', 'ssh-keygen', 'fping'], 'a real Borg repository behind a real sshd', () => {
  let repository: RealBorg;
  let appliance: RealAppliance;
  beforeAll(async () => {
    repository = await createBorg();
    await repository.backup('office', 30);
    await repository.backup('office', 4);
    const { path, passwordFile } = repository;
    appliance = await startAppliance('127.0.74.2', { repositories: [{ product: 'borg', path, passwordFile, objects: [{ host: hostname(), path: 'office' }, { path: 'mail' }] }] });
  });
  afterAll(async () => {
    await appliance[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
  });

  const check = (name: string) => appliance.check(name);

  test('each series is an object with an age; one that no job backs up is critical', async () => {
    expect(await check('copies')).toMatchObject({
      state: 'critical',
      items: [{ name: `${hostname()}:office`, state: 'ok', summary: expect.stringContaining('4 h') }, { name: 'mail', state: 'critical', summary: 'No copy at all' }],
    });
  });

  test('the command that a recovery shows gets the very content back', async () => {
    const [restore] = (await check('copies'))?.restores ?? [];
    expect(restore).toMatchObject({ machine: hostname(), object: 'office' });
    expect(await restored(restore?.command ?? '', join(repository.source, 'letter.txt'))).toBe('Dear reader\n');
  });

  test('its room and its clock are told', async () => {
    expect(await check('capacity')).toMatchObject({ items: [{ name: repository.path, summary: expect.stringContaining('% used') }] });
    expect(await check('clock')).toMatchObject({ state: 'ok' });
  });

  test('an exclusive lock that was left behind is seen; two people take it away, and an archive with it', { timeout: 90_000 }, async () => {
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: 'No locks' });
    const lock = join(repository.path, 'lock.exclusive');
    await mkdir(lock);
    const holder = join(lock, 'files@52230015432.4127-0');
    await writeFile(holder, '');
    await utimes(holder, 0, Date.now() / 1_000 - 30 * 3_600);
    expect(await check('locks')).toMatchObject({ items: [{ summary: expect.stringMatching(/^Exclusive lock of files, /) }] });
    const [archive = ''] = (await repository.borg('--bypass-lock', 'list', '--short', repository.path)).split('\n');
    const plan = await appliance.plan({ resource: 'unlock', spec: { repository: repository.path } }, { resource: 'deletion', spec: { repository: repository.path, copy: archive } });
    const { changes } = appliance.host.services;
    await changes.approve({ plan, person: 'bob' });
    expect(await changes.apply({ plan, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await check('locks')).toMatchObject({ state: 'ok', summary: 'No locks' });
    expect(await repository.borg('list', '--short', repository.path)).toMatch(/^office-\S+\n$/);
  });

  test('a wrong passphrase is said to be one', async () => {
    await writeFile(repository.passwordFile, 'wrong\n');
    expect(await check('copies')).toMatchObject({ state: 'unknown', code: 'JF0002' });
  });
});
