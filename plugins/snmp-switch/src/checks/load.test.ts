import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAgent, oid, type Content } from '../testing/memory-agent.ts';
import { load } from './load.ts';

let devices = 0;

function look(content: { readonly [oid: string]: Content }, profiles: Parameters<typeof contextOver>[2] = [], settings = defaults) {
  const context = contextOver(new MemoryAgent(content), settings, profiles);
  return load({ ...context, device: { ...context.device, id: `load ${devices++}` } });
}

const storage = (index: number, type: number, name: string, unit: number, size: number, used: number): { [oid: string]: Content } => ({
  [`1.3.6.1.2.1.25.2.3.1.2.${index}`]: oid(`1.3.6.1.2.1.25.2.1.${type}`), [`1.3.6.1.2.1.25.2.3.1.3.${index}`]: name,
  [`1.3.6.1.2.1.25.2.3.1.4.${index}`]: unit, [`1.3.6.1.2.1.25.2.3.1.5.${index}`]: size, [`1.3.6.1.2.1.25.2.3.1.6.${index}`]: used,
});
const told = async (...args: Parameters<typeof look>): Promise<string[]> => (await look(...args)).items.map(({ name, state, summary }) => `${name}: ${state}, ${summary}`);

test('a device that tells no load is well', async () => {
  expect(await look({})).toMatchObject({ state: 'ok', summary: 'Tells no load', items: [] });
});

test('processors are one item, file systems each their own; pseudo file systems and images are passed over', async () => {
  expect(await told({
    '1.3.6.1.2.1.25.3.3.1.2.1': 10, '1.3.6.1.2.1.25.3.3.1.2.2': 30,
    ...storage(31, 4, '/', 4096, 1_000_000, 500_000), ...storage(32, 4, '/var', 4096, 1_000_000, 960_000),
    ...storage(33, 4, '/run/lock', 4096, 100, 99), ...storage(34, 4, '/rescue', 2048, 5_000, 5_000), ...storage(35, 7, 'a disc', 2048, 5_000, 4_999),
  })).toEqual(['CPU, mean of 2: ok, 20 % busy', '/: ok, 50 % of 3.81 GiB used', '/var: critical, 96 % of 3.81 GiB used, above 95 %']);
});

test('sizes above 2^31 come as negative numbers', async () => {
  expect(await told(storage(1, 4, '/data', 4096, -2_147_483_648, 1_073_741_824))).toEqual(['/data: ok, 50 % of 8 TiB used']);
});

test('what Linux caches is not used', async () => {
  const kilobytes = { '1.3.6.1.4.1.2021.4.5.0': 1_000_000, '1.3.6.1.4.1.2021.4.6.0': 10_000, '1.3.6.1.4.1.2021.4.14.0': 90_000, '1.3.6.1.4.1.2021.4.15.0': 600_000 };
  expect(await told({ ...kilobytes, ...storage(1, 2, 'Physical memory', 1024, 1_000_000, 990_000) })).toEqual(['Memory: ok, 30 % of 977 MiB used']);
  expect(await told({ ...storage(1, 2, 'Physical memory', 1024, 1_000_000, 990_000), ...storage(6, 1, 'Memory buffers', 1024, 1_000_000, 90_000), ...storage(7, 1, 'Cached memory', 1024, 600_000, 600_000) }))
    .toEqual(['Physical memory: ok, 30 % of 977 MiB used']);
});

const acme = [{
  vendor: 'Acme',
  loads: [
    { kind: 'cpu', percent: '1.3.6.1.4.1.99999.1.1.2', name: '1.3.6.1.4.1.99999.1.1.9' },
    { kind: 'memory', used: '1.3.6.1.4.1.99999.2.1.18', free: '1.3.6.1.4.1.99999.2.1.20', instead: 'memory' },
    { kind: 'memory', used: '1.3.6.1.4.1.99999.3.1.5', free: '1.3.6.1.4.1.99999.3.1.6', instead: 'memory' },
  ],
}];

test('a profile describes percentages and pools; the first of those that mean the same is read', async () => {
  const own = {
    '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.99999.7'),
    '1.3.6.1.4.1.99999.1.1.2.1': 97, '1.3.6.1.4.1.99999.1.1.9.1': 'RE0', '1.3.6.1.4.1.99999.1.1.2.2': 0,
    '1.3.6.1.4.1.99999.2.1.18.7.1': 300, '1.3.6.1.4.1.99999.2.1.20.7.1': 100, '1.3.6.1.4.1.99999.3.1.5.1': 1, '1.3.6.1.4.1.99999.3.1.6.1': 1,
    '1.3.6.1.2.1.25.3.3.1.2.1': 50,
  };
  expect(await told(own, acme)).toEqual(['CPU RE0: warning, 97 % busy, above 90 %', 'Memory: ok, 75 % of 400 B used']);
  expect(await told(own, acme, { ...defaults, load: { ...defaults.load, ignore: '^cpu' } })).toEqual(['Memory: ok, 75 % of 400 B used']);
});
