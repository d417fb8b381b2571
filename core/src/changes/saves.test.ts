import { Refused } from '@jackfield/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change, ChangeService } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { storeThreadLost } from '../store/index.ts';
import { FakeNetwork, savingPlugin } from '../testing/index.ts';

let network: FakeNetwork;
let changes: ChangeService;

beforeEach(() => {
  network = new FakeNetwork();
  network.plugin = savingPlugin;
  changes = createChangeService(network.dependencies);
});
afterEach(async () => {
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

const text = (alias: string, device = '[access-1, access-2]'): string =>
  `title: t\nchanges:\n  - { device: ${device}, resource: fake/port, spec: { port: Gi1, alias: ${alias} } }\n  - { device: access-1, resource: fake/port, spec: { port: Gi2, alias: ${alias} } }\n`;
async function push(file: string): Promise<Change> {
  const plan = await changes.plan({ text: file, file: 'change.yaml', person: 'ada' });
  return changes.apply({ plan: JSON.parse(JSON.stringify(plan)), person: 'ada' });
}
const startups = (): unknown[] => ['access-1', 'access-2'].map((name) => network.startup(name, 'port', { port: 'Gi1' })?.['alias'] ?? null);
const saves = (): number => network.log.filter((operation) => operation === 'save').length;
const held = (): number => Number(network.database.prepare('SELECT count(*) AS n FROM change_lease WHERE change_id IS NOT NULL').get()?.['n']);

test('each device saves once when a change is kept, and once more when it is undone', async () => {
  const change = await push(text('new'));
  expect(change).toMatchObject({ state: 'kept' });
  expect(change).not.toHaveProperty('unsaved');
  expect(startups()).toEqual(['new', 'new']);
  expect(saves()).toBe(2);
  expect(network.log.indexOf('save')).toBeGreaterThan(network.log.lastIndexOf('apply'));
  expect(await changes.undo({ change: change.id, person: 'ada' })).toMatchObject({ state: 'kept' });
  expect(startups()).toEqual(['old', 'old']);
  expect(held()).toBe(0);
  expect(network.audit.filter(({ action }) => action === 'change.save').map(({ device, outcome }) => [device, outcome])).toEqual([['id-access-1', 'done'], ['id-access-2', 'done'], ['id-access-1', 'done'], ['id-access-2', 'done']]);
});

test('what is put back is saved nowhere, nor what a site does not want saved', async () => {
  network.fault = (operation, _number, device) => (operation === 'apply' && device === 'id-access-2' ? 'before' : null);
  expect(await push(text('new'))).toMatchObject({ state: 'reverted-verified' });
  network.fault = () => null;
  network.conditions = { york: { save: false } };
  expect(await push(text('new'))).toMatchObject({ state: 'kept' });
  expect(startups()).toEqual(['new', null]);
});

test('a device that does not save keeps what it runs: it is told, in an incident too, and again when somebody asks', async () => {
  network.fault = (operation, _number, device) => (operation === 'save' && device === 'id-access-2' ? 'before' : null);
  const change = await push(text('new'));
  expect(change).toMatchObject({ state: 'kept', unsaved: [{ deviceName: 'access-2', plugin: 'fake', message: expect.stringContaining('timed out') }] });
  expect(network.state('access-2', 'port', { port: 'Gi1' })).toMatchObject({ alias: 'new' });
  expect(network.incidents.get('id-access-2 unsaved fake')).toMatch(new RegExp(`change ${change.id} \\(t\\) is kept, and access-2 did not save it: .*jackfield save ${change.id}`));
  expect(await changes.list()).toMatchObject([{ id: change.id, unsaved: [{ deviceName: 'access-2' }] }]);
  expect(held()).toBe(0);
  expect(await changes.save({ change: change.id, person: 'bob' })).toMatchObject({ unsaved: [{ deviceName: 'access-2' }] });
  network.fault = () => null;
  expect(await changes.save({ change: change.id, person: 'bob' })).not.toHaveProperty('unsaved');
  expect(startups()).toEqual(['new', 'new']);
  expect(network.incidents.size).toBe(0);
  await expect(changes.save({ change: change.id, person: 'bob' })).rejects.toMatchObject({ code: 'JF6043' });
  await expect(changes.save({ change: 'nothing', person: 'bob' })).rejects.toMatchObject({ code: 'JF6020' });
});

test('a later change of a device saves for the earlier too', async () => {
  network.fault = (operation) => (operation === 'save' ? 'before' : null);
  const first = await push(text('new'));
  network.fault = () => null;
  await push(text('newer'));
  expect(startups()).toEqual(['newer', 'newer']);
  expect(await changes.find(first.id)).not.toHaveProperty('unsaved');
  expect(network.incidents.size).toBe(0);
});

test.each(['crash-before', 'crash-after'] as const)('a host that died between keeping and saving (%s) saves when it starts again', async (fault) => {
  network.fault = (operation, _number, device) => (operation === 'save' && device === 'id-access-1' ? fault : null);
  await push(text('new')).catch(() => undefined);
  await changes[Symbol.asyncDispose]();
  changes = createChangeService(network.restart());
  expect(await changes.recover()).toMatchObject([{ state: 'kept' }]);
  expect(startups()).toEqual(['new', 'new']);
  expect(await changes.recover()).toEqual([]);
  expect(held()).toBe(0);
});

test.each(['change.apply', 'change.save'])('a store whose thread ends as %s is audited keeps no device held, and each saves', async (action) => {
  const { audit, ...others } = network.dependencies;
  let isLost = false;
  await using unlucky = createChangeService({
    ...others, audit: {
      ...audit, recordDeed: async (entry) => {
        if (entry.action === action && !isLost) {
          isLost = true;
          throw storeThreadLost('the store thread ended');
        }
        return audit.recordDeed(entry);
      },
    },
  });
  const plan: unknown = JSON.parse(JSON.stringify(await unlucky.plan({ text: text('new'), file: 'change.yaml', person: 'ada' })));
  expect(await unlucky.apply({ plan, person: 'ada' })).toMatchObject({ state: 'kept' });
  expect(isLost).toBe(true);
  expect(startups()).toEqual(['new', 'new']);
  expect(held()).toBe(0);
  expect(network.audit.filter((entry) => entry.action === action && entry.outcome === 'done').length).toBeGreaterThan(0);
});

test('nobody else writes to a device while it saves', async () => {
  const saving = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { plugins, ...others } = network.dependencies;
  await using slow = createChangeService({
    ...others, plugins: {
      ...plugins, save: async (call) => {
        saving.resolve();
        await go.promise;
        return plugins.save(call);
      },
    },
  });
  const plan = async (file: string): Promise<unknown> => JSON.parse(JSON.stringify(await slow.plan({ text: file, file: 'change.yaml', person: 'ada' })));
  const [first, second] = [await plan(text('new')), await plan(text('other'))];
  const applying = slow.apply({ plan: first, person: 'ada' });
  await saving.promise;
  await expect(slow.apply({ plan: second, person: 'bob' })).rejects.toMatchObject({ code: 'JF6016' });
  go.resolve();
  expect(await applying).toMatchObject({ state: 'kept' });
  expect(startups()).toEqual(['new', 'new']);
});

test('a refusal of the device to save is no reason to put anything back', async () => {
  const { plugins, ...others } = network.dependencies;
  await using refusing = createChangeService({ ...others, plugins: { ...plugins, save: () => Promise.reject(new Refused('copy is not allowed')) } });
  const plan = await refusing.plan({ text: text('new'), file: 'change.yaml', person: 'ada' });
  expect(await refusing.apply({ plan: JSON.parse(JSON.stringify(plan)), person: 'ada' })).toMatchObject({ state: 'kept', steps: [{ state: 'verified' }, { state: 'verified' }, { state: 'verified' }], unsaved: [{ message: 'copy is not allowed (JF0007)' }, {}] });
});
