import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../api/index.ts';
import { JackfieldError } from '../errors/index.ts';
import { FakeServices, plan } from '../testing/index.ts';
import type { TrapStatus } from '../traps/index.ts';
import { run } from './program.ts';
import { ProgressBar } from './progress-bar.ts';
import { RecordingTerminal } from './testing/recording-terminal.ts';

let directory: string;
let fake: FakeServices;
let stack: AsyncDisposableStack;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-cli-'));
  await writeFile(join(directory, 'jackfield.yaml'), 'socket: s.sock\n');
  fake = new FakeServices(directory, join(directory, 's.sock'));
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(directory, { recursive: true, force: true });
});

async function daemon(): Promise<void> {
  stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
}

async function jackfield(words: string, terminal = new RecordingTerminal()): Promise<{ code: number; output: string; errors: string }> {
  const code = await run([...words.split(' '), '--config', directory], terminal, new AbortController().signal);
  return { code, output: terminal.output, errors: terminal.errors };
}

describe('reading', () => {
  test('devices as a table, and as JSON for programs', async () => {
    await daemon();
    expect((await jackfield('devices')).output).toBe(
      'NAME    STATE     SITE   ADDRESS   VENDOR  MODEL  VERSION  SERIAL  PORTS  PLUGINS\n' +
      'core-1  critical  leeds  10.1.0.1  Acme    W48    7.1                  1  snmp-switch\n',
    );
    const [device] = JSON.parse((await jackfield('devices --json')).output) as [object];
    expect(device).toMatchObject({ id: 'id-1', serial: null, plugins: ['snmp-switch'], neighbours: [{ localPort: 'Gi1/0/3', remoteName: 'edge-2', remotePort: 'Gi1/0/1' }] });
  });

  test('status, device, incidents, plugins, changes, audit, hostkeys and proposals say what there is', async () => {
    await daemon();
    expect((await jackfield('status')).output).toContain('checks     0 ok, 0 warning, 1 critical, 0 unknown');
    expect((await jackfield('device core-1')).output).toMatch(/Gi1\/0\/3\s+up\s+up\s+1G\s+uplink\s+edge-2 Gi1\/0\/1/);
    expect((await jackfield('incidents')).output).toMatch(/3f9a01bc\s+critical\s+open\s+core-1\s+leeds/);
    expect((await jackfield('plugins')).output).toMatch(/snmp-switch\s+0\.1\.0\s+active\s+1\s+1s\s+20\.0 MiB/);
    expect((await jackfield('changes')).output).toMatch(/c-1\s+kept\s+1\s+ada/);
    await jackfield('acknowledge 3f9a01bc');
    expect((await jackfield('audit --verify')).output).toMatch(/incident\.acknowledge\s+done[\s\S]*hashes holds/);
    expect((await jackfield('hostkeys')).output).toContain('No SSH host keys');
    expect((await jackfield('proposals')).output).toContain('No merges');
  });

  test('discovery tells progress apart from its report', async () => {
    await daemon();
    const live = new RecordingTerminal({ live: true });
    const { output, errors, code } = await jackfield('discover', live);
    expect(code).toBe(0);
    expect(errors).toContain('1/2 leeds sweep, 1 found');
    // Nothing of it is left before the report is written.
    expect(errors.endsWith('\r\u001b[2K')).toBe(true);
    expect(output).toContain('1 device found (1 new)');
  });
});

