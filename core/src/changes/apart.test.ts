import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change, ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { cuttingPlugin, FakeNetwork } from '../testing/index.ts';

// core is linked to access-1, access-2 and uplink, and uplink to office.
let network: FakeNetwork;
let changes: ChangeService;

beforeEach(() => {
  network = new FakeNetwork();
  network.plugin = cuttingPlugin;
  changes = createChangeService(network.dependencies);
});
afterEach(async () => {
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

const entry = (device: string, resource = 'port', spec = '{ port: Gi1, alias: new }', more = ''): string => `  - { device: ${device}, resource: fake/${resource}, spec: ${spec}${more} }\n`;
const plan = (head: string, entries: string): Promise<Plan> => changes.plan({ text: `title: t\n${head}changes:\n${entries}`, file: 'change.yaml', person: 'ada' });
const apply = (made: Plan): Promise<Change> => changes.apply({ plan: JSON.parse(JSON.stringify(made)), person: 'ada' });
const waves = ({ steps }: Plan): string[][] => Map.groupBy(steps, ({ wave }) => wave).values().map((ofWave) => ofWave.map(({ deviceName, resource }) => (resource === 'port' ? deviceName : `${deviceName} ${resource}`))).toArray();
const label = (redundancy: string, ...names: readonly string[]): void => {
  for (const [at, device] of network.devices.entries()) if (names.includes(device.name)) network.devices[at] = { ...device, labels: { ...device.labels, redundancy } };
};
const allAtOnce = 'waves: { sizes: [100%], soak: 1ms }\n';
const system = (device: string): string => entry(device, 'system', '{ contact: noc }');
const route = (device: string): string => entry(device, 'route', '{ contact: noc }');

test('the two ends of a link never share a wave, and the rest need not wait', async () => {
  expect(waves(await plan(allAtOnce, entry('[core, access-1, uplink, office]')))).toEqual([['core', 'office'], ['access-1', 'uplink']]);
  expect(waves(await plan('', entry('[access-1, access-2, core]')))).toEqual([['access-1', 'access-2'], ['core']]);
});

test('of those that stand in for each other one goes, and health is looked at before the next', async () => {
  label('office', 'access-1', 'office', 'access-2');
  const made = await plan(allAtOnce, entry('[access-1, office, access-2]'));
  expect(waves(made)).toEqual([['access-1'], ['office'], ['access-2']]);
  network.wrote = (id) => void (id === 'id-access-1' && network.critical.add(id));
  expect((await apply(made)).steps.map(({ state }) => state)).toEqual(['restored', 'untouched', 'untouched']);
});

test('what is done to one end of a link and shows at the other, which waits, puts everything back', async () => {
  network.wrote = (id) => void (id === 'id-access-1' && network.critical.add('id-core'));
  expect(await apply(await plan(allAtOnce, entry('[access-1, core]')))).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('core: Ports: a port is down') });
});

test('what comes after one that was let wait is let wait with it', async () => {
  const after = entry('[core, access-1]', 'port', '{ port: Gi1, alias: new }', ', id: switches') + entry('office', 'port', '{ port: Gi1, alias: new }', ', after: [switches]');
  expect(waves(await plan(allAtOnce, after))).toEqual([['core'], ['access-1', 'office']]);
});

test('what may cut the way to one device goes one after the other, each confirmed before the next, and so it is undone', async () => {
  const done: string[] = [];
  const { plugins, ...needs } = network.dependencies;
  changes = createChangeService({ ...needs, plugins: {
    ...plugins,
    apply: (call) => plugins.apply(call).then(() => void done.push(`push ${call.resource}`)), restore: (call) => plugins.restore(call).then(() => void done.push(`back ${call.resource}`)),
    confirm: (call) => plugins.confirm(call).then(() => void done.push(`confirm ${call.resource}`)),
  } });
  const made = await plan(allAtOnce, system('core') + route('core') + entry('core'));
  expect(waves(made)).toEqual([['core', 'core system'], ['core route']]);
  const change = await apply(made);
  expect(done.splice(0)).toEqual(['push port', 'push system', 'confirm system', 'push route', 'confirm route']);
  expect(await changes.undo({ change: change.id, person: 'ada' })).toMatchObject({ state: 'kept' });
  expect(done).toEqual(['back route', 'confirm route', 'back system', 'back port', 'confirm system']);
});

test('a device that fails in its second wave is put back whole, and the others are kept', async () => {
  network.fault = (operation, _number, id) => (operation === 'apply' && id === 'id-office' && network.log.filter((one) => one === 'confirm').length > 0 ? 'after' : null);
  const change = await apply(await plan('waves: { sizes: [100%], soak: 1ms, maxFailures: 1 }\n', system('[office, access-1]') + route('[office, access-1]')));
  expect(change).toMatchObject({ state: 'kept', message: expect.stringContaining('office was put back') });
  expect(network.state('office', 'system')).toMatchObject({ contact: 'nobody' });
  expect(network.state('access-1', 'route')).toMatchObject({ contact: 'noc' });
});

