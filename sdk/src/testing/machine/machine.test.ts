import { expect, test } from 'vitest';
import { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import { machineModelSchema, machinePrograms, type MachineModelInput } from './machine.ts';

const linux: MachineModelInput['linux'] = {
  hostname: 'files-1',
  memoryMB: { total: 1_000, available: 400 },
  disks: [{ device: '/dev/sda1', path: '/', sizeMB: 100, usedMB: 25 }],
  updates: [{ package: 'openssl', from: '3.0', to: '3.1', security: true }],
};

async function run(model: MachineModelInput, argv: readonly string[], stdin = ''): Promise<ProgramResult | null> {
  return machinePrograms(machineModelSchema.parse(model))({ argv, stdin, user: 'root', files: new MemoryFiles() });
}

test('a Linux machine answers the gather script in its format, only the parts that were asked', async () => {
  const answer = await run({ linux }, ['sh', '-s', '--', 'memory', 'disks', 'updates'], "echo 'jackfield-gather 1'\n");
  const lines = answer?.stdout?.split('\n') ?? [];
  expect(lines[0]).toBe('jackfield-gather 1');
  expect(lines.slice(-2)).toEqual(['@end 0', '']);
  expect(lines.filter((line) => line.startsWith('@'))).toEqual(['@uname 0', '@meminfo 0', '@pressure 0', '@now 0', '@mounts 0', '@df 0', '@inodes 0', '@apt 0', '@cache-age 0', '@reboot 0', '@end 0']);
  expect(lines).toContain('|MemTotal:        1024000 kB');
  expect(lines).toContain('|/dev/sda1 ext4 102400 25600 76800 25% /');
  expect(lines.slice(1, -2).every((line) => /^[@|]/.test(line))).toBe(true);
});

test('another script, and a program that is not there, are not known', async () => {
  expect(await run({ linux }, ['sh', '-s'], 'rm -rf /')).toBeNull();
  expect(await run({ linux }, ['restic', 'version'])).toBeNull();
});

test('restic tells snapshots, locks and what is not there with its own exit status', async () => {
  const restic = { repositories: [{ path: '/srv/a', snapshots: [{ paths: ['/etc'], host: 'a', ages: ['2h', '26h'] }], locks: [{ age: '3h', host: 'a' }] }] };
  const listed = await run({ restic }, ['restic', '--repo', '/srv/a', '--json', '--no-lock', 'snapshots']);
  const snapshots: { time: string; paths: string[] }[] = JSON.parse(listed?.stdout ?? '');
  expect(snapshots.map(({ paths }) => paths)).toEqual([['/etc'], ['/etc']]);
  const [older = 0, newer = 0] = snapshots.map(({ time }) => Date.parse(time));
  expect(newer - older).toBe(24 * 3_600_000);
  const locks = await run({ restic }, ['restic', '-r', '/srv/a', 'list', 'locks']);
  const lock = await run({ restic }, ['restic', '--repo=/srv/a', 'cat', 'lock', locks?.stdout?.trim() ?? '']);
  expect(JSON.parse(lock?.stdout ?? '')).toMatchObject({ hostname: 'a', exclusive: false });
  expect(await run({ restic }, ['restic', '-r', '/srv/b', 'snapshots'])).toMatchObject({ code: 10 });
});
