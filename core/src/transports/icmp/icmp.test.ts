import { execFileSync } from 'node:child_process';
import { accessSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProgress } from '../testing/operations.ts';
import { pingOnce } from './ping.ts';
import { sweep } from './sweep.ts';

function find(program: string): string | null {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    try {
      const path = join(folder, program);
      accessSync(path);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}

const programs = { ping: find('ping'), fping: find('fping') };
/** A program may be there and not be allowed to open its socket. */
function works(program: string | null, args: readonly string[]): boolean {
  if (program === null) return false;
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const pings = works(programs.ping, ['-c', '1', '127.0.0.1']);
const fpings = works(programs.fping, ['127.0.0.1']);
for (const [name, there] of Object.entries({ ping: pings, fping: fpings })) {
  if (there) continue;
  const reason = `${name} is not installed or may not send (Debian: ${name === 'ping' ? 'iputils-ping' : name})`;
  if (process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error(reason);
  process.stdout.write(`skipped: ${reason}\n`);
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-ping-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Lets the host find these programs and no others. */
async function have(...names: ('ping' | 'fping')[]): Promise<void> {
  for (const name of names) await symlink(programs[name] ?? '', join(folder, name));
  // The same program of iputils, by the name that makes it speak IPv6.
  if (names.includes('ping')) await symlink(programs.ping ?? '', join(folder, 'ping6'));
  vi.stubEnv('PATH', folder);
}

// Every address of 127.0.0.0/8 answers; 240.0.0.0/4 is nobody's (RFC 1112).
const nobody = '240.0.0.1';
const six = (networkInterfaces()['lo'] ?? []).some(({ address }) => address === '::1') ? ['::1'] : [];
const here = [...Array.from({ length: 40 }, (_, at) => `127.0.9.${at + 1}`), ...six];

const unheard = (): void => undefined;

async function alive(addresses: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  await sweep(addresses, 200, AbortSignal.timeout(10_000), (address, rttMs) => {
    expect(rttMs).toBeGreaterThanOrEqual(0);
    found.push(address);
  });
  return found.sort();
}

test.skipIf(!fpings)('a sweep finds who answers, with fping alone', async () => {
  await have('fping');
  expect(await alive([...here, nobody])).toEqual([...here].sort());
});

test.skipIf(!pings)('a sweep finds the same with ping alone', async () => {
  await have('ping');
  expect(await alive([...here, nobody])).toEqual([...here].sort());
});

test('a sweep of nothing needs no program', async () => {
  await have();
  expect(await alive([])).toEqual([]);
});

test('without any program the operator is told which to install', async () => {
  await have();
  await expect(sweep(here, 200, AbortSignal.timeout(10_000), unheard)).rejects.toMatchObject({ code: 'JF3003', hint: expect.stringContaining('iputils-ping') });
  using progress = startProgress();
  await expect(pingOnce('127.0.0.1', 1, 1_000, progress)).rejects.toMatchObject({ code: 'JF3003', place: { device: '127.0.0.1' } });
});

test('programs that may not open their socket are as good as none', async () => {
  await writeFile(join(folder, 'fping'), '#!/bin/sh\nexit 4\n', { mode: 0o755 });
  await writeFile(join(folder, 'ping'), '#!/bin/sh\nexit 2\n', { mode: 0o755 });
  vi.stubEnv('PATH', folder);
  await expect(sweep(here, 200, AbortSignal.timeout(10_000), unheard)).rejects.toMatchObject({ code: 'JF3003', message: expect.stringContaining('may send') });
});

test.skipIf(!fpings)('who answers is told while those who do not are waited for', async () => {
  await have('fping');
  const stop = new AbortController();
  await expect(sweep([...here, nobody], 60_000, stop.signal, () => stop.abort())).rejects.toThrow('abort');
});

test.skipIf(!fpings)('a sweep that is called off ends', async () => {
  const stop = new AbortController();
  const sweeping = sweep(Array.from({ length: 250 }, (_, at) => `127.1.${at}.1`), 60_000, stop.signal, unheard);
  stop.abort();
  await expect(sweeping).rejects.toThrow('abort');
});

test.skipIf(!pings)('a ping counts what came back and how long it took', async () => {
  await have('ping');
  using progress = startProgress();
  expect(await pingOnce('127.0.0.1', 2, 1_000, progress)).toEqual({ sent: 2, received: 2, rttMs: { min: expect.any(Number), average: expect.any(Number), max: expect.any(Number) } });
  expect(await pingOnce(nobody, 1, 1_000, progress)).toEqual({ sent: 1, received: 0, rttMs: null });
  for (const address of six) expect(await pingOnce(address, 1, 1_000, progress)).toMatchObject({ received: 1 });
});