test('more than eight devices without waves: one goes first', async () => {
  const [office] = network.devices.filter(({ name }) => name === 'office');
  if (office === undefined) throw new Error('no office');
  for (let number = 1; number < 9; number += 1) network.devices.push({ ...office, id: `id-office-${number}`, name: `office-${number}`, neighbours: [] });
  const named = (count: number): string => `[${['office', ...Array.from({ length: count - 1 }, (_none, at) => `office-${at + 1}`)].join(', ')}]`;
  expect(waves(await plan('', entry(named(8)))).map(({ length }) => length)).toEqual([8]);
  expect(waves(await plan('', entry(named(9)))).map(({ length }) => length)).toEqual([1, 3, 3, 2]);
});

test('no change begins in a freeze, except in an emergency; an undo does', async () => {
  network.conditions = { leeds: { freezes: { 'year-end': { from: '2025-12-20', to: '2026-01-01', reason: 'the shops are open', zone: 'Europe/London' }, other: { from: '2026-02-01', to: '2026-02-02' }, lifted: null } } };
  const made = await plan('', entry('[access-1, access-2]'));
  expect(made.warnings).toEqual([expect.stringContaining('leeds is frozen from 2025-12-20 to 2026-01-01 (year-end: the shops are open)')]);
  await expect(apply(made)).rejects.toMatchObject({ code: 'JF6046' });
  const change = await changes.apply({ plan: JSON.parse(JSON.stringify(made)), person: 'ada', emergency: 'the tills are down' });
  expect(await changes.undo({ change: change.id, person: 'ada' })).toMatchObject({ state: 'kept' });
  network.time = new Date('2026-01-02T00:00:00Z');
  expect(await apply(await plan('', entry('access-1')))).toMatchObject({ state: 'kept' });
});

const stop = { person: 'bob', reason: 'loops at Leeds' };
const isNew = (name: string): boolean => network.state(name, 'port', { port: 'Gi1' })['alias'] === 'new';

test('a stop puts back what runs, cancels its waves, lets none begin until it is lifted, and outlives the host; an undo is let through', async () => {
  const kept = await apply(await plan('', entry('office')));
  network.wrote = async () => {
    network.wrote = () => undefined;
    await changes.stop(stop);
  };
  const change = await apply(await plan('waves: { sizes: [1], soak: 1ms }\n', entry('[access-1, access-2]')));
  expect(change).toMatchObject({ state: 'reverted-verified', message: 'bob called it off (JF6034)', steps: [{ state: 'restored' }, { state: 'untouched' }] });
  const restarted = network.restart();
  const told: boolean[] = [];
  restarted.events.on('changes.stopped', ({ stopped }) => told.push(stopped));
  const next = createChangeService(restarted);
  const made = await next.plan({ text: `title: t\nchanges:\n${entry('core')}`, file: 'change.yaml', person: 'ada' });
  await expect(next.apply({ plan: made, person: 'ada', emergency: 'now' })).rejects.toMatchObject({ code: 'JF6047', message: expect.stringContaining('bob stopped all changes') });
  expect(await next.stopped()).toMatchObject(stop);
  expect(await next.undo({ change: kept.id, person: 'ada' })).toMatchObject({ state: 'kept' });
  await next.lift('carol');
  expect(told).toEqual([false]);
  expect(await next.apply({ plan: made, person: 'ada' })).toMatchObject({ state: 'kept' });
  await expect(next.lift('carol')).rejects.toMatchObject({ code: 'JF6048' });
  expect(network.audit.filter(({ action }) => action.startsWith('changes.')).map(({ action, person }) => [action, person])).toEqual([['changes.stop', 'bob'], ['changes.lift', 'carol']]);
});

test('a stop that holds lets what runs wait where it is; it goes on when somebody says so after it was lifted', async () => {
  network.wrote = async () => {
    network.wrote = () => undefined;
    await changes.stop({ ...stop, hold: true });
  };
  const applied = apply(await plan('waves: { sizes: [1], soak: 1ms }\n', entry('[access-1, access-2]')));
  await vi.waitFor(async () => expect((await changes.list())[0]).toMatchObject({ paused: true, state: 'verifying' }));
  const id = (await changes.list())[0]?.id ?? '';
  await expect(changes.control(id, 'resume', 'ada')).rejects.toMatchObject({ code: 'JF6047' });
  expect([isNew('access-1'), isNew('access-2')]).toEqual([true, false]);
  await changes.lift('bob');
  await changes.control(id, 'resume', 'ada');
  expect(await applied).toMatchObject({ state: 'kept' });
});
