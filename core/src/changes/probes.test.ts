import { AuthFailed, Refused, Unreachable } from '@jackfield/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { FakeNetwork } from '../testing/index.ts';

let network: FakeNetwork;
let changes: ChangeService;

beforeEach(() => {
  network = new FakeNetwork();
  changes = createChangeService(network.dependencies);
});
afterEach(async () => {
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

const text = 'title: t\nchanges:\n  - { device: [access-1, core], resource: fake/label, spec: { port: Gi1, alias: new } }\n';
const plan = (file = text): Promise<Plan> => changes.plan({ text: file, file: 'change.yaml', person: 'ada' });
const probes = (): number => network.log.filter((operation) => operation === 'probe').length;
const held = (): number => Number(network.database.prepare('SELECT count(*) AS n FROM change_lease WHERE change_id IS NOT NULL').get()?.['n']);

test('a plan asks each device whether it takes what differs, and holds none afterwards', async () => {
  expect((await plan()).steps).toHaveLength(2);
  expect(probes()).toBe(2);
  expect(network.log).not.toContain('apply');
  expect(held()).toBe(0);
});

test('what a device took within the last day is not asked again, but another field is', async () => {
  await plan();
  await plan();
  expect(probes()).toBe(2);
  await plan(text.replace('alias: new', 'speed: 100'));
  expect(probes()).toBe(4);
  network.time = new Date(network.time.getTime() + 24 * 3_600_000);
  await plan();
  expect(probes()).toBe(6);
});

test('what is as wanted already is not asked, nor where nobody may write, nor where the site wants no probes', async () => {
  network.set('access-1', 'label', { port: 'Gi1' }, { alias: 'new' });
  network.conditions = { leeds: { probe: false } };
  await plan();
  network.conditions = {};
  network.grant = 'read';
  expect(await plan()).toMatchObject({ warnings: [expect.stringContaining('fake may only read core')] });
  expect(probes()).toBe(0);
});

test.each([
  ['refuses', new Refused('the device does not let ifAlias of Gi1 be written: notWritable')],
  ['allows the credential no', new AuthFailed('the device does not let ifAlias of Gi1 be written: noAccess')],
])('a plan is refused that the device %s writing, with the device, the resource, the object and the place', async (_what, refusal) => {
  network.refusals.set('id-core', refusal);
  await expect(plan()).rejects.toMatchObject({ code: 'JF6000', errors: [{ code: 'JF6041', where: 'change.yaml:3:5', message: expect.stringMatching(/^core: fake\/label Gi1: the device does not let ifAlias of Gi1 be written: no/) }] });
  expect(held()).toBe(0);
  network.refusals.clear();
  expect((await plan()).steps).toHaveLength(2);
  // The one that took it was not asked again.
  expect(probes()).toBe(3);
});

test('a device that does not answer, and a right that the host itself did not give, are told as they are', async () => {
  network.refusals.set('id-core', new Unreachable('no answer'));
  network.refusals.set('id-access-1', new Refused('snmp.write for 1.3 is not granted here', { data: { reason: 'snmp.write for 1.3 is not granted here' } }));
  await expect(plan()).rejects.toMatchObject({ errors: [{ code: 'JF6009' }, { code: 'JF6009' }] });
});

test('a device that is another after the probe is told as such', async () => {
  network.fault = (operation) => {
    if (operation === 'probe') network.set('core', 'label', { port: 'Gi1' }, { alias: 'somebody' });
    return null;
  };
  await expect(plan()).rejects.toMatchObject({ errors: [{ code: 'JF6042', message: expect.stringContaining('in alias') }] });
});

test('a device that a change holds is not asked, and the plan says so', async () => {
  network.database.prepare("INSERT INTO change_lease VALUES ('id-core', 'beef', 1)").run();
  const made = await plan();
  expect(made.cautions).toEqual([expect.stringMatching(/^core: whether it takes fake\/label Gi1 was not probed: .*held by change beef/)]);
  expect(made).not.toHaveProperty('ownWay');
  expect(probes()).toBe(1);
});

test('a change waits for a probe that is under way, and is not refused for it', async () => {
  const made = await plan(text.replace('label', 'port'));
  const probing = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { plugins, ...others } = network.dependencies;
  await using slow = createChangeService({
    ...others, plugins: {
      ...plugins, probe: async () => {
        probing.resolve();
        await go.promise;
      },
    },
  });
  const planning = slow.plan({ text, file: 'change.yaml', person: 'ada' });
  await probing.promise;
  const applying = slow.apply({ plan: JSON.parse(JSON.stringify(made)), person: 'bob' });
  // A third who plans meanwhile: the change goes first.
  const third = slow.plan({ text, file: 'change.yaml', person: 'cyd' });
  go.resolve();
  expect(await applying).toMatchObject({ state: 'kept' });
  expect((await planning).steps).toHaveLength(2);
  await third;
  expect(held()).toBe(0);
});
