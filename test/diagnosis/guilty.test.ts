import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { vaultSet } from '../../core/src/sites/index.ts';
import { createTestHost } from '../../core/src/test-host/index.ts';
import type { Daemon } from '../docs/daemon.ts';
import { edit, guiltySite, planted, up } from './site.ts';

let daemon: Daemon;

beforeAll(async () => {
  daemon = await guiltySite('127.85');
  await vaultSet({ directory: join(daemon.folder, 'config'), stateDirectory: join(daemon.folder, 'config/var') }, 'api-token', planted.vault);
  await up(daemon);
}, 60_000);
afterAll(() => daemon[Symbol.asyncDispose]());

async function run(...words: string[]): Promise<string> {
  const { code, result, output } = await daemon.run(words);
  if (code !== 0) throw new Error(output);
  return result;
}

/** Sets what the gauge does, and has it do it. */
async function trick(from: string, to: string): Promise<string> {
  await edit(daemon, 'sites/leeds.yaml', from, to);
  await daemon.run(['reload']);
  return (await daemon.run(['check', 'gauge-1', '--check', 'trick'])).output;
}

const noSecret = (text: string): void => {
  for (const secret of Object.values(planted)) expect(text).not.toContain(secret);
};

const ratesSchema = z.array(z.object({ id: z.string(), cpuPercent: z.number(), pssBytes: z.number().nullable(), messages: z.number(), operations: z.number(), refused: z.number(), waiting: z.number(), lastErrors: z.array(z.object({ code: z.string() })) }));
const top = async (count: number): Promise<z.infer<typeof ratesSchema>[]> =>
  (await run('plugins', '--top', '--json', '--count', String(count))).trim().split('\n').map((line) => ratesSchema.parse(JSON.parse(line)));

describe('what plugins do', () => {
  test('--top prints one line a sample for programs, and tables for people', async () => {
    const samples = await top(2);
    expect(samples).toHaveLength(2);
    expect(samples[1]?.map(({ id }) => id).toSorted()).toEqual(['burner', 'gauge', 'pepper', 'salt', 'sugar']);
    expect(await run('plugins', '--top', '--count', '1', '--sort', 'memory')).toMatch(/PLUGIN\s+VERSION\s+STATE\s+CPU %\s+PSS\s+RPC\/S[\s\S]*gauge\s+\S+\s+active/);
  });

  test('who burns the processor stands first, and its profile names the function', async () => {
    await edit(daemon, 'sites/leeds.yaml', 'plugins:\n  gauge:', 'plugins:\n  burner: { settings: { seconds: 15 } }\n  gauge:');
    await run('reload');
    const burning = daemon.run(['check', 'gauge-1', '--check', 'burn']);
    await expect.poll(async () => (await top(1))[0]?.[0], { timeout: 20_000 }).toMatchObject({ id: 'burner', cpuPercent: expect.toSatisfy((percent: number) => percent > 10) });
    const file = join(daemon.folder, 'burner.cpuprofile');
    const found = JSON.parse(await run('plugin', 'profile', 'burner', '--seconds', '1', '--out', file, '--json')) as { functions: { name: string; place: string }[] };
    expect(found.functions.find(({ place }) => place !== '')).toMatchObject({ name: 'grindCorn', place: expect.stringMatching(/plugins\/burner\/plugin\.js:2$/) });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array), timeDeltas: expect.any(Array) });
    expect((await daemon.run(['plugin', 'profile', 'burner', '--seconds', '1', '--out', file])).output).toContain('JF8015');
    expect((await daemon.run(['plugin', 'profile', 'salt', '--seconds', '1'])).output).toMatch(/JF9500 .*salt is idle/);
    expect(await run('audit', '--json')).toContain('plugin.profile');
    await burning;
  }, 90_000);
});

