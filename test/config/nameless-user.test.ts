import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Daemon } from '../docs/daemon.ts';
import { edit } from '../diagnosis/site.ts';

// As in a container that was started with `--user 12345`: nobody of that number is in /etc/passwd.
const uid = 12_345;

describe.skipIf(process.getuid?.() !== 0)('a user that the machine has no name for', () => {
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await Daemon.onExample('127.95');
    await daemon.giveTo(uid);
  });
  afterAll(() => daemon[Symbol.asyncDispose]());

  /** Runs the daemon until it ends by itself. */
  const refused = async (): Promise<string> => {
    const { code, output } = await daemon.run(['up']);
    expect(code).toBe(1);
    expect(output).not.toContain('JF8008');
    return output;
  };

  test.each([
    ['where it may write nothing', '/root/jackfield'],
    ['where nobody can make a folder', '/proc/nope'],
    ['under a file', 'jackfield.yaml/state'],
  ])('a state folder %s: the daemon ends and says what to mend', async (_title, folder) => {
    await edit(daemon, 'jackfield.yaml', 'state: var', `state: ${folder}`);
    expect(await refused()).toMatch(/JF7008 .*\n.*→ next: Let the daemon's user write the state folder/);
    await edit(daemon, 'jackfield.yaml', `state: ${folder}`, 'state: var');
  });

  test('a log that root left behind: the same', async () => {
    const folder = join(daemon.folder, 'config/var');
    await mkdir(folder);
    await chown(folder, uid, uid);
    await writeFile(join(folder, 'jackfield.log'), '', { mode: 0o600 });
    expect(await refused()).toMatch(/JF7008 .*jackfield\.log/);
    await daemon.giveTo(uid);
  });

  test('init where it may not write names the file', async () => {
    for (const folder of ['/root/jackfield', '/proc/nope']) expect((await daemon.run(['init', folder])).output).toMatch(/JF1041 .*jackfield\.yaml/);
  });

  test('starts the example, asks it, pushes a change and ends it; the audit names its number', { timeout: 90_000 }, async () => {
    daemon.start();
    await expect.poll(async () => (await daemon.run(['devices', '--json'])).result, { timeout: 45_000, interval: 500 }).toContain('"leeds-core-1"');
    for (const words of [['status'], ['plugins'], ['incidents'], ['doctor']]) expect(await daemon.run(words)).toMatchObject({ code: 0 });
    expect((await daemon.run(['plan', 'config/changes/port-description.yaml', '--out', 'plan.json'])).output).toContain('plan.json');
    expect(await daemon.run(['apply', 'plan.json', '--yes'])).toMatchObject({ code: 0 });
    expect((await daemon.run(['audit', '--json'])).result).toContain(`"uid ${uid}"`);
    expect(await daemon.run(['stop'])).toMatchObject({ code: 0 });
  });
});
