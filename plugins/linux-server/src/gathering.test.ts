import { chmodSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeError } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certificates } from './checks/certificates.ts';
import { clock } from './checks/clock.ts';
import { disks } from './checks/disks.ts';
import { drives } from './checks/drives.ts';
import { kernel } from './checks/kernel.ts';
import { load } from './checks/load.ts';
import { logins } from './checks/logins.ts';
import { memory } from './checks/memory.ts';
import { raid } from './checks/raid.ts';
import { services } from './checks/services.ts';
import { sockets } from './checks/sockets.ts';
import { support } from './checks/support.ts';
import { timers } from './checks/timers.ts';
import { updates } from './checks/updates.ts';
import { uptime } from './checks/uptime.ts';
import { server } from './discovery/server.ts';
import { linesOf, parseGathering } from './gathering.ts';
import { contextOver, gathered, MemoryServer } from './testing/memory-server.ts';
import { runGather, shells } from './testing/shells.ts';

const quick = [
  'identity', 'interfaces', 'uptime', 'load', 'memory', 'disks', 'services', 'timers', 'clock', 'certificates', 'drives', 'raid', 'sockets', 'logins', 'kernel', 'inventory', 'since=5',
];
const whole = process.platform === 'linux' ? runGather(['sh'], [...quick, 'updates']) : '';
const answering = (answer: string) => contextOver(new MemoryServer(answer));
const checks = { load, uptime, memory, disks, services, timers, updates, clock, certificates, drives, raid, sockets, logins, kernel, support };
const calls = { ...checks, identify: server.identify, inspect: server.inspect };

for (const { name, installed } of shells) if (!installed) process.stderr.write(`the gather script is not tried with ${name}: the package ${name} is not installed\n`);

describe.skipIf(process.platform !== 'linux').each(shells.filter(({ installed }) => installed))('the script in $name', ({ shell }) => {
  const gathering = parseGathering(runGather(shell, quick));

  test('reads this machine to the end', () => {
    expect(gathering?.complete).toBe(true);
    expect(linesOf(gathering ?? { sections: new Map(), complete: false }, 'hostname')).toEqual([hostname()]);
    // A daemon that does not run here is not there to be asked.
    expect([...(gathering?.sections ?? [])].filter(([section, { status }]) => status !== 0 && section !== 'chrony').map(([section]) => section)).toEqual([]);
  });

  test('reads only what it is asked for', () => {
    expect([...(parseGathering(runGather(shell, ['memory']))?.sections.keys() ?? [])]).toEqual(['uname', 'meminfo', 'pressure']);
    expect([...(parseGathering(runGather(shell, ['; reboot', '$(id)']))?.sections.keys() ?? [])]).toEqual(['uname']);
  });
});

