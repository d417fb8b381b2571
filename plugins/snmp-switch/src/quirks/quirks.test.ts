import { createTestHost } from '@jackfield/core/testing';
import type { SnmpFaults } from '@jackfield/sdk/testing';
import { cpSync, mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';
import { profile } from '../schemas.ts';
import { compileQuirks, noQuirks, quirksOf } from './quirks.ts';

const own = join(import.meta.dirname, '../..');
const engineTime = '1.3.6.1.6.3.10.2.1.3';
const ifDescr = '1.3.6.1.2.1.2.2.1.2';

const acme = {
  vendor: 'Acme',
  systems: [{ match: { sysObjectID: '1.3.6.1.4.1.99999.' } }],
  quirks: [
    { match: { sysObjectID: '1.3.6.1.4.1.99999.', sysDescr: 'Version 1\\.' }, anyOrder: true, maxRepetitions: 10, without: [engineTime] },
    { match: { sysObjectID: '1.3.6.1.4.1.99999.7' }, maxRepetitions: 1, without: ['1.3.6.1.2.1.31.1.1.1.6', '1.3.6.1.2.1.31.1.1.1.10'] },
  ],
};

/** The plugin with one profile instead of its own. */
function packaged(contributed: object) {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'quirks-'));
  for (const part of ['package.json', 'schemas']) cpSync(join(own, part), join(folder.path, part), { recursive: true });
  for (const part of ['profiles', 'dist']) mkdirSync(join(folder.path, part));
  // Must be there, and is not run: the source is.
  writeFileSync(join(folder.path, 'dist/plugin.js'), '');
  writeFileSync(join(folder.path, 'profiles/acme.yaml'), JSON.stringify(contributed));
  return folder;
}

const device = (objectID: string, descr: string, faults: SnmpFaults = {}) => ({
  snmp: { model: { name: 'one', descr, objectID, ports: [{ name: 'Gi[1-30]', traffic: { in: '1M' as const } }], variables: { [`${engineTime}.0`]: 2_000_000_000 } } }, faults: { snmp: faults },
});
const group = (objectID: string, descr: string) => ({ objectID, descr, name: '' });

test('all that fit an agent hold together; none is none', () => {
  const quirks = compileQuirks([acme]);
  expect(quirksOf(quirks, group('1.3.6.1.4.1.99999.3', 'AcmeOS Version 1.2'))).toEqual({ anyOrder: true, maxRepetitions: 10, without: [engineTime] });
  expect(quirksOf(quirks, group('1.3.6.1.4.1.99999.7', 'AcmeOS version 1.2'))).toMatchObject({ anyOrder: true, maxRepetitions: 1, without: [engineTime, expect.any(String), expect.any(String)] });
  expect(quirksOf(quirks, group('1.3.6.1.4.1.99999.7', 'AcmeOS Version 2.0'))).toMatchObject({ anyOrder: false, maxRepetitions: 1 });
  expect(quirksOf(quirks, group('1.3.6.1.4.1.99999.3', 'AcmeOS Version 2.0'))).toBe(noQuirks);
  expect(quirksOf(quirks, group('1.3.6.1.4.1.9', 'Version 1.2'))).toBe(noQuirks);
});

test('a quirk of no agent in particular is refused', () => {
  expect(profile.safeParse(acme).success).toBe(true);
  expect(profile.safeParse({ vendor: 'Acme', quirks: [{ match: {}, anyOrder: true }] }).success).toBe(false);
});

test('an agent that goes back is read whole where a profile says so, and told as broken where none does', async () => {
  using folder = packaged(acme);
  const devices = {
    old: device('1.3.6.1.4.1.99999.3', 'AcmeOS Version 1.2', { nonIncreasing: ifDescr }),
    updated: device('1.3.6.1.4.1.99999.3', 'AcmeOS Version 2.0', { nonIncreasing: ifDescr }),
  };
  await using host = await createTestHost({ plugin, directory: folder.path, devices });
  expect((await host.check('ports', 'old')).items).toHaveLength(30);
  expect((await host.inspect('agent', 'old')).interfaces).toHaveLength(30);
  await expect(host.check('ports', 'updated')).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('goes back') });
});

test('an agent without GETBULK is found, read and pushed to; columns that lie are not read', async () => {
  using folder = packaged(acme);
  const devices = { one: device('1.3.6.1.4.1.99999.7', 'AcmeOS Version 2.0', { noBulk: true }) };
  await using host = await createTestHost({ plugin, directory: folder.path, devices });
  expect(await host.identify('agent', 'one')).toMatchObject({ name: 'one' });
  expect((await host.inspect('agent', 'one')).interfaces).toHaveLength(30);
  const { items } = await host.check('ports', 'one');
  expect(items).toHaveLength(30);
  expect(items[0]?.metrics?.map(({ name }) => name)).toContain('port.in.octets');
  await host.push('port', 'one', { port: 'Gi7', alias: 'a door' });
  expect(await host.read('port', 'one', { port: 'Gi7' })).toMatchObject({ alias: 'a door' });
  expect(JSON.stringify(host.operations)).not.toContain('1.3.6.1.2.1.31.1.1.1.10');
});

test('a clock that lies is not looked at', async () => {
  using folder = packaged(acme);
  const devices = { old: device('1.3.6.1.4.1.99999.3', 'AcmeOS Version 1.2'), updated: device('1.3.6.1.4.1.99999.3', 'AcmeOS Version 2.0') };
  await using host = await createTestHost({ plugin, directory: folder.path, devices });
  expect(await host.check('uptime', 'old')).toMatchObject({ summary: 'Up for 10 d' });
  expect(await host.check('uptime', 'updated')).toMatchObject({ summary: 'Up for 23148 d' });
});

test('a device is asked once what it is, and not at all where no profile has quirks', async () => {
  const asked = async (name: string, contributed: object): Promise<number[]> => {
    using folder = packaged(contributed);
    await using host = await createTestHost({ plugin, directory: folder.path, devices: { [name]: device('1.3.6.1.4.1.99999.3', 'AcmeOS Version 2.0') } });
    const counts: number[] = [];
    for (let times = 0; times < 2; times += 1) {
      host.forget();
      await host.check('uptime', name);
      counts.push(host.operations.length);
    }
    return counts;
  };
  expect(await asked('quirky', acme)).toEqual([2, 1]);
  expect(await asked('plain', { vendor: 'Acme' })).toEqual([1, 1]);
});
