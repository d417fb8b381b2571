import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSession, ObjectType, Version2c, type Session, type Varbind } from 'net-snmp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSnmpFleet } from './snmp-fleet.ts';

const archive = join(process.env['JACKFIELD_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared'), 'fleet/train.tar.gz');
const present = existsSync(archive);
if (!present) process.stdout.write('skipped: needs recordings of real SNMP agents, which are not part of the project (JACKFIELD_SHARED names the folder that has them under fleet/)\n');
let folder = '';

beforeAll(() => {
  if (!present) return;
  folder = mkdtempSync(join(tmpdir(), 'jackfield-recordings-'));
  execFileSync('tar', ['xzf', archive, '-C', folder]);
});
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

function next(session: Session, oid: string): Promise<readonly Varbind[]> {
  return new Promise((done, reject) => {
    session.getBulk([oid], 0, 200, (error, columns) => {
      if (error !== null) reject(error);
      else done([columns?.[0] ?? []].flat());
    });
  });
}

/** A varbind as a line of a recording, without the tag's `x`: octets are hex. */
function line({ oid, type, value }: Varbind): string {
  if (Buffer.isBuffer(value)) {
    return `${oid}|${type}|${type === ObjectType.Counter64 ? BigInt(`0x0${value.toString('hex')}`) : value.toString('hex')}`;
  }
  return `${oid}|${type}|${value ?? ''}`;
}

/** This client splits the first number of an OID as if no second part under 2 were above 39 (X.690 8.19.4 allows any). */
function asTheClientReads(tag: string, value: string): string {
  const [first, second = '', ...rest] = value.split('.');
  if (tag !== '6' || first !== '2') return value.toLowerCase();
  const number = 80 + Number(second);
  return [Math.floor(number / 40), number % 40, ...rest].join('.');
}

function recorded(file: string): string[] {
  return readFileSync(file, 'latin1').split('\n').filter((text) => text !== '').map((text) => {
    const [, oid = '', tag = '', value = ''] = /^([\d.]+)\|(\d+x?)\|(.*)$/s.exec(text) ?? [];
    return `${oid}|${Number.parseInt(tag, 10)}|${tag === '4' ? Buffer.from(value, 'latin1').toString('hex') : asTheClientReads(tag, value)}`;
  });
}

/** Variables from the first difference on; empty when all was served. */
async function differences(session: Session, file: string): Promise<string[]> {
  const expected = recorded(file);
  const served: string[] = [];
  let oid = '0.0';
  for (;;) {
    const rows = await next(session, oid);
    const own = rows.filter((row) => row.type !== ObjectType.EndOfMibView);
    served.push(...own.map(line));
    oid = own.at(-1)?.oid ?? oid;
    if (own.length < rows.length || rows.length === 0) break;
  }
  const at = expected.findIndex((text, index) => served[index] !== text);
  return at === -1 && served.length === expected.length ? [] : [`${file}: ${expected[at] ?? 'end'} came as ${served[at] ?? 'end'}`];
}

// The recordings are not ours to publish: without them there is nothing to serve.
test.skipIf(!present)('every recorded device is served variable by variable, each on its own address', { timeout: 240_000 }, async () => {
  const directory = join(folder, 'train/snmprec');
  const files = readdirSync(directory).sort();
  const devices = files.filter((file) => !file.includes('@'));
  await using fleet = await startSnmpFleet(
    devices.map((file, at) => ({ address: `127.50.${64 + Math.floor(at / 250)}.${(at % 250) + 1}`, port: 11_161, recording: join(directory, file) })),
  );
  const wrong: string[] = [];
  const waiting = files.map((file) => ({ file, context: /@(.*)\.snmprec$/.exec(file)?.[1] }));
  const serve = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const simulator = fleet.simulators[devices.indexOf(job.file.replace(/@.*/, '.snmprec'))];
      if (simulator === undefined) throw new Error(`nobody serves ${job.file}`);
      const session = createSession(simulator.address, job.context === undefined ? 'public' : `public@${job.context}`, { port: simulator.port, version: Version2c, timeout: 20_000 });
      wrong.push(...(await differences(session, join(directory, job.file))));
      session.close();
    }
  };
  await Promise.all(Array.from({ length: 8 }, serve));
  expect(devices.length).toBeGreaterThan(700);
  expect(wrong).toEqual([]);
});