describe('how plugins end', () => {
  interface Report {
    readonly id: string;
    readonly plugin: string;
    readonly ending: { readonly cause: string; readonly reason: string };
    readonly calls: readonly { readonly phase: string; readonly name: string; readonly device: string }[];
    readonly lastOperation: { readonly op: string; readonly answered: boolean };
    readonly exchanges: readonly { readonly call: string; readonly request: { readonly oids: readonly string[] }; readonly answer: string }[];
    readonly recording: string;
    readonly stack: readonly string[];
    readonly output: readonly string[];
  }
  const latest = async (): Promise<Report> => {
    const [first] = JSON.parse(await run('crashes', '--json')) as { id: string }[];
    return JSON.parse(await run('crashes', first?.id ?? '', '--json')) as Report;
  };

  test('what a plugin throws is shown and logged without the secrets in it, known ones and those that look like one', async () => {
    const shown = await trick('        settings: {}', '        settings: { trick: throw }');
    expect(shown).toContain('boom password=[redacted]');
    noSecret(shown);
    noSecret((await daemon.run(['check', 'gauge-1', '--check', 'trick', '--json'])).result);
    noSecret(await run('plugins', '--json'));
    await edit(daemon, 'sites/leeds.yaml', '        settings: { trick: throw }', '        settings: {}');
    await run('reload');
  }, 60_000);

  test('a crash is reported with call, device, stack, last words and last exchanges, without secrets', async () => {
    expect(await trick('        settings: {}', '        settings: { trick: crash }')).toMatch(/JF2100|the gauge broke/);
    await expect.poll(async () => run('crashes', '--json'), { timeout: 20_000 }).toContain('gauge');
    const report = await latest();
    expect(report).toMatchObject({
      plugin: 'gauge', ending: { cause: 'crash', reason: expect.stringContaining('the gauge broke') }, calls: [{ phase: 'check', name: 'trick', device: 'gauge-1' }],
      lastOperation: { op: 'snmp.get', answered: true },
    });
    expect(report.exchanges.map(({ call, request }) => [call, request.oids[0]])).toEqual([['check trick on gauge-1', '1.3.6.1.2.1.1.5.0'], ['check trick on gauge-1', '1.3.6.1.2.1.1.6.0']]);
    // What the device said, with the community and the token in it taken out.
    expect(report.exchanges[1]?.answer).toContain('token=[redacted]');
    expect(report.stack.join('\n')).toMatch(/the gauge broke[\s\S]*plugins\/gauge\/plugin\.js:33/);
    expect(report.output.join('\n')).toContain('password=[redacted]');
    noSecret(JSON.stringify(report));
    const log = await readFile(join(daemon.folder, 'config/var/jackfield.log'), 'utf8');
    expect(log).toContain('password=[redacted]');
    noSecret(log);
    const folder = join(daemon.folder, 'config/var/crashes');
    for (const file of await readdir(folder)) {
      noSecret(await readFile(join(folder, file), 'utf8'));
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    }
    // The same exchanges as a recording: the plugin is called again before what the device said then.
    await using replay = await createTestHost({ directory: join(import.meta.dirname, 'plugins/gauge'), devices: { 'gauge-1': { recording: report.recording } } });
    expect(await replay.check('trick', 'gauge-1')).toMatchObject({ state: 'ok', summary: 'no mischief' });
    expect(replay.operations.map(({ op }) => op)).toEqual(['snmp.get', 'snmp.get']);
    expect(await run('plugins')).toMatch(/crashed gauge (?:once|\d times, last) .*jackfield crashes \S+-gauge-/);
    expect(await run('crashes', report.id)).toMatch(/gauge 1\.0\.0 crash: [\s\S]*Where it was[\s\S]*Last exchanges with devices \(2\)/);
  }, 60_000);

  test('a hang is reported with the line it hangs in', async () => {
    await edit(daemon, 'sites/leeds.yaml', 'trick: crash', 'trick: none');
    await run('reload');
    const calmed = async (): Promise<string> => {
      // A plugin that waits to be started again is not asked whose device it is.
      await run('release', 'gauge');
      await run('discover');
      return (await daemon.run(['check', 'gauge-1', '--check', 'trick'])).output;
    };
    await expect.poll(calmed, { timeout: 30_000 }).toContain('no mischief');
    expect(await trick('trick: none', 'trick: hang')).toContain('no answer for 3');
    await expect.poll(async () => (await latest()).ending.cause, { timeout: 20_000 }).toBe('hang');
    expect((await latest()).stack.join('\n')).toMatch(/at spin \(.*plugins\/gauge\/plugin\.js:18/);
    expect((await top(1))[0]?.find(({ id }) => id === 'gauge')?.lastErrors[0]?.code).toBe('JF2104');
  }, 60_000);

  test('one that is not there', async () => {
    expect((await daemon.run(['crashes', 'nothing'])).output).toContain('JF9510');
  });
});

describe('a support bundle', () => {
  async function bundle(...words: string[]): Promise<{ readonly files: ReadonlyMap<string, string>; readonly contents: string }> {
    const folder = join(daemon.folder, `bundle-${words.length}-${Math.random()}`);
    await mkdir(folder);
    await run('diagnostics', '--out', join(folder, 'b.tgz'), ...words);
    expect((await stat(join(folder, 'b.tgz'))).mode & 0o777).toBe(0o600);
    execFileSync('tar', ['-xzf', 'b.tgz'], { cwd: folder });
    const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile() && one.name !== 'b.tgz').map((one) => join(one.parentPath, one.name));
    const files = new Map(await Promise.all(names.map(async (name): Promise<[string, string]> => [name.slice(folder.length + 1), await readFile(name, 'utf8')])));
    expect(execFileSync('tar', ['-tzf', 'b.tgz'], { cwd: folder, encoding: 'utf8' }).split('\n')[0]).toBe('CONTENTS.txt');
    return { files, contents: files.get('CONTENTS.txt') ?? '' };
  }
  const key = (): Promise<string> => readFile(join(daemon.folder, 'config/var/vault.key'), 'utf8');

  test('holds what helps and no secret that was planted', async () => {
    const { files, contents } = await bundle();
    expect([...files.keys()]).toEqual(expect.arrayContaining([
      'versions.json', 'doctor.json', 'daemon/status.json', 'daemon/plugins.json', 'daemon/incidents.json', 'daemon/devices.json', 'daemon/threads.json',
      'configuration/organization.yaml', 'configuration/sites/leeds.yaml', 'configuration/credentials.yaml', 'log/jackfield.log',
    ]));
    expect([...files.keys()].filter((name) => name.startsWith('crashes/')).length).toBeGreaterThanOrEqual(2);
    for (const text of files.values()) {
      noSecret(text);
      expect(text).not.toContain((await key()).trim());
    }
    expect(files.get('log/jackfield.log')).toContain('password=[redacted]');
    expect(files.get('configuration/credentials.yaml')).toContain('user: ada');
    expect(contents).toMatch(/\d+ {2}secrets that the host knows/);
    expect(contents).toContain('configuration/sites/leeds.yaml');
    expect(files.get('daemon/threads.json')).toMatch(/"cpuMs"/);
  }, 60_000);

  test('anonymous: no name and no address either, and the same number for the same name', async () => {
    const { files } = await bundle('--anonymous');
    for (const [name, text] of files) {
      // Not of a longer word: ids of reports begin like names.
      for (const told of ['gauge-1', 'leeds', 'Northgate', '127.85.1.1', 'yorkshire', daemon.folder]) expect(`${name} ${text}`).not.toMatch(new RegExp(`${told}(?![\\w-])`));
      noSecret(text);
    }
    const device = /"name": "(device-\d+)"/.exec(files.get('daemon/devices.json') ?? '')?.[1] ?? 'none';
    expect(files.get('configuration/sites/site-1.yaml')).toContain(`name: ${device}`);
  }, 60_000);

  test('without a daemon it says what is missing; a file is never written over', async () => {
    await run('stop');
    await expect.poll(async () => (await daemon.run(['status'])).code, { timeout: 20_000 }).toBe(3);
    const { files, contents } = await bundle();
    expect(contents).toMatch(/Missing:\n {2}status: JF8001/);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['log/jackfield.log', 'doctor.json', 'configuration/organization.yaml']));
    for (const text of files.values()) noSecret(text);
    const file = join(daemon.folder, 'twice.tgz');
    await run('diagnostics', '--out', file);
    expect((await daemon.run(['diagnostics', '--out', file])).output).toContain('JF9515');
    expect(await run('crashes')).toMatch(/gauge 1\.0\.0\s+hang/);
  }, 60_000);
});
