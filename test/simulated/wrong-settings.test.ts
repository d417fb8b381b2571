import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { startRealHost } from '../real/real-host.ts';

const port = 1190;

test('a host that starts with a setting misspelt leaves it out, says so, and checks all the same; nothing is planned with it', { timeout: 60_000 }, async () => {
  await using folder = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-settings-'));
  folder.defer(() => rm(directory, { recursive: true }));
  const model = { name: 'sw', descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', ports: [{ name: 'Gi1/0/1' }] };
  await writeFile(join(directory, 'simulators.yaml'), stringify({ devices: [{ title: 'switch', address: '127.0.90.2', snmp: { port, community: 'public', writeCommunity: 'example', model } }] }));
  await using _simulators = await startSimulators(join(directory, 'simulators.yaml'));
  await using host = await startRealHost({
    networks: ['127.0.90.0/30'],
    plugins: { 'snmp-switch': { enabled: true, grant: 'write', settings: { ports: { wotch: '^uplink' } } } },
    credentials: { switches: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'example' } } },
    transports: { snmp: { port, credentials: 'switches', timeoutMs: 500 } },
  });
  const { discovery, health, changes, complaints } = host.services;
  expect(complaints()).toMatchObject([{ code: 'JF2017', message: 'plugins.snmp-switch.settings.ports.wotch: unknown key "wotch"; did you mean "watch"?', where: expect.stringMatching(/organization\.yaml:\d+:\d+$/) }]);
  expect(await discovery.run({})).toMatchObject({ problems: [], devices: [expect.any(String)] });
  expect((await health.checkNow('sw')).map(({ check, state }) => [check, state])).toEqual(expect.arrayContaining([['ports', 'ok'], ['uptime', expect.stringMatching(/ok|warning/)]]));
  const text = stringify({ title: 'One', changes: [{ device: 'sw', resource: 'snmp-switch/system', spec: { contact: 'ann' } }] });
  await expect(changes.plan({ text, file: 'change.yaml', person: 'ann' })).rejects.toThrow(/wotch/);
});
