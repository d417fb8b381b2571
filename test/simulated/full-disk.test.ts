import { spawnSync } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Daemon } from '../docs/daemon.ts';

/** A name space of its own for mounts; as a user without rights, one of its own for users too. */
const ownMounts = process.getuid?.() === 0 ? ['unshare', '-m'] : ['unshare', '-Urm'];
const mayMount = spawnSync(ownMounts[0] ?? '', [...ownMounts.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
if (!mayMount) {
  const reason = 'a full disk: needs unshare and mount, and the right to mount a tmpfs';
  if (process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error(reason);
  process.stderr.write(`skipped: ${reason}\n`);
}

/** The example with a state folder on a small file system of its own, seen from outside through the daemon's own root. */
async function onSmallDisk(daemon: Daemon): Promise<void> {
  const state = join(daemon.folder, 'state');
  await mkdir(state);
  const settings = join(daemon.folder, 'config/jackfield.yaml');
  await writeFile(settings, `${(await readFile(settings, 'utf8')).replace(/^state: .*$/m, `state: ${state}`)}socket: ${join(daemon.folder, 'jackfield.sock')}\n`);
  daemon.start([...ownMounts, 'sh', '-c', `mount -t tmpfs -o size=8m,mode=0700 tmpfs '${state}' && exec "$@"`, 'sh']);
}

/** Takes all room, and what becomes free, until it is ended. */
async function fill(file: string): Promise<AsyncDisposable> {
  const stop = new AbortController();
  const ballast = Buffer.alloc(4_096, 1);
  const filling = (async () => {
    while (!stop.signal.aborted) {
      const stream: WriteStream = createWriteStream(file, { flags: 'a' });
      const ended = once(stream, 'close').catch(() => undefined);
      stream.on('error', () => undefined);
      for (let written = 0; written < 2_048 && !stream.destroyed; written += 1) {
        if (!stream.write(ballast)) await Promise.race([once(stream, 'drain').catch(() => undefined), ended]);
      }
      stream.destroy();
      await ended;
      await delay(20, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await filling;
      await rm(file);
    },
  };
}

test.skipIf(!mayMount)('a full disk: the daemon goes on and says so, and when there is room nothing is missing', { timeout: 180_000 }, async () => {
  await using daemon = await Daemon.onExample('127.87');
  await onSmallDisk(daemon);
  const told = (text: string | RegExp): Promise<void> => vi.waitFor(() => expect(daemon.told).toMatch(text), { timeout: 60_000, interval: 100 });
  await told('Try next');
  const health = /http:\S+(?=\/metrics)/.exec(daemon.told)?.[0] ?? '';
  const healthz = async (): Promise<unknown> => (await fetch(`${health}/healthz`, { signal: AbortSignal.timeout(5_000) })).json();
  const status = async (): Promise<{ schedule: { runs: number; inFlight: number; unsaved: number }; storage: { database: { waiting: number } } }> => JSON.parse((await daemon.run(['status', '--json'])).result);
  const seen = join(`/proc/${daemon.pid}/root`, daemon.folder, 'state');

  const before = await status();
  {
    await using _full = await fill(join(seen, 'ballast'));
    await told(/no room on the disk\n {2}JF7003 \S+jackfield\.db .*\n {4}→ next: Free space/);
    // The last page of the log has room for some lines yet.
    await vi.waitFor(() => {
      process.kill(daemon.pid ?? Number.NaN, 'SIGHUP');
      expect(daemon.told).toContain('JF9002');
    }, { timeout: 60_000, interval: 100 });
    await told(/no room on the disk\n {2}JF9002 \S+jackfield\.log .*\n {4}→ next: Free space/);
    expect(await healthz()).toMatchObject({ status: 'failing', error: { code: 'JF7003', hint: expect.stringContaining('Free space') } });
    const words = (await daemon.run(['status'])).output;
    expect(words).toMatch(/database +\d+ writes? waiting in memory: JF7003 .*\n +→ next: Free space/);
    expect(words).toMatch(/log +\d+ writes? waiting in memory: JF9002/);
    // Nothing is begun that could not be put back.
    const plan = await daemon.run(['plan', 'config/changes/port-description.yaml', '--out', 'one.plan.json']);
    expect(plan).toMatchObject({ code: 1, output: expect.stringContaining('JF7003') });
    await vi.waitFor(async () => expect((await status()).schedule.runs).toBeGreaterThan(before.schedule.runs + 20), { timeout: 60_000, interval: 500 });
    expect((await status()).storage.database.waiting).toBeGreaterThan(0);
  }
  await told(/room on the disk again: \d+ waiting writes of the database done\n/);
  await told(/room on the disk again: \d+ waiting writes? of the log done\n/);
  expect(daemon.told.match(/no room on the disk/g)).toHaveLength(2);
  expect(await healthz()).toMatchObject({ status: 'ok' });
  expect(await daemon.run(['plan', 'config/changes/port-description.yaml', '--out', 'one.plan.json'])).toMatchObject({ code: 0 });

  const after = await status();
  expect(after.schedule.unsaved).toBe(0);
  const copy = join(daemon.folder, 'copy.db');
  await daemon.run(['backup', join(daemon.folder, 'copy.db')]);
  await cp(join(seen, 'jackfield.log'), join(daemon.folder, 'copy.log'));
  expect(await daemon.stop()).toBe(0);

  using database = new DatabaseSync(copy);
  const results = database.prepare('SELECT count(*) AS runs FROM health_poll').get();
  expect(results?.['runs']).toBeGreaterThanOrEqual(after.schedule.runs - after.schedule.inFlight);
  const lines = (await readFile(join(daemon.folder, 'copy.log'), 'utf8')).trimEnd().split('\n').map((line): unknown => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ code: 'JF7003', msg: expect.stringContaining('waits in memory') }));
  expect(lines).toContainEqual(expect.objectContaining({ msg: expect.stringContaining('configuration as before') }));
});

const changeSchema = z.array(z.object({ id: z.string(), state: z.string(), steps: z.array(z.object({ state: z.string() })) }));

test.skipIf(!mayMount)('a disk that fills in the middle of a change: the device is put back, and with room again the journal and the audit say so', { timeout: 180_000 }, async () => {
  await using daemon = await Daemon.onExample('127.94');
  const simulators = join(daemon.folder, 'config/simulators.yaml');
  // Slow enough to be met in the middle.
  await writeFile(simulators, (await readFile(simulators, 'utf8')).replace(/(title: york-core-1\n[\s\S]*?)( +)(community|writeCommunity|model):/, '$1$2faults: { latencyMs: 150 }\n$2$3:'));
  const wanted = Array.from({ length: 12 }, (_, port) => `  - { device: york-core-1, resource: snmp-switch/port, spec: { port: ge-0/0/${port}, alias: new } }\n`);
  // Less is written so: a log of the database that was once full is written over, and asks the disk for no more.
  const organization = join(daemon.folder, 'config/organization.yaml');
  await writeFile(organization, (await readFile(organization, 'utf8')).replaceAll(/^( {2}(?:linux-server|asterisk|backup-appliance): \{ enabled: )true/gm, '$1false'));
  await writeFile(join(daemon.folder, 'ports.yaml'), `title: Ports\nchanges:\n${wanted.join('')}`);
  await onSmallDisk(daemon);
  const told = (text: string | RegExp): Promise<void> => vi.waitFor(() => expect(daemon.told).toMatch(text), { timeout: 60_000, interval: 100 });
  const latest = async () => changeSchema.parse(JSON.parse((await daemon.run(['changes', '--json'])).result))[0];
  await told('Try next');
  expect(await daemon.run(['plan', 'ports.yaml', '--out', 'ports.plan.json'])).toMatchObject({ code: 0 });
  const applying = daemon.run(['apply', 'ports.plan.json', '--yes']);
  await vi.waitFor(async () => expect((await latest())?.steps[0]?.state).toBe('verified'), { timeout: 30_000, interval: 50 });
  {
    await using _full = await fill(join(`/proc/${daemon.pid}/root`, daemon.folder, 'state/ballast'));
    const { code, output } = await applying;
    expect(code).toBe(1);
    expect(output).toMatch(/change \w+: reverted-verified/);
    expect(output).toContain('restored');
  }
  await told(/room on the disk again: \d+ waiting writes? of the database done\n/);
  const settled = await latest();
  expect(settled?.state).toBe('reverted-verified');
  // Nothing holds the device, and it has what it had.
  expect((await daemon.run(['plan', 'ports.yaml', '--out', 'again.plan.json'])).output).toContain('12 steps on 1 device');
  const { result } = await daemon.run(['audit', '--change', settled?.id ?? '', '--verify', '--json']);
  const { records, brokenAt } = z.object({ records: z.array(z.object({ action: z.string() })), brokenAt: z.null() }).parse(JSON.parse(result));
  expect(brokenAt).toBeNull();
  const touched = settled?.steps.filter(({ state }) => state === 'restored').length ?? 0;
  // Each was written once to push it, once to put it back; what was under way may have been refused before it wrote.
  expect(records.filter(({ action }) => action === 'operation.write').length).toBeGreaterThanOrEqual(2 * touched - 1);
});
