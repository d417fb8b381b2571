import { Conflict, Refused, SettingsInvalid } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOver, defaults, MemoryServer } from '../testing/memory-server.ts';
import { validatorOf } from '../validation.ts';
import type { FileSpec, FileState } from './file-state.ts';
import { file } from './file.ts';

const path = '/etc/motd';
const spec = (wanted: Partial<FileSpec>): FileSpec => ({ path, exists: true, encoding: 'utf8', ...wanted });

async function push(machine: MemoryServer, wanted: FileSpec): Promise<{ before: FileState; after: FileState }> {
  const context = contextOver(machine);
  const before = await file.read(context, { path: wanted.path });
  const after = await file.plan(context, before, wanted);
  await file.apply(context, after, before, { path: wanted.path });
  return { before, after };
}

test('a new file is made and taken away again', async () => {
  const machine = new MemoryServer();
  const { before, after } = await push(machine, spec({ content: 'hello\n', mode: '600', uid: 33 }));
  expect(after).toEqual({ exists: true, encoding: 'utf8', content: 'hello\n', mode: '0600', uid: 33, gid: 0 });
  expect(await file.read(contextOver(machine), { path })).toEqual(after);
  await file.restore(contextOver(machine), before, { path });
  expect(machine.files.has(path)).toBe(false);
});

const states = fc.option(fc.record({ content: fc.uint8Array({ maxLength: 40 }), mode: fc.nat(0o7777), uid: fc.nat(5), gid: fc.nat(5) }));

test('whatever was there: pushed twice is pushed once, restored is as it was, to the byte', async () => {
  const wanted = fc.oneof(
    fc.constant({ exists: false }),
    fc.record({ content: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()), mode: fc.constantFrom(undefined, '0640', '755') }, { requiredKeys: ['content'] }),
  );
  await fc.assert(
    fc.asyncProperty(states, wanted, async (present, change) => {
      const machine = new MemoryServer();
      if (present !== null) machine.put(path, present.content, present);
      const found = (): unknown => {
        const entry = machine.files.get(path);
        return entry === undefined ? 'nothing' : { ...entry, content: Buffer.from(entry.content).toString('hex') };
      };
      const original = found();
      const { before, after } = await push(machine, spec({ ...change, ...('mode' in change && change.mode === undefined ? { mode: '0644' } : {}) }));
      const writes = machine.writes.length;
      await file.apply(contextOver(machine), after, before, { path });
      expect(machine.writes.length).toBe(writes);
      expect(await file.read(contextOver(machine), { path })).toEqual(after);
      await file.restore(contextOver(machine), before, { path });
      expect(found()).toEqual(original);
    }),
  );
});

test('what somebody else changed since the plan is not overwritten, nor removed', async () => {
  for (const change of [spec({ content: 'mine\n' }), spec({ exists: false })]) {
    const machine = new MemoryServer();
    machine.put(path, 'old\n');
    const context = contextOver(machine);
    const before = await file.read(context, { path });
    const after = await file.plan(context, before, change);
    machine.put(path, 'theirs\n');
    await expect(file.apply(context, after, before, { path })).rejects.toBeInstanceOf(Conflict);
    expect(Buffer.from(machine.files.get(path)?.content ?? []).toString()).toBe('theirs\n');
  }
});

test('mode and owner alone can change; content stays to the byte, text or not', async () => {
  const machine = new MemoryServer();
  machine.put(path, new Uint8Array([0xff, 0x00, 0x0a]), { mode: 0o600 });
  const { before, after } = await push(machine, spec({ mode: '0644' }));
  expect(before).toMatchObject({ encoding: 'base64', mode: '0600' });
  expect(after).toMatchObject({ encoding: 'base64', content: '/wAK', mode: '0644' });
  expect(machine.files.get(path)?.content).toEqual(Buffer.from([0xff, 0x00, 0x0a]));
});

test('a spec that contradicts itself is told before anything is written', () => {
  const context = contextOver(new MemoryServer());
  expect(() => file.plan(context, { exists: false }, spec({ mode: '0644' }))).toThrow(SettingsInvalid);
  expect(() => file.plan(context, { exists: false }, spec({ exists: false, content: 'x' }))).toThrow(SettingsInvalid);
  expect(() => file.plan(context, { exists: false }, spec({ content: 'no base64!', encoding: 'base64' }))).toThrow(SettingsInvalid);
});

test.each(['/etc/shadow', '/etc/shadow-', '/etc/ssh/ssh_host_ed25519_key', '/home/anna/.ssh/id_ed25519', '/etc/ssl/private/web.key'])('%s is not read for a plan', async (secret) => {
  const machine = new MemoryServer();
  machine.put(secret, 'secret');
  await expect(file.read(contextOver(machine), { path: secret })).rejects.toBeInstanceOf(Refused);
});

test('public keys and authorized keys are plain files', async () => {
  for (const open of ['/etc/ssh/ssh_host_ed25519_key.pub', '/home/anna/.ssh/authorized_keys', '/home/anna/.ssh/id_ed25519.pub']) {
    await expect(file.read(contextOver(new MemoryServer()), { path: open })).resolves.toEqual({ exists: false });
  }
});

test('a symbolic link is refused with the file it leads to', async () => {
  const machine = new MemoryServer();
  machine.links.set('/etc/resolv.conf', '../run/systemd/resolve/stub-resolv.conf');
  await expect(file.read(contextOver(machine), { path: '/etc/resolv.conf' })).rejects.toThrow('a symbolic link to ../run/systemd/resolve/stub-resolv.conf');
});

describe('validation', () => {
  const of = (name: string, content = '', validate = {}) => validatorOf(name, Buffer.from(content), { ...defaults.file, validate });

  test.each([
    ['/etc/ssh/sshd_config', '', 'sshd'], ['/etc/ssh/sshd_config.d/10-jackfield.conf', '', 'sshd'], ['/etc/ssh/ssh_config', '', 'none'],
    ['/etc/sudoers.d/ops', '', 'sudoers'], ['/etc/nginx/nginx.conf', '', 'nginx'], ['/opt/run.sh', 'echo', 'sh'], ['/opt/run.sh', '#!/bin/bash\n', 'bash'],
    ['/opt/run', '#!/usr/bin/env bash\n', 'bash'], ['/opt/run', '#! /bin/dash\n', 'sh'], ['/opt/run.sh', '#!/usr/bin/python3\n', 'none'], ['/etc/motd', 'hi', 'none'],
  ])('%s %j: %s', (name, content, validator) => {
    expect(of(name, content)).toBe(validator);
  });

  test('the site has the last word, the nearest folder before the others', () => {
    const validate = { '/etc/sudoers': 'none', '/srv/': 'sh', '/srv/dns/': 'named' } as const;
    expect([of('/etc/sudoers', '', validate), of('/srv/x', '', validate), of('/srv/dns/x', '', validate)]).toEqual(['none', 'sh', 'named']);
  });

  test('a refused content changes nothing, and what was before can come back unvalidated', async () => {
    const machine = new MemoryServer();
    machine.refusing.add('sudoers');
    machine.put('/etc/sudoers', 'old', { mode: 0o440 });
    await expect(push(machine, spec({ path: '/etc/sudoers', content: 'broken' }))).rejects.toBeInstanceOf(Refused);
    expect(machine.files.get('/etc/sudoers')?.content).toEqual(Buffer.from('old'));
    const before: FileState = { exists: true, encoding: 'utf8', content: 'older', mode: '0440', uid: 0, gid: 0 };
    await file.restore(contextOver(machine), before, { path: '/etc/sudoers' });
    expect(machine.writes).toEqual(['/etc/sudoers']);
  });
});