describe('what it ends with', () => {
  test('1 when a check is not well', async () => {
    await daemon();
    const { code, output } = await jackfield('check core-1');
    expect(code).toBe(1);
    expect(output).toMatch(/Gi1\/0\/9\s+critical\s+down/);
  });

  test('1 with code, place and next step when what was asked failed', async () => {
    await daemon();
    const { code, errors } = await jackfield('device nope');
    expect(code).toBe(1);
    expect(errors).toBe('JF5003 there is no device nope\n  → next: List the devices with `jackfield devices`.\n');
  });

  test('1 when a reload finds that a secret is missing, though no file changed', async () => {
    await daemon();
    expect(await jackfield('reload')).toMatchObject({ code: 0, output: expect.stringMatching(/^The files say what they said before: in use since 2026-01-01 \d\d:\d\d:\d\d\.\n$/) });
    fake.missing = [new JackfieldError({ code: 'JF1022', title: 'secret not found', hint: 'Set it.' }, 'switches: the environment variable NOPE is not set', { place: { file: 'credentials.yaml', line: 2, column: 1 } })];
    const { code, errors } = await jackfield('reload');
    expect([code, errors]).toEqual([1, expect.stringMatching(/^JF1022 credentials\.yaml:2:1 .*NOPE.*\n {2}→ next: /)]);
  });

  test('what acts says what it did as JSON too', async () => {
    await daemon();
    const said = async (words: string): Promise<unknown> => JSON.parse((await jackfield(`${words} --json`)).output);
    expect(await said('acknowledge 3f9a01bc')).toEqual({ incident: '3f9a01bc-0000-4000-8000-000000000000' });
    expect(await said('reload')).toMatchObject({ kind: 'unchanged', since: '2026-01-01T12:00:00.000Z', errors: [], missing: [] });
    expect(await said(`init ${join(directory, 'made')}`)).toMatchObject({ site: 'home', guessed: true, files: expect.arrayContaining([expect.stringContaining('organization.yaml')]) });
  });

  test('2 for a wrong command line', async () => {
    expect((await jackfield('fly')).code).toBe(2);
    expect((await jackfield('check')).code).toBe(2);
    expect((await jackfield('explain x --device y')).code).toBe(2);
    expect(await jackfield('audit --limit abc')).toMatchObject({ code: 2, errors: expect.stringContaining('a whole number') });
  });

  test('3 when no daemon runs', async () => {
    const { code, errors } = await jackfield('status');
    expect(code).toBe(3);
    expect(errors).toContain('JF8001');
  });

  test('0 for help, and every command shows an example', async () => {
    const all = await jackfield('--help');
    expect(all.code).toBe(0);
    const names = [...all.output.matchAll(/^ {2}([a-z][a-z-]*)(?: \[| <| {2,})/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'help');
    expect(names).toEqual(expect.arrayContaining(['up', 'status', 'discover', 'devices', 'device', 'check', 'plan', 'apply', 'undo', 'changes', 'plugins', 'explain', 'incidents', 'audit', 'vault', 'doctor', 'init']));
    for (const name of names) {
      const help = await jackfield(`${name} --help`);
      expect([name, help.code, help.output.includes('Example:\n  ')]).toEqual([name, 0, true]);
    }
  });
});

describe('a change', () => {
  const planFile = (): string => join(directory, 'port.plan.json');

  async function planned(): Promise<void> {
    await daemon();
    await writeFile(join(directory, 'port.yaml'), 'title: x\n');
    const { code, output } = await jackfield(`plan ${join(directory, 'port.yaml')} --out ${planFile()}`);
    expect(code).toBe(0);
    expect(output).toContain('core-1  port name=Gi1/0/3  snmp-switch 0.1.0, snapshot: the host puts back what it read before\n  - alias: uplink\n  + alias: to edge-2\n');
    expect(output).toContain('1 step on 1 device of 1 site\n\nIf it goes wrong: 1 device loses the way to the host (edge-2).\n');
  }

  test('is planned into a file that takes the place of an earlier plan, and of nothing else', async () => {
    await planned();
    expect(JSON.parse(await readFile(planFile(), 'utf8'))).toEqual(plan);
    expect((await stat(planFile())).mode & 0o777).toBe(0o600);
    const again = await jackfield(`plan ${join(directory, 'port.yaml')} --out ${planFile()}`);
    expect([again.code, again.errors]).toEqual([0, expect.stringContaining('over the plan "Describe the uplink"')]);
    const notes = join(directory, 'notes.json');
    await writeFile(notes, '{"mine": true}');
    const refused = await jackfield(`plan ${join(directory, 'port.yaml')} --out ${notes}`);
    expect([refused.code, refused.errors]).toEqual([1, expect.stringMatching(/^JF8015 .*it is there already and is no plan\n {2}→ next: Give another name with --out/)]);
    expect(await readFile(notes, 'utf8')).toBe('{"mine": true}');
    expect((await readdir(directory)).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('is planned into a file of the name of its change file unless told', async () => {
    await planned();
    const before = process.cwd();
    process.chdir(directory);
    await writeFile(join(directory, 'door.yaml'), 'title: x\n');
    const { errors } = await jackfield(`plan ${join(directory, 'door.yaml')}`).finally(() => process.chdir(before));
    expect(errors).toMatch(/^Written to door\.plan\.json\. Apply it with `jackfield apply door\.plan\.json`/m);
    expect(JSON.parse(await readFile(join(directory, 'door.plan.json'), 'utf8'))).toEqual(plan);
  });

  test('is not applied unless somebody says yes', async () => {
    await planned();
    const piped = await jackfield(`apply ${planFile()}`);
    expect([piped.code, piped.errors]).toEqual([4, expect.stringContaining('--yes')]);
    const no = new RecordingTerminal({ interactive: true });
    no.answer = '';
    expect((await jackfield(`apply ${planFile()}`, no)).code).toBe(4);
    const yes = new RecordingTerminal({ interactive: true });
    yes.answer = 'yes';
    const applied = await jackfield(`apply ${planFile()}`, yes);
    expect(applied.code).toBe(0);
    expect(applied.errors).toContain('+ alias: to edge-2');
    expect(applied.output).toMatch(/change c-1: kept in 2s\n[\s\S]*core-1\s+port name=Gi1\/0\/3\s+verified/);
  });

  test('that had to be put back ends with 1, an undo that worked with 0', async () => {
    await planned();
    fake.applied = 'reverted-verified';
    expect((await jackfield(`apply ${planFile()} --yes`)).code).toBe(1);
    expect((await jackfield('undo c-1')).code).toBe(0);
  });

  test('interrupted, says that the daemon goes on with it and how to call it off', async () => {
    await planned();
    const stop = new AbortController();
    const terminal = new RecordingTerminal();
    fake.applying = () => {
      stop.abort();
      return new Promise(() => {});
    };
    expect(await run(['apply', planFile(), '--yes', '--config', directory], terminal, stop.signal)).toBe(130);
    expect(terminal.errors).toContain('what has begun goes on. See `jackfield changes`; `jackfield abort CHANGE` calls it off');
  });

  test('a plan that waits at the host is listed, and taken to a file by somebody else', async () => {
    await daemon();
    expect((await jackfield('plans')).output).toMatch(/p-1\s+1\s+ada\s+none needed .*Describe the uplink/);
    expect((await jackfield(`plans p- --out ${planFile()}`)).output).toContain('to edge-2');
    expect(JSON.parse(await readFile(planFile(), 'utf8'))).toEqual(plan);
    expect(await jackfield('plans p-2')).toMatchObject({ code: 1, errors: expect.stringContaining('there is no plan p-2') });
  });

  test('a file that is no plan is refused before anything is asked', async () => {
    await writeFile(planFile(), '{"steps": 1}');
    expect((await jackfield(`apply ${planFile()} --yes`)).errors).toContain('JF8014');
  });
});

describe('without a daemon', () => {
  test('init writes a configuration and the next steps; a second init keeps its hands off', async () => {
    const target = join(directory, 'mine');
    const { code, output } = await jackfield(`init ${target} --network 192.0.2.0/24`);
    expect(code).toBe(0);
    expect(output).toContain(`jackfield up --config ${target}`);
    expect(output).toContain('Discovery will sweep 192.0.2.0/24 (254 addresses) of site home.\n');
    expect((await jackfield(`init ${join(directory, 'guessed')}`)).output).toMatch(/Discovery will sweep \S+ \(\d+ addresses\) of site home: this machine's own network, a guess\./);
    expect(await readdir(target)).toEqual(expect.arrayContaining(['jackfield.yaml', 'organization.yaml', 'sites']));
    expect((await jackfield(`init ${target} --network 192.0.2.0/24`)).errors).toContain('JF1040');
  });

  test('explain answers for what is there: a key that is read, a device that a file names or the daemon found', { timeout: 60_000 }, async () => {
    const target = join(directory, 'mine');
    await jackfield(`init ${target} --site leeds --network 10.1.0.0/16`);
    await appendFile(join(target, 'jackfield.yaml'), 'socket: ../s.sock\n');
    await appendFile(join(target, 'sites/leeds.yaml'), 'devices: [{ name: door-1, address: 10.1.0.9 }]\n');
    const explain = async (words: string): Promise<{ code: number; output: string; errors: string }> => {
      const terminal = new RecordingTerminal();
      return { code: await run(['explain', ...words.split(' '), '--config', target], terminal, new AbortController().signal), output: terminal.output, errors: terminal.errors };
    };
    expect(await explain('health.attemps')).toMatchObject({ code: 1, output: '', errors: expect.stringMatching(/^JF1015 [\s\S]*Did you mean "health\.attempts"\?/) });
    expect((await explain('health.attempts --site leeds --device door-1')).code).toBe(0);
    expect((await explain('health.attempts --site leeds --device dor-1')).errors).toMatch(/^JF1016 [\s\S]*Did you mean door-1\?/);
    // What nobody sets is what the plugin says itself.
    expect((await explain('plugins.linux-server.checks.load.every --site leeds')).output).toMatch(/^plugins\S+ = "60s"\n> default {6}linux-server {2}"60s" {2}\S+linux-server\/package\.json:\d+:\d+\n$/);
    expect((await explain('plugins.snmp-switch.settings.uptime --site leeds')).output).toMatch(/ = \{"warnBelow":600\}\n> default {6}snmp-switch {2}\S+ {2}\S+schemas\/settings\.json:\d+:\d+\n$/);
    await daemon();
    expect((await explain('health.attempts --site leeds --device core-1')).code).toBe(0);
    expect((await explain('health.attempts --site leeds --device core-2')).errors).toMatch(/^JF5003 /);
  });

  test('the vault stores, lists and forgets without showing', async () => {
    const typing = new RecordingTerminal();
    typing.answer = 'public-secret';
    const set = await jackfield('vault set leeds', typing);
    expect(set).toMatchObject({ code: 0, output: 'leeds is stored. The daemon reads it when it starts.\n' });
    expect((await jackfield('vault list')).output).toBe('leeds\n');
    expect((await jackfield('vault set empty')).errors).toContain('JF8016');
    await jackfield('vault remove leeds');
    expect((await jackfield('vault list')).output).toBe('The vault is empty.\n');
  });
});

test('on bisect without a device or a schedule it says what to name', async () => {
  expect(await jackfield('bisect')).toMatchObject({ code: 2, errors: expect.stringContaining('name a device with --device, or say --schedule') });
  expect(await jackfield('bisect --schedule --device core-1')).toMatchObject({ code: 2, errors: expect.stringContaining('give one of them') });
});

test('every command says in the same words that there is no configuration', async () => {
  const empty = join(directory, 'empty');
  for (const words of ['status', 'explain health.attempts', 'vault list', 'up', 'crashes']) {
    const terminal = new RecordingTerminal();
    expect(await run([...words.split(' '), '--config', empty], terminal, new AbortController().signal)).toBe(1);
    expect([words, terminal.errors]).toEqual([words, expect.stringMatching(`^JF8011 there is no configuration in ${empty}\n  → next: `)]);
  }
});

test('text that is written while a bar stands takes its place', () => {
  const terminal = new RecordingTerminal({ live: true });
  using bar = new ProgressBar(terminal);
  bar.show({ done: 8, total: 9, label: 'tidy' });
  terminal.write('wisp is installed\n');
  expect(terminal.errors.endsWith('8/9 tidy\r\u001b[2K')).toBe(true);
});

/** The program as it is started, its standard input and output those of a pipe. */
function start(words: readonly string[]) {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  return spawn(process.execPath, ['--conditions=jackfield-source', main, ...words, '--config', directory], { stdio: ['ignore', 'pipe', 'inherit'], env: { NO_COLOR: '1' } });
}

test('what shows without end ends when nobody reads it any more', { timeout: 30_000 }, async () => {
  await daemon();
  const child = start(['plugins', '--top']);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.skipIf(!existsSync('/usr/bin/script')).each([['Ctrl-C', '\u0003'], ['Ctrl-D', '\u0004']])('%s at a question ends it: nothing is stored, nothing is to be reported', { timeout: 30_000 }, async (_name, key) => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn('script', ['-qec', `${process.execPath} --conditions=jackfield-source ${main} vault set leeds --config ${directory}`, '/dev/null'], { env: { ...process.env, NO_COLOR: '1' } });
  let shown = '';
  child.stdout.on('data', (piece: Buffer) => {
    if (!shown.includes('Secret for leeds') && piece.includes('Secret for leeds')) child.stdin.write(key);
    shown += piece.toString();
  });
  const [code] = await once(child, 'exit');
  expect([code, shown.replaceAll('\r', '')]).toEqual([130, expect.stringMatching(/JF9551 the question was not answered\n.*Nothing was changed/)]);
  expect((await jackfield('vault list')).output).toBe('The vault is empty.\n');
});

test('the program itself ends with these codes and keeps results and errors apart', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=jackfield-source', main, 'devices', '--json', '--config', directory], { stdio: ['ignore', 'pipe', 'pipe'], env: { NO_COLOR: '1' } });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect([code, output, JSON.parse(errors)]).toEqual([3, '', { error: expect.objectContaining({ code: 'JF8001', hint: expect.any(String) }) }]);
});

test.skipIf(!existsSync('/dev/full'))('a disk that is full is told as an error, not as a crash', { timeout: 30_000 }, async () => {
  await daemon();
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  await using full = await open('/dev/full', 'w');
  const child = spawn(process.execPath, ['--conditions=jackfield-source', main, 'devices', '--config', directory], { stdio: ['ignore', full.fd, 'pipe'], env: { NO_COLOR: '1' } });
  const { stderr } = child;
  const [errors, [code]] = await Promise.all([stderr === null ? '' : text(stderr), once(child, 'exit')]);
  expect([code, errors]).toEqual([1, expect.stringMatching(/^JF9432 ENOSPC: .*\n {2}→ next: .*\n$/)]);
});

test('who closes the errors too still gets the code', { timeout: 30_000 }, async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=jackfield-source', main, 'fly', '--config', directory], { stdio: ['ignore', 'ignore', 'pipe'], env: { NO_COLOR: '1' } });
  child.stderr?.destroy();
  expect(await once(child, 'exit')).toEqual([2, null]);
});

test('a table is as narrow as COLUMNS says, also into a pipe', { timeout: 30_000 }, async () => {
  await daemon();
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=jackfield-source', main, 'devices', '--config', directory], { stdio: ['ignore', 'pipe', 'inherit'], env: { NO_COLOR: '1', COLUMNS: '60' } });
  const output = child.stdout === null ? '' : await text(child.stdout);
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(output).toMatch(/^core-1/m);
});

test('what the daemon cannot do for want of a name says which, where, and what next', async () => {
  await daemon();
  expect((await jackfield(`backup ${join(directory, 'nowhere', 'x.db')}`)).errors).toMatch(/^JF9431 \S+x\.db there is no folder \S+nowhere\n {2}→ next: Name a file in a folder that is there/);
  expect((await jackfield('audit --change nope')).errors).toBe('JF8009 there is no change nope\n  → next: List the changes with `jackfield changes`.\n');
  expect((await jackfield(`plan ${join(directory, 'nope.yaml')}`)).errors).toMatch(/^JF8013 \S+nope\.yaml it cannot be read: there is no such file or folder\n/);
  expect((await jackfield(`plan ${directory}`)).errors).toMatch(/^JF8013 \S+ it cannot be read: it is a folder\n/);
  await writeFile(join(directory, 'port.yaml'), 'title: x\n');
  expect((await jackfield(`plan ${join(directory, 'port.yaml')} --out ${join(directory, 'nowhere', 'x.json')}`)).errors).toMatch(/^JF8015 \S+x\.json it cannot be written: there is no such file or folder\n/);
  expect((await jackfield(`diagnostics --out ${join(directory, 'nowhere', 'x.tgz')}`)).errors).toMatch(/JF\d{4} \S+x\.tgz it cannot be written: there is no such file or folder\n/);
  expect((await jackfield(`plugin readiness --plugins ${join(directory, 'nowhere')}`)).errors).toMatch(/^JF8013 there is no folder \S+nowhere\n {2}→ next: .*--plugins/);
  expect((await jackfield('drift --resource nope')).errors).toMatch(/^JF8009 there is no resource nope\n {2}→ next: They are named as in "snmp-switch\/port"/);
  expect((await jackfield(`init ${join(directory, 'mine')} --site A_B`)).errors).toMatch(/^JF1006 site "A_B": expected a name of small letters.*\n {2}→ next: Nothing was written\. Give another with --site/);
  expect((await jackfield('vault remove nope')).errors).toMatch(/^JF1032 vault\.json it holds no secret nope\n/);
});

describe('traps', () => {
  const dropped = { unknown: 0, unauthorized: 4, malformed: 0, late: 0, limited: 0 };
  const status: TrapStatus = { address: '0.0.0.0', port: 162, listening: true, problem: null, received: 16, accepted: 12, acknowledged: 2, dropped };

  test('are told by site: what is kept of each device, whose were dropped, and when last', async () => {
    await daemon();
    expect((await jackfield('traps')).output).toMatch(/^No traps are received: jackfield\.yaml has no `traps:`.*\n$/);
    fake.traps = status;
    expect((await jackfield('traps')).output).toMatch(/None is kept\.\n$/);
    fake.keptTraps = [
      { device: 'id-1', kept: 12, last: { at: '2026-01-01T12:00:00.000Z', address: '10.1.0.1', oid: '1.3.6.1.6.3.1.1.5.3', kind: 'inform', version: '2c' } },
      { device: 'gone', kept: 1, last: { at: '2026-01-01T11:00:00.000Z', address: '10.9.0.1', oid: '1.3.6.1.6.3.1.1.5.1', kind: 'trap', version: '1' } },
    ];
    fake.droppedFrom = [{ address: '10.1.0.9', dropped: 3, last: '2026-01-01T12:00:00.000Z' }, { address: '192.0.2.9', dropped: 1, last: '2026-01-01T12:00:00.000Z' }];
    const { code, output } = await jackfield('traps');
    expect(code).toBe(0);
    expect(output).toMatch(/^listening on 0\.0\.0\.0 port 162 \(UDP\)\n16 received since the start, 12 of them accepted, 2 informs acknowledged; dropped: 4 unauthorized\n/);
    expect(output).toMatch(/^leeds {6}core-1 {4}12 {2}\S+ \S+ ago +10\.1\.0\.1 {2}inform 1\.3\.6\.1\.6\.3\.1\.1\.5\.3$/m);
    expect(output).toMatch(/^\(no site\) {2}gone /m);
    expect(output).toMatch(/^leeds {6}10\.1\.0\.9 +3 /m);
    const leeds = JSON.parse((await jackfield('traps --site leeds --json')).output);
    expect(leeds).toMatchObject({ receiver: { received: 16, error: null }, sites: [{ site: 'leeds', kept: 12, dropped: 3, devices: [{ name: 'core-1', kept: 12 }], droppedFrom: [{ address: '10.1.0.9' }] }] });
    expect(leeds.sites).toHaveLength(1);
    expect(await jackfield('traps --site nope')).toMatchObject({ code: 1, errors: expect.stringMatching(/^JF8009 there is no site nope\n.*leeds/) });
  });

  test('that should be received and are not end with 1, and why', async () => {
    await daemon();
    fake.traps = { ...status, listening: false, problem: new JackfieldError({ code: 'JF9602', title: 'x', hint: 'Set a port of 1024 or more.' }, '0.0.0.0 port 162 (UDP) may not be opened', { place: { file: 'jackfield.yaml', line: 3 } }) };
    expect(await jackfield('traps')).toMatchObject({ code: 1, output: expect.stringMatching(/^not received on 0\.0\.0\.0 port 162: JF9602 jackfield\.yaml:3 .*may not be opened\n {2}→ next: Set a port/) });
  });
});
