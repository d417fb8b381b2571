import { Refused } from '@jackfield/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

const person = 'ada';
const file = `title: New alias
changes:
  - device: [access-1, access-2]
    resource: fake/port
    spec: { port: Gi1, alias: new }
  - device: core
    resource: fake/system
    spec: { contact: noc }
`;
const plan = (text = file): Promise<Plan> => changes.plan({ text, file: 'change.yaml', person });
const throughDisk = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const port = { port: 'Gi1' };

function aliases(): unknown[] {
  return [network.state('access-1', 'port', port).alias, network.state('access-2', 'port', port).alias, network.state('core', 'system').contact];
}

const old = ['old', 'old', 'nobody'];
const fresh = ['new', 'new', 'noc'];

describe('plan', () => {
  test('says what changes where and whom it can hurt, and writes nothing', async () => {
    const made = await plan();
    expect(made.steps.map(({ deviceName, resource, differences }) => [deviceName, resource, differences])).toEqual([
      ['access-1', 'port', [{ path: 'alias', before: 'old', after: 'new' }]],
      ['access-2', 'port', [{ path: 'alias', before: 'old', after: 'new' }]],
      ['core', 'system', [{ path: 'contact', before: 'nobody', after: 'noc' }]],
    ]);
    expect(made.blastRadius).toEqual({ devices: ['access-1', 'access-2', 'core'], sites: ['leeds', 'york'], behind: ['office', 'uplink'], losing: { kinds: { switch: 2 }, sites: ['leeds'], elsewhere: 0, service: 0, strangers: 0, unlinked: 0 } });
    expect(network.log).not.toContain('apply');
    expect(aliases()).toEqual(old);
  });

  test('leaves out what is as wanted already', async () => {
    network.set('access-1', 'port', port, { alias: 'new' });
    expect(await plan()).toMatchObject({ unchanged: 1, steps: [{ deviceName: 'access-2' }, { deviceName: 'core' }] });
  });

  test('each site fills in its own variables; where one lacks, all such places are named', async () => {
    const text = "title: t\nchanges:\n  - device: [access-1, access-2]\n    resource: fake/port\n    spec: { port: Gi1, alias: 'desk ${desk}', speed: '${speed}' }\n";
    network.variables = { leeds: { desk: 7, speed: 100 }, york: { speed: 1_000 } };
    await expect(plan(text)).rejects.toMatchObject({ code: 'JF6000', message: expect.stringMatching(/change.yaml:5:\d+: york has no variable desk \(JF6027\)/) });
    network.variables = {};
    await expect(plan(text)).rejects.toMatchObject({ message: expect.stringMatching(/4 problems[\s\S]*leeds has no variable desk[\s\S]*york has no variable speed/) });
    expect(network.log).not.toContain('apply');
    network.variables = { leeds: { desk: 7, speed: 100 }, york: { desk: 8, speed: 1_000 } };
    expect((await plan(text)).steps.map(({ wanted }) => [wanted['alias'], wanted['speed']])).toEqual([['desk 7', 100], ['desk 8', 1_000]]);
  });

  test('entries come after those they name, else in the order of the file', async () => {
    const text = 'title: t\nchanges:\n  - { device: access-1, after: [core-first, other], resource: fake/port, spec: { port: Gi1, alias: new } }\n'
      + '  - { id: other, device: access-2, resource: fake/port, spec: { port: Gi1, alias: new } }\n  - { id: core-first, device: core, resource: fake/port, spec: { port: Gi1, alias: new } }\n';
    expect((await plan(text)).steps.map(({ deviceName }) => deviceName)).toEqual(['access-2', 'core', 'access-1']);
  });

  test('a key that nobody knows hides no other mistake of the file, nor what devices say of the rest', async () => {
    network.fault = (operation, _number, device) => (operation === 'read' && device === 'id-core' ? 'before' : null);
    const text = 'title: t\nhelth: {}\nchanges:\n  - { device: nobody, resource: fake/port, spec: { port: Gi1, alias: new }, wait: 3 }\n  - { device: core, resource: fake/port, spec: { port: Gi1, alias: new } }\n';
    const told = await plan(text).then(() => '', (error: unknown) => String(error));
    for (const part of [/change\.yaml:2:\d+: helth: unknown key "helth" \(JF1005\)/, /unknown key "wait"/, /there is no device nobody \(JF6001\)/, /core: fake\/port: .*\(JF6009\)/]) expect(told).toMatch(part);
  });

  test('entries that wait for each other, for nobody, or share an id are refused, all at once', async () => {
    const text = 'title: t\nchanges:\n  - { id: a, after: [b], device: access-1, resource: fake/port, spec: { port: Gi1 } }\n'
      + '  - { id: b, after: [a], device: access-2, resource: fake/port, spec: { port: Gi1 } }\n  - { id: a, after: [nobody], device: core, resource: fake/port, spec: { port: Gi1 } }\n';
    await expect(plan(text)).rejects.toMatchObject({ code: 'JF6000', message: expect.stringMatching(/3 problems[\s\S]*JF6030[\s\S]*JF6029[\s\S]*a, b wait for each other \(JF6028\)/) });
  });

  test('names the devices behind one that could fail', async () => {
    const made = await plan('title: t\nchanges: [{ device: uplink, resource: fake/port, spec: { port: Gi1, alias: new } }]\n');
    expect(made.blastRadius.behind).toEqual(['office']);
  });

  test('tells how many lose their way at other sites, and not which', async () => {
    const made = await plan('title: t\nchanges: [{ device: core, resource: fake/system, spec: { contact: noc } }]\n');
    expect(made.blastRadius).toMatchObject({ sites: ['leeds'], losing: { sites: ['leeds'], elsewhere: 1 } });
    expect(JSON.stringify(made)).not.toMatch(/york|access-2/);
  });

  test('warns when nobody granted the writing, with the place that says so', async () => {
    network.grant = 'read';
    const { warnings } = await plan('title: t\nchanges: [{ device: core, resource: fake/port, spec: { port: Gi1, alias: new } }]\n');
    expect(warnings).toEqual([expect.stringMatching(/^fake may only read core \(sites\/leeds\.yaml:7:5\): .*jackfield plugin enable fake --site leeds --grant write/)]);
    network.grant = 'write';
    expect(await plan()).not.toHaveProperty('warnings');
  });

  test('selects devices by site, kind and labels', async () => {
    const made = await plan('title: t\nchanges: [{ device: { site: leeds, kind: switch, labels: { role: access } }, resource: fake/port, spec: { port: Gi1, alias: new } }]\n');
    expect(made.steps.map(({ deviceName }) => deviceName)).toEqual(['access-1', 'uplink', 'office']);
  });

  test('tells everything that is wrong at once, with its place', async () => {
    const text = `title: t
changes:
  - { device: nobody, resource: fake/port, spec: { port: a } }
  - { device: core, resource: fake/vlan, spec: {} }
  - { device: core, resource: other/vlan, spec: {} }
  - device: core
    resource: fake/port
    spec:
      port: Gi1
      speed: fast
      colour: red
  - { device: core, resource: fake/port, spec: { port: Gi2 } }
  - { device: core, resource: fake/port, spec: { port: Gi2, alias: x } }
  - { device: core, resource: fake/firmware, spec: { image: x } }
  - { device: { site: hull }, resource: fake/port, spec: { port: Gi2 } }
`;
    await expect(plan(text)).rejects.toMatchObject({
      code: 'JF6000',
      errors: [
        { code: 'JF6001', where: 'change.yaml:3:15' },
        { code: 'JF6003', where: 'change.yaml:4:31', hint: 'It has port, system, firmware, label.' },
        { code: 'JF6003', where: 'change.yaml:5:31' },
        { code: 'JF6006', where: 'change.yaml:11:15' },
        { code: 'JF6006', where: 'change.yaml:10:14' },
        { code: 'JF6002', where: 'change.yaml:15:7' },
        { code: 'JF6007', where: 'change.yaml:13:5' },
        { code: 'JF6008', where: 'change.yaml:14:31' },
      ],
    });
  });

  test.each([
    ['not YAML', 'title: [', 'JF1003'],
    ['an unknown key', 'title: t\nchange: []\nchanges: [{ device: core, resource: fake/port, spec: {} }]\n', 'JF1005'],
    ['no changes', 'title: t\nchanges: []\n', 'JF1006'],
    ['an empty selection', 'title: t\nchanges: [{ device: {}, resource: fake/port, spec: {} }]\n', 'JF1006'],
  ])('refuses a file with %s', async (_what, text, code) => {
    await expect(plan(text)).rejects.toMatchObject({ code: 'JF6000', errors: expect.arrayContaining([expect.objectContaining({ code, where: expect.stringContaining('change.yaml:') })]) });
  });

  test('refuses where the plugin is not enabled or does not manage the device', async () => {
    network.enabled = false;
    await expect(plan()).rejects.toMatchObject({ errors: [{ code: 'JF6004' }, { code: 'JF6004' }, { code: 'JF6004' }] });
    network.enabled = true;
    network.plugin = { ...network.plugin, id: 'other' };
    await expect(plan(file.replaceAll('fake/', 'other/'))).rejects.toMatchObject({ errors: [{ code: 'JF6005' }, { code: 'JF6005' }, { code: 'JF6005' }] });
  });

  test('names every device that does not answer', async () => {
    network.fault = (operation, _number, id) => (operation === 'read' && id !== 'id-core' ? 'before' : null);
    await expect(plan()).rejects.toMatchObject({ errors: [{ code: 'JF6009', message: expect.stringContaining('access-1') }, { code: 'JF6009', message: expect.stringContaining('access-2') }] });
  });

  test('names what is wrong in the file and what devices say of the rest, at once', async () => {
    network.fault = (operation, _number, id) => (operation === 'read' && id === 'id-access-2' ? 'before' : null);
    await expect(plan(`${file}  - { device: nowhere, resource: fake/port, spec: { port: Gi2 } }\n`)).rejects.toMatchObject({
      errors: [{ code: 'JF6001', message: 'there is no device nowhere' }, { code: 'JF6009', message: expect.stringContaining('access-2') }],
    });
  });

  test('never shows a secret, nor where it stands in other texts', async () => {
    const text = 'title: t\nchanges: [{ device: core, resource: fake/system, spec: { password: new-secret, config: "password new-secret\\nend\\n" } }]\n';
    const made = await plan(text);
    expect(JSON.stringify(made)).not.toMatch(/(old|new)-secret/);
    expect(made.steps[0]?.differences).toEqual([
      { path: 'password', before: '«secret»', after: '«secret»' },
      { path: 'config', before: 'password «secret»\nend\n', after: 'password «secret»\nend\n' },
    ]);
    // What is applied is the secret, not its mark.
    await changes.apply({ plan: throughDisk(made), person });
    expect(network.state('core', 'system').password).toBe('new-secret');
  });
});

