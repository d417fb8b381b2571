import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfiguration } from '../../core/src/sites/index.ts';
import { readSimulatorFile } from '../../sdk/src/testing/simulators/index.ts';

const directory = join(import.meta.dirname, '../../config');

test('the example is a configuration without faults, and its devices are inside its networks', async () => {
  const configuration = await loadConfiguration(directory);
  expect(configuration.daemon.simulators).toBe(join(directory, 'simulators.yaml'));
  const prefixes = ['127.77.1.', '127.77.2.', '127.77.3.'];
  const { devices } = readSimulatorFile(join(directory, 'simulators.yaml'));
  expect(devices.length).toBeGreaterThanOrEqual(9);
  for (const { address } of devices) expect(prefixes.some((prefix) => address.startsWith(prefix) && Number(address.slice(prefix.length)) < 15)).toBe(true);
});

test('every neighbour that a switch names is a switch of the example that names it back', () => {
  const { devices } = readSimulatorFile(join(directory, 'simulators.yaml'));
  const links = devices.flatMap(({ snmp }) => (snmp?.model?.neighbours ?? []).map((seen) => [snmp?.model?.name, seen.port, seen.name, seen.remotePort].join(' ')));
  const back = links.map((link) => link.split(' ')).map(([name, port, other, remote]) => [other, remote, name, port].join(' '));
  expect(back.toSorted()).toEqual(links.toSorted());
});

test('the change of the example can be read, and its port is there', async () => {
  const file = join(directory, 'changes/port-description.yaml');
  const change: unknown = parse(await readFile(file, 'utf8'));
  expect(change).toMatchObject({ changes: [{ device: 'leeds-core-1', resource: 'snmp-switch/port', spec: { port: 'Gi1/0/5' } }] });
});