describe.skipIf(process.platform !== 'linux')('the script beside odd programs', () => {
  function withPrograms(programs: { readonly [name: string]: string }, parts: readonly string[]): string {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-programs-'));
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(folder.path, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(folder.path, name), 0o755);
    }
    return runGather(['sh'], parts, `${folder.path}:${process.env['PATH'] ?? ''}`);
  }

  test('a df that hangs is ended, where there is no timeout command too', () => {
    // The stub of sleep lets the time pass at once.
    const found = parseGathering(withPrograms({ timeout: 'exit 127', sleep: 'exit 0', df: 'exec tail -f /dev/null' }, ['disks']));
    expect(found?.complete).toBe(true);
    expect(found?.sections.get('df')?.status).toBe(143);
  });

  test.each(['/srv/full', '/srv/full disk'])('what fills %s is told by name: the largest that holds a quarter, and not the folders above it', (mount) => {
    const df = `echo "Filesystem Type 1024-blocks Used Available Capacity Mounted on"; echo "/dev/sda1 ext4 1000 400 600 40% /"; echo "/dev/sdb1 ext4 1000 990 10 99% ${mount}"; echo "overlay overlay 1000 990 10 99% /var/lib/docker/x"`;
    const du = `[ "$*" = "-xak ${mount}" ] || exit 1; printf '%s\\t%s\\n' 600 '${mount}/a b/log' 620 '${mount}/a b' 260 '${mount}/two' 100 '${mount}/three' 990 '${mount}'`;
    const found = parseGathering(withPrograms({ df, du }, ['disks', 'full=85']));
    expect(found?.sections.get('filled')?.lines.toSorted()).toEqual([`${mount}\t260\t${mount}/two`, `${mount}\t600\t${mount}/a b/log`]);
    expect(parseGathering(withPrograms({ df, du }, ['disks']))?.sections.has('filled')).toBe(false);
  });

  test('a program that reads standard input does not eat the rest of the script', () => {
    expect(parseGathering(withPrograms({ df: 'cat' }, ['disks', 'memory']))).toMatchObject({ complete: true });
  });

  test('output that looks like a marker stays output', async () => {
    const found = parseGathering(withPrograms({ df: 'echo "@end 0"; echo "@meminfo 0"; echo "|MemTotal: 1 kB"' }, ['disks', 'memory']));
    expect(found?.sections.get('df')?.lines).toEqual(['@end 0', '@meminfo 0', '|MemTotal: 1 kB']);
    expect(found?.sections.get('meminfo')?.lines.length).toBeGreaterThan(10);
  });
});

test.skipIf(whole === '')('every call has an answer from this machine', async () => {
  await expect(server.identify(answering(whole))).resolves.toMatchObject({ kind: 'server', name: hostname() });
  await expect(server.inspect(answering(whole))).resolves.toMatchObject({ neighbours: [] });
  for (const check of [load, uptime, memory, disks, updates, sockets, support, raid, drives, timers, clock]) await expect(check(answering(whole))).resolves.toMatchObject({ summary: expect.stringMatching(/\S/) });
});

test('a greeting of the login before the output is left out', () => {
  expect(parseGathering(`Welcome!\n\n${gathered({ hostname: ['web1'] })}`)).toMatchObject({ complete: true });
  expect(parseGathering('This account is currently not available.\n')).toBeNull();
  expect(parseGathering('')).toBeNull();
});

/** Whatever comes, a call ends in a result or in an outcome. */
async function expectAnswers(answer: string): Promise<void> {
  for (const [name, call] of Object.entries(calls)) {
    const outcome = await call(answering(answer)).then(() => null, (error: unknown) => error);
    if (outcome !== null && !(outcome instanceof OutcomeError)) throw new Error(`${name} fell over`, { cause: outcome });
  }
}

test('an answer cut off anywhere is never taken for a whole one', async () => {
  const text = whole === '' ? gathered({ uname: ['Linux'], meminfo: ['MemTotal: 5 kB'] }) : whole;
  const complete = text.indexOf('@end 0') + '@end 0'.length;
  await fc.assert(
    fc.asyncProperty(fc.nat(complete - 1), async (length) => {
      await expectAnswers(text.slice(0, length));
      await expect(memory(answering(text.slice(0, length)))).rejects.toBeInstanceOf(OutcomeError);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('garbled answers make no call fall over', async () => {
  const text = whole === '' ? gathered({ uname: ['Linux'], meminfo: ['MemTotal: 5 kB'] }) : whole;
  const lines = text.split('\n');
  const garbling = fc.record({
    at: fc.nat(lines.length - 1),
    line: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('|', '@', '@df 0', '|-1 -1 -1', '|\t\t\t\t', '|Inst', '|a.b', '|=', '@end 0', '|9e999 NaN Infinity')),
    keepStart: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(garbling, { minLength: 1, maxLength: 20 }), async (changes) => {
      const garbled = [...lines];
      for (const { at, line, keepStart } of changes) garbled[at] = keepStart ? `${(garbled[at] ?? '').slice(0, 8)}${line}` : line;
      await expectAnswers(garbled.join('\n'));
    }),
    { numRuns: 60 },
  );
}, 60_000);
