import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Site } from '../sites/index.ts';
import { FakeNetwork } from '../testing/index.ts';
import type { Change, ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';

let network: FakeNetwork;
let changes: ChangeService;

const site = (id: string): [string, Site] => [id, { id, title: id, region: 'north', district: 'moors', networks: [], devices: [], file: `sites/${id}.yaml` }];
const service = (): ChangeService => {
  const { configuration: { current }, ...needs } = network.restart();
  return createChangeService({ ...needs, configuration: { current: { ...current, sites: new Map([site('leeds'), site('york')]) } } });
};

beforeEach(() => {
  network = new FakeNetwork();
  changes = service();
});
afterEach(async () => {
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

let count = 0;
const plan = (...devices: readonly string[]): Promise<Plan> => changes.plan({ text: `title: t\nwaves: { sizes: [100%], soak: 1ms }\nchanges:\n  - { device: [${devices.join(', ')}], resource: fake/port, spec: { port: Gi1, alias: a${(count += 1)} } }\n`, file: 'change.yaml', person: 'ada' });
const apply = (made: Plan, emergency?: string): Promise<Change> => changes.apply({ plan: JSON.parse(JSON.stringify(made)), person: 'ada', ...(emergency === undefined ? {} : { emergency }) });
const later = (hours: number): void => void (network.time = new Date(network.time.getTime() + hours * 3_600_000));
const budget = (each: object): void => void (network.conditions = { leeds: { budgets: { day: { within: '24h', ...each } } }, york: { budgets: { day: { within: '24h', ...each } } } });
const spent = { code: 'JF6049' };

test('a site has so many devices changed within a time, and says from when there is room again', async () => {
  budget({ devices: 2 });
  await apply(await plan('core', 'office'));
  later(1);
  const third = await plan('uplink');
  expect(third.warnings).toEqual([expect.stringContaining('there is room from 2026-01-02T00:00:00.000Z')]);
  await expect(apply(third)).rejects.toMatchObject({ ...spent, message: 'the budget day of site:leeds is 2 devices within 24 h, and 2 devices in 1 changes count already; there is room from 2026-01-02T00:00:00.000Z' });
  expect(network.state('uplink', 'port', { port: 'Gi1' })['alias']).toBe('old');
  // One that counts already may be changed again, and another site has its own.
  expect(await apply(await plan('core', 'access-2'))).toMatchObject({ state: 'kept' });
  later(23);
  expect(await apply(await plan('uplink'))).toMatchObject({ state: 'kept' });
});

test('a region has its budget over all its sites, and none at a level below lifts it', async () => {
  budget({ changes: 1, each: 'region' });
  await apply(await plan('access-2'));
  await expect(apply(await plan('core'))).rejects.toMatchObject({ ...spent, message: expect.stringContaining('region:north is 1 changes') });
  network.conditions = { ...network.conditions, leeds: { budgets: { day: null } } };
  expect(await apply(await plan('core'))).toMatchObject({ state: 'kept' });
});

test('a change that never fits is told to be split', async () => {
  budget({ devices: 2 });
  await expect(apply(await plan('core', 'office', 'uplink'))).rejects.toMatchObject({ ...spent, message: expect.stringContaining('this change has 3 devices there'), hint: expect.stringContaining('Split the change') });
});

test('an undo takes nothing and is not held up; an emergency takes what is not there; a restart forgets nothing', async () => {
  budget({ changes: 1 });
  const first = await apply(await plan('core'));
  await changes[Symbol.asyncDispose]();
  changes = service();
  await expect(apply(await plan('office'))).rejects.toMatchObject(spent);
  expect(await changes.undo({ change: first.id, person: 'ada' })).toMatchObject({ state: 'kept' });
  expect(await apply(await plan('office'), 'the tills are down')).toMatchObject({ state: 'kept' });
});

test('of two that begin at once one takes what is left, and the other has a reason; what never touched a device took nothing', async () => {
  budget({ changes: 1 });
  const [one, other, failing] = [await plan('core'), await plan('office'), await plan('uplink')];
  network.fault = (operation) => (operation === 'read' ? 'before' : null);
  await expect(apply(failing)).rejects.toMatchObject({ code: 'JF6025' });
  network.fault = () => null;
  const outcomes = await Promise.allSettled([apply(one), apply(other)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { ...spent, message: expect.stringContaining('once one that runs has ended') } });
});