describe('apply', () => {
  test('pushes, reads back and keeps', async () => {
    const steps: string[] = [];
    network.events.on('change.state', ({ to }) => steps.push(to));
    const change = await changes.apply({ plan: throughDisk(await plan()), person });
    expect(change).toMatchObject({ state: 'kept', steps: [{ state: 'verified' }, { state: 'verified' }, { state: 'verified' }], message: null });
    expect(steps).toEqual(['applying', 'verifying', 'applying', 'verifying', 'kept']);
    expect(aliases()).toEqual(fresh);
    expect(await changes.find(change.id)).toEqual(change);
    expect(await changes.list({ device: 'id-core' })).toEqual([change]);
    expect(await changes.list({ device: 'id-office' })).toEqual([]);
    expect(await changes.list({ devices: ['id-office', 'id-core'] })).toEqual([change]);
    expect(await changes.list({ device: 'id-core', devices: ['id-office'] })).toEqual([]);
    expect(network.audit.map(({ action, outcome, detail }) => [action, outcome, detail])).toEqual([['change.apply', 'done', 'begins: New alias'], ['change.apply', 'done', 'kept']]);
  });

  test('a second plan after it is empty', async () => {
    await changes.apply({ plan: await plan(), person });
    expect(await plan()).toMatchObject({ steps: [], unchanged: 3 });
  });

  test('refuses a plan that was altered, made elsewhere, used or too old', async () => {
    const made = await plan();
    const altered = { ...made, steps: made.steps.slice(1) };
    await expect(changes.apply({ plan: altered, person })).rejects.toMatchObject({ code: 'JF6010' });
    await expect(changes.apply({ plan: { steps: [] }, person })).rejects.toMatchObject({ code: 'JF6010' });
    await using elsewhere = new FakeNetwork();
    await expect(createChangeService(elsewhere.dependencies).apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6011' });
    network.time = new Date('2026-01-02T00:00:01Z');
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6012' });
    network.time = new Date('2026-01-01T12:00:00Z');
    await changes.apply({ plan: made, person });
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6013' });
  });

  test('an old plan is old, also when it is forgotten', async () => {
    const made = await plan();
    network.time = new Date('2026-01-02T00:00:01Z');
    await plan();
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6012' });
  });

  test('refuses when the plugin is another version now', async () => {
    const made = await plan();
    network.plugin = { ...network.plugin, version: '1.0.1' };
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ errors: ['access-1', 'access-2', 'core'].map((device) => ({ code: 'JF6014', place: { device } })) });
    expect(network.log).not.toContain('apply');
  });

  test('touches no device when one changed since the plan', async () => {
    const made = await plan();
    network.set('core', 'system', {}, { contact: 'somebody else' });
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6015', place: { device: 'core' } });
    expect(network.log).not.toContain('apply');
    expect(network.audit.at(-1)).toMatchObject({ outcome: 'refused' });
    // The devices are free again.
    await expect(changes.apply({ plan: await plan(), person })).resolves.toMatchObject({ state: 'kept' });
  });

  test('touches no device when one cannot be read', async () => {
    const made = await plan();
    network.fault = (operation, _number, id) => (operation === 'read' && id === 'id-access-2' ? 'before' : null);
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6025', place: { device: 'access-2' } });
    expect(network.log).not.toContain('apply');
  });

  test('is refused before anything when nobody granted the writing', async () => {
    const made = await plan();
    network.grant = 'read';
    await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6000', errors: [{ code: 'JF6026' }, { code: 'JF6026' }, { code: 'JF6026' }] });
    expect(await changes.list()).toEqual([]);
    expect(network.log).not.toContain('apply');
    network.grant = 'write';
    await expect(changes.apply({ plan: made, person })).resolves.toMatchObject({ state: 'kept' });
  });

  test('what a narrower grant refuses was not written, and is not said to have been put back', async () => {
    const { plugins, ...others } = network.dependencies;
    const refusing = createChangeService({ ...others, plugins: { ...plugins, apply: async () => Promise.reject(new Refused('not granted here')) } });
    const { state, steps } = await refusing.apply({ plan: await plan(), person });
    expect(state).toBe('reverted-verified');
    expect(steps.map((step) => step.state)).toEqual(['untouched', 'untouched', 'untouched']);
    expect(steps[0]?.message).toContain('not granted here');
    expect(network.log).not.toContain('restore');
  });

  test('refuses a device that another change holds', async () => {
    const [first, second] = [await plan(), await plan()];
    const release = Promise.withResolvers<void>();
    const held = createChangeService({ ...network.dependencies, health: { ...network.dependencies.health, checkNow: () => release.promise.then(() => []) } });
    const running = held.apply({ plan: first, person });
    await vi.waitFor(() => expect(network.database.prepare('SELECT 1 FROM change_lease WHERE change_id IS NOT NULL').all()).not.toEqual([]));
    await expect(changes.apply({ plan: second, person })).rejects.toMatchObject({ code: 'JF6016' });
    release.resolve();
    expect((await running).state).toBe('kept');
  });

  test('writes nothing to a device that another change has held since, not even to put it back', async () => {
    network.wrote = (id) => {
      if (id === 'id-access-1') network.database.exec("UPDATE change_lease SET token = token + 1 WHERE device IN ('id-access-1', 'id-access-2')");
    };
    const change = await changes.apply({ plan: await plan(), person });
    expect(change).toMatchObject({ state: 'failed-held', message: expect.stringContaining('does not hold access-2 any more (JF6039)') });
    expect(change.steps.map(({ state }) => state)).toEqual(['failed', 'untouched', 'untouched']);
    expect(aliases()).toEqual(['new', 'old', 'nobody']);
    expect(network.log).not.toContain('restore');
  });

  test('puts everything back when health gets worse, not when it was bad before', async () => {
    network.critical.add('id-access-1');
    network.wrote = () => void network.critical.add('id-core');
    const change = await changes.apply({ plan: await plan(), person });
    expect(change).toMatchObject({ state: 'reverted-verified', message: 'core: Ports: a port is down (JF6018)' });
    expect(aliases()).toEqual(old);
    const again = await changes.apply({ plan: await plan(), person });
    expect(again.state).toBe('kept');
  });

  test('puts everything back when a person calls it off', async () => {
    const stop = new AbortController();
    network.wrote = () => stop.abort(new Error('called off'));
    const change = await changes.apply({ plan: await plan(), person }, stop.signal);
    expect(change).toMatchObject({ state: 'reverted-verified', message: 'called off' });
    expect(aliases()).toEqual(old);
  });

  test('holds and says so when a device cannot be put back; undo tries again', async () => {
    network.fault = (operation, _number, id) => (operation === 'apply' && id === 'id-core' ? 'half' : operation === 'restore' && id === 'id-access-2' ? 'before' : null);
    const change = await changes.apply({ plan: await plan(), person });
    expect(change).toMatchObject({ state: 'failed-held', steps: [{ state: 'restored' }, { state: 'failed' }, { state: 'restored' }] });
    expect(aliases()).toEqual(['old', 'new', 'nobody']);
    expect([...network.incidents]).toEqual([['id-access-2 held fake/port Gi1', expect.stringMatching(/^fake\/port Gi1: change \w+ \(New alias\) could not put it back, so the device may still have what was pushed in alias: .* Once the device answers, finish it with `jackfield undo \w+`\.$/)]]);
    expect(network.incidents.get('id-access-2 held fake/port Gi1')).toContain(`jackfield undo ${change.id}`);
    network.fault = () => null;
    const undoing = await changes.undo({ change: change.id, person });
    expect(undoing).toMatchObject({ state: 'kept', undoes: change.id });
    expect(await changes.find(change.id)).toMatchObject({ state: 'failed-held', undoneBy: undoing.id });
    expect(aliases()).toEqual(old);
    expect(network.incidents.size).toBe(0);
  });

  test('a restore that cannot be read back is told apart from one that failed', async () => {
    let restored = false;
    network.fault = (operation, _number, id) => {
      if (operation === 'apply' && id === 'id-core') return 'before';
      restored ||= operation === 'restore' && id === 'id-access-2';
      return operation === 'read' && restored && id === 'id-access-2' ? 'before' : null;
    };
    expect(await changes.apply({ plan: await plan(), person })).toMatchObject({ state: 'reverted-unverified', steps: [{}, { state: 'restored-unverified' }, {}] });
    expect([...network.incidents]).toEqual([['id-access-2 held fake/port Gi1', expect.stringContaining('put it back and could not read it afterwards')]]);
  });

  test('what cannot be undone is held when it fails', async () => {
    const made = await plan('title: t\nchanges: [{ device: core, resource: fake/firmware, spec: { image: v2 } }]\n');
    network.fault = (operation) => (operation === 'apply' ? 'after' : null);
    const change = await changes.apply({ plan: made, person });
    expect(change).toMatchObject({ state: 'failed-held', steps: [{ state: 'failed' }] });
    expect([...network.incidents.values()]).toEqual([expect.stringContaining('No undo can finish it: plan the configuration wanted.')]);
    await expect(changes.undo({ change: change.id, person })).rejects.toMatchObject({ code: 'JF6021' });
  });
});

