import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSnmprec, recordingSchema, recordingText, type Recording } from '@jackfield/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestHost, type TestDevice, type TestHost } from './index.ts';

const directory = new URL('../../../test/authoring/plugins/lamps', import.meta.url);
const lamp = importSnmprec('lamp', '1.3.6.1.2.1.1.1.0|4|A lamp\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1\n1.3.6.1.2.1.1.5.0|4|on\n');
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-recording-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function lampHost(recording: Recording | string, more: TestDevice = {}): Promise<TestHost> {
  const file = join(folder, 'lamp.yaml');
  await writeFile(file, typeof recording === 'string' ? recording : recordingText(recording));
  return createTestHost({ directory, devices: { 'lamp-1': { recording: file, ...more } } });
}

test('a plugin is called before a recording as before a device', async () => {
  await using host = await lampHost(lamp);
  expect(await host.check('lit', 'lamp-1')).toMatchObject({ state: 'ok', summary: 'on' });
  expect(await host.read('lamp', 'lamp-1')).toEqual({ state: 'on' });
});

test('what was not recorded fails the test, even when the plugin swallows the error, and names the nearest', async () => {
  await using host = await lampHost(recordingSchema.parse({ ...lamp, exchanges: [{ ask: 'http.get', path: '/other', answer: { status: 200 } }] }));
  await expect(host.check('curious', 'lamp-1')).rejects.toMatchObject({ code: 'JF9302', message: expect.stringMatching(/^lamp-1: http\.get \S+ has no recording; the nearest is http\.get \/other \(line \d+\)$/) });
  await expect(host.check('lit', 'lamp-1')).rejects.toMatchObject({ code: 'JF9302', message: expect.stringContaining('nor has anything else of snmp') });
});

test('a recording takes no writes; what is described beside it is as described', async () => {
  await using host = await lampHost(lamp);
  await expect(host.push('lamp', 'lamp-1', { state: 'off' })).rejects.toMatchObject({ code: 'JF9302', message: expect.stringContaining('snmp.set changes the device') });
  await using described = await lampHost(recordingSchema.parse({ ...lamp, exchanges: [] }), { snmp: { model: { name: 'off', descr: 'A lamp', objectID: '1.3.6.1.4.1.99999.1' } } });
  expect(await described.read('lamp', 'lamp-1')).toEqual({ state: 'off' });
});

test('an outcome that was recorded is thrown again', async () => {
  const fails = { outcome: 'Unreachable', layer: 'request', message: 'snmp.get on 192.0.2.1: no answer' } as const;
  const exchanges = lamp.exchanges.filter(({ ask }) => ask === 'fingerprint.snmp').concat({ ask: 'snmp.get', oids: ['1.3.6.1.2.1.1.5.0'], fails });
  await using host = await lampHost({ ...lamp, exchanges });
  await expect(host.check('lit', 'lamp-1')).rejects.toMatchObject({ kind: 'Unreachable', message: fails.message });
});

test('a recording with a secret in it is refused, unless the line is allowed with a reason', async () => {
  const text = recordingText(lamp).replace('"A lamp"', '"A lamp, password=hunter22"');
  await expect(lampHost(text)).rejects.toMatchObject({ code: 'JF9301', message: expect.stringMatching(/^lamp\.yaml:\d+: setting: /) });
  const line = text.split('\n').find((each) => each.includes('OctetString: "A lamp'))?.trim() ?? '';
  await using host = await lampHost(text.replace('exchanges:', `allowed:\n  - line: '${line}'\n    reason: an example that stands on the box\nexchanges:`));
  expect(await host.check('lit', 'lamp-1')).toMatchObject({ state: 'ok' });
});

test('a file that is no recording is refused with its line', async () => {
  await expect(lampHost('recording: 1\nexchanges: 5\n')).rejects.toMatchObject({ code: 'JF9300', message: expect.stringContaining('lamp.yaml:2:12') });
});