describe('undo', () => {
  test('puts back what was, and can itself be undone', async () => {
    const change = await changes.apply({ plan: await plan(), person });
    const undone = await changes.undo({ change: change.id, person });
    expect(undone).toMatchObject({ state: 'kept', undoes: change.id, title: 'Undo: New alias' });
    expect(aliases()).toEqual(old);
    await expect(changes.undo({ change: change.id, person })).rejects.toMatchObject({ code: 'JF6022' });
    await changes.undo({ change: undone.id, person });
    expect(aliases()).toEqual(fresh);
  });

  test('overwrites nothing that came later', async () => {
    const change = await changes.apply({ plan: await plan(), person });
    network.set('access-2', 'port', port, { alias: 'by hand' });
    await expect(changes.undo({ change: change.id, person })).rejects.toMatchObject({ code: 'JF6023', place: { device: 'access-2' } });
    expect(aliases()).toEqual(['new', 'by hand', 'noc']);
  });

  test('an undo that fails leaves the change as it was', async () => {
    const change = await changes.apply({ plan: await plan(), person });
    let failing = true;
    network.fault = (operation, _number, id) => {
      if (!failing || operation !== 'restore' || id !== 'id-access-1') return null;
      failing = false;
      return 'before';
    };
    expect(await changes.undo({ change: change.id, person })).toMatchObject({ state: 'reverted-verified' });
    expect(aliases()).toEqual(fresh);
  });

  test('refuses what there is not, or was put back', async () => {
    await expect(changes.undo({ change: 'none', person })).rejects.toMatchObject({ code: 'JF6020' });
    network.fault = (operation) => (operation === 'apply' ? 'before' : null);
    const change = await changes.apply({ plan: await plan(), person });
    await expect(changes.undo({ change: change.id, person })).rejects.toMatchObject({ code: 'JF6021' });
  });
});

test('a host that closes leaves the change to the next start', async () => {
  const made = await plan();
  network.wrote = () => void changes[Symbol.asyncDispose]();
  await expect(changes.apply({ plan: made, person })).rejects.toThrow('Jackfield is closing');
  changes = createChangeService(network.restart());
  expect(await changes.recover()).toMatchObject([{ state: 'reverted-verified', message: 'the host ended before the change did' }]);
  expect(aliases()).toEqual(old);
  expect(await changes.recover()).toEqual([]);
});
