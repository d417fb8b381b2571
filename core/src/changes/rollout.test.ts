import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change, ChangeService, Plan } from './change-service.ts';
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

const five = ['core', 'access-1', 'access-2', 'uplink', 'office'];
const fileOf = (head: string, devices = five): string => `title: t\n${head}changes:\n  - { device: [${devices.join(', ')}], resource: fake/port, spec: { port: Gi1, alias: new } }\n`;
const plan = (head: string, person = 'ada'): Promise<Plan> => changes.plan({ text: fileOf(head), file: 'change.yaml', person });
const apply = async (made: Plan, more: Pick<Parameters<ChangeService['apply']>[0], 'emergency' | 'onProgress'> = {}): Promise<Change> => changes.apply({ plan: JSON.parse(JSON.stringify(made)), person: 'ada', ...more });
const alias = (device: string): unknown => network.state(device, 'port', { port: 'Gi1' })['alias'];
const withNew = (): string[] => five.filter((device) => alias(device) === 'new');
const instantly = 'waves: { sizes: [1, 2, 100%], soak: 1ms }\n';

describe('waves', () => {
  test('grow from one to all; the last size holds for what follows', async () => {
    const made = await plan('waves: { sizes: [1, 25%] }\n');
    expect(made.steps.map(({ deviceName, wave }) => [deviceName, wave])).toEqual([['core', 0], ['access-1', 1], ['access-2', 1], ['uplink', 2], ['office', 3]]);
    expect(made.rollout).toEqual({ waves: 4, soakMs: 10_000, maxFailures: 0, atOnce: 8 });
    const bySite = await plan('waves: { sizes: [1], by: site }\n');
    expect(bySite.steps.map(({ deviceName, wave }) => [deviceName, wave])).toEqual([['core', 0], ['access-1', 0], ['uplink', 0], ['office', 0], ['access-2', 1]]);
  });

  test('each is looked at before the next begins: one that gets worse puts back all before it', async () => {
    network.wrote = (id) => void (id === 'id-access-2' && network.critical.add(id));
    const change = await apply(await plan(instantly));
    expect(change).toMatchObject({ state: 'reverted-verified', wave: 1, waves: 4, message: expect.stringContaining('JF6018') });
    expect(withNew()).toEqual([]);
    expect(change.steps.map(({ state }) => state)).toEqual(['restored', 'restored', 'restored', 'untouched', 'untouched']);
  });

  test('while it is left alone, who waits is told for how long', async () => {
    const told: string[] = [];
    const made = await plan('waves: { sizes: [100%], soak: 20ms }\n');
    await changes.apply({ plan: JSON.parse(JSON.stringify(made)), person: 'ada', onProgress: ({ done, total, device, step }) => void (device === '' && told.push(`${done}/${total} ${step}`)) });
    expect(told).toEqual(['2/5 wave 1 of 2 is left alone for 1 s more', '5/5 wave 2 of 2 is left alone for 1 s more']);
  });

  test('what may fail is put back alone, and told; one more and everything is', async () => {
    const broken = new Set(['id-access-1']);
    const failing = (): void => void (network.fault = (operation, _number, id) => (operation === 'apply' && broken.has(id) ? 'after' : null));
    failing();
    const change = await apply(await plan('waves: { sizes: [1, 2, 100%], soak: 1ms, maxFailures: 1 }\n'));
    expect(change).toMatchObject({ state: 'kept', message: expect.stringContaining('access-1 was put back') });
    expect(withNew()).toEqual(['core', 'access-2', 'uplink', 'office']);
    expect((await changes.undo({ change: change.id, person: 'ada' })).steps.map(({ device }) => device)).not.toContain('id-access-1');
    broken.add('id-office');
    const second = await apply(await plan('waves: { sizes: [1, 2, 100%], soak: 1ms, maxFailures: 1 }\n'));
    expect(second.state).toBe('reverted-verified');
    expect(withNew()).toEqual([]);
  });

  test('what an entry waits for in a later wave is refused', async () => {
    const text = 'title: t\nwaves: { sizes: [1] }\nchanges:\n  - { id: switch, device: core, resource: fake/port, spec: { port: Gi1, alias: new } }\n'
      + '  - { device: access-1, after: [last], resource: fake/port, spec: { port: Gi1, alias: new } }\n  - { id: last, device: core, resource: fake/port, spec: { port: Gi2, alias: new } }\n';
    expect((await changes.plan({ text, file: 'change.yaml', person: 'ada' })).steps.map(({ deviceName, wave }) => [deviceName, wave])).toEqual([['core', 0], ['core', 0], ['access-1', 1]]);
    const crossed = 'title: t\nwaves: { sizes: [1] }\nchanges:\n  - { id: a, device: core, resource: fake/port, spec: { port: Gi1, alias: new } }\n'
      + '  - { id: b, device: access-1, after: [a], resource: fake/port, spec: { port: Gi1, alias: new } }\n  - { device: core, after: [b], resource: fake/port, spec: { port: Gi2, alias: new } }\n';
    await expect(changes.plan({ text: crossed, file: 'change.yaml', person: 'ada' })).rejects.toMatchObject({ message: expect.stringContaining('JF6031') });
  });

  test('without waves one step follows the other in the order of the file, whatever device it is on', async () => {
    const entry = (device: string, port: number, more = ''): string => `  - { device: ${device}, ${more}resource: fake/port, spec: { port: Gi${port}, alias: new } }\n`;
    const text = `title: t\nchanges:\n${entry('core', 1, 'id: first, ')}${entry('access-1', 1)}${entry('core', 2, 'after: [first], ')}${entry('access-2', 1, 'after: [first], ')}${entry('core', 3)}`;
    const written: string[] = [];
    network.wrote = (id) => void written.push(id);
    await apply(await changes.plan({ text, file: 'change.yaml', person: 'ada' }));
    expect(written).toEqual(['id-core', 'id-access-1', 'id-core', 'id-access-2', 'id-core']);
  });

  test('side by side in a wave, and still after what a step waits for', async () => {
    const text = 'title: t\nwaves: { sizes: [100%], soak: 1ms }\nchanges:\n  - { device: access-1, after: [first], resource: fake/port, spec: { port: Gi1, alias: new } }\n'
      + '  - { id: first, device: core, resource: fake/port, spec: { port: Gi1, alias: new } }\n';
    const written: string[] = [];
    network.wrote = (id) => void written.push(id);
    await apply(await changes.plan({ text, file: 'change.yaml', person: 'ada' }));
    expect(written).toEqual(['id-core', 'id-access-1']);
    network.fault = (operation, _number, id) => (operation === 'apply' && id === 'id-core' ? 'before' : null);
    written.length = 0;
    const again = await changes.plan({ text: text.replaceAll('alias: new', 'alias: newer'), file: 'change.yaml', person: 'ada' });
    expect(await apply(again)).toMatchObject({ state: 'reverted-verified' });
    expect(written).not.toContain('id-access-1');
  });
});

describe('the health contract', () => {
  const tolerating = (tolerate: string): string => `health: { tolerate: [${tolerate}] }\n`;

  test.each([[98, 'kept'], [97, 'reverted-verified']])('100 phones may become 98, not 97: %i is %s', async (left, state) => {
    network.registered.set('id-core', 100);
    network.wrote = (id) => void (id === 'id-core' && network.registered.set(id, left));
    expect(await apply(await plan(tolerating('{ check: fake/ports, metric: registered, drop: 2 }')))).toMatchObject({ state });
  });

  test.each([['98', 'kept'], ['50', 'reverted-verified']])('phones that register again in time are waited for: %s of 100 come back, and it is %s', async (back, state) => {
    network.registered.set('id-core', 100);
    network.wrote = (id) => void (id === 'id-core' && network.registered.set(id, 10));
    const told: string[] = [];
    const made = await plan('waves: { sizes: [100%], soak: 1ms, recovery: 20ms }\nhealth: { tolerate: [{ check: fake/ports, metric: registered, drop: 2 }] }\n');
    const onProgress = ({ step }: { readonly step: string }): void => {
      if (!step.includes('to be as well as before')) return;
      told.push(step);
      network.registered.set('id-core', Number(back));
    };
    expect(await apply(made, { onProgress })).toMatchObject({ state });
    expect(told).toEqual(['wave 1 of 2 has 1 s more to be as well as before']);
  });

  test('a device that only a changed port leads to counts as well: cut off, everything is put back', async () => {
    const port = (name: string) => ({ name, description: null, alias: null, mac: null, speed: null, index: 1, type: null, mtu: null, adminStatus: 'up' as const, operStatus: 'up' as const });
    const [core] = network.devices.splice(0, 1);
    if (core === undefined) throw new Error('no core');
    network.devices.unshift({ ...core, interfaces: [port('Gi1'), port('Gi2')], neighbours: core.neighbours.map((one) => ({ ...one, localPort: one.remoteName === 'uplink' ? 'Gi1' : 'Gi2' })) });
    const text = 'title: t\nchanges: [{ device: core, resource: fake/port, spec: { port: Gi1, alias: new } }]\n';
    const gone = new Set<string>();
    const status = vi.spyOn(network, 'status').mockImplementation((id) => ({ ...network.plainStatus(id), code: gone.has(id) ? 'JF0001' : null }));
    network.wrote = () => void gone.add('id-office');
    const change = await apply(await changes.plan({ text, file: 'change.yaml', person: 'ada' }));
    expect(change).toMatchObject({ state: 'reverted-verified', message: expect.stringMatching(/office is behind what was changed, and is cut off: .*JF6018/) });
    expect(alias('core')).toBe('old');
    // It was gone before already: the change is not to blame.
    expect(await apply(await changes.plan({ text, file: 'change.yaml', person: 'ada' }))).toMatchObject({ state: 'kept' });
    status.mockRestore();
  });

  test('a port is switched off for good for the device that the switch has learnt there: it is named before, and not put back for it', async () => {
    const mac = '02:00:00:00:00:01';
    const [core, , , , office] = network.devices;
    if (core === undefined || office === undefined) throw new Error('no core, no office');
    const port = { name: 'Gi1', description: null, alias: null, mac: null, speed: null, index: 1, type: null, mtu: null, adminStatus: 'up' as const, operStatus: 'up' as const };
    network.devices[0] = { ...core, interfaces: [port], neighbours: [], stations: [{ port: 'Gi1', mac, vlan: null }] };
    network.devices.push({ ...office, id: 'id-pc', name: 'pc', kind: 'server', neighbours: [], keys: [{ type: 'mac', value: mac }] });
    const looked: string[] = [];
    const status = vi.spyOn(network, 'status').mockImplementation((id) => {
      looked.push(id);
      return { ...network.plainStatus(id), code: id === 'id-pc' && alias('core') === 'new' ? 'JF0001' : null };
    });
    const made = await changes.plan({ text: fileOf('', ['core']), file: 'change.yaml', person: 'ada' });
    expect(made.blastRadius.behind).toEqual(['pc']);
    expect(await apply(made)).toMatchObject({ state: 'kept' });
    expect(looked).not.toContain('id-pc');
    status.mockRestore();
  });

  test('one lost answer after a push puts nothing back, two in a row do', async () => {
    let unanswered = 0;
    network.wrote = () => void (unanswered = 1);
    const status = vi.spyOn(network, 'status').mockImplementation((id) => ({ ...network.plainStatus(id), code: id === 'id-core' && unanswered-- > 0 ? 'JF0001' : null }));
    const one = (text: string): string => `title: t\nchanges: [{ device: core, resource: fake/port, spec: { port: Gi1, alias: ${text} } }]\n`;
    expect(await apply(await changes.plan({ text: one('new'), file: 'change.yaml', person: 'ada' }))).toMatchObject({ state: 'kept' });
    network.wrote = () => void (unanswered = 2);
    expect(await apply(await changes.plan({ text: one('newer'), file: 'change.yaml', person: 'ada' }))).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('JF6018') });
    expect(alias('core')).toBe('new');
    status.mockRestore();
  });

  test('what no plugin has is refused when it is planned: it would hold whatever happens', async () => {
    await expect(plan('health: { checks: [fake/nothing], tolerate: [{ check: fake/ports, metric: registerd, drop: 1 }] }\n')).rejects.toMatchObject({
      code: 'JF6000', message: expect.stringMatching(/2:\d+: there is no check fake\/nothing \(JF6038\)[\s\S]*2:\d+: fake\/ports has no metric registerd \(JF6038\)/),
    });
  });

  test('only the checks named count; a device that is lost always does', async () => {
    network.wrote = (id) => void network.critical.add(id);
    expect(await apply(await plan('health: { checks: [fake/other] }\n'))).toMatchObject({ state: 'kept' });
    const lost = vi.spyOn(network, 'status').mockImplementation((id) => ({ ...network.plainStatus(id), code: network.critical.has(id) ? 'JF0001' : null }));
    network.critical.clear();
    const again = await changes.plan({ text: fileOf('health: { checks: [fake/other] }\n').replace('alias: new', 'alias: newer'), file: 'change.yaml', person: 'ada' });
    expect(await apply(again)).toMatchObject({ state: 'reverted-verified' });
    lost.mockRestore();
  });
});

describe('before it runs', () => {
  test('others than the author approve this plan, by its hash; the cascade may ask for more than the file', async () => {
    network.conditions = { york: { approvals: 2 } };
    const made = await plan('approvals: 1\n');
    expect(made.approvals).toBe(2);
    await expect(apply(made)).rejects.toMatchObject({ code: 'JF6032' });
    await expect(changes.approve({ plan: made, person: 'ada' })).rejects.toMatchObject({ code: 'JF6036' });
    await changes.approve({ plan: made, person: 'bob' });
    expect(await changes.approve({ plan: made, person: 'bob' })).toMatchObject({ needed: 2, given: [{ person: 'bob' }] });
    await expect(apply(made)).rejects.toMatchObject({ message: expect.stringContaining('1 of 2 approvals, by bob') });
    await expect(changes.approve({ plan: { ...made, title: 'another' }, person: 'eve' })).rejects.toMatchObject({ code: 'JF6010' });
    await changes.approve({ plan: made, person: 'eve' });
    expect(await apply(made)).toMatchObject({ state: 'kept' });
  });

  test('an approval is for one plan, never for the next', async () => {
    const made = await plan('approvals: 1\n');
    await changes.approve({ plan: made, person: 'bob' });
    await expect(apply(await plan('approvals: 1\n'))).rejects.toMatchObject({ code: 'JF6032' });
  });

  test('outside its windows it waits; in an emergency it runs all the same, and the audit has why', async () => {
    network.conditions = { leeds: { window: { from: '22:00', to: '05:00', days: ['sat'], zone: 'Europe/London' } } };
    network.time = new Date('2026-01-03T21:59:00Z');
    const made = await plan('approvals: 1\n');
    await changes.approve({ plan: made, person: 'bob' });
    await expect(apply(made)).rejects.toMatchObject({ code: 'JF6033', message: expect.stringContaining('22:00 to 05:00 on sat (Europe/London)') });
    network.time = new Date('2026-01-04T04:59:00Z');
    expect(await apply(made)).toMatchObject({ state: 'kept' });
    const urgent = await changes.plan({ text: fileOf('approvals: 3\n').replace('alias: new', 'alias: newer'), file: 'change.yaml', person: 'ada' });
    network.time = new Date('2026-01-04T12:00:00Z');
    expect(await apply(urgent, { emergency: 'a loop in the core' })).toMatchObject({ state: 'kept' });
    expect(network.audit).toContainEqual(expect.objectContaining({ action: 'change.emergency', detail: 'begins: t: a loop in the core' }));
  });

  test('what cannot be undone waits for the second person in an emergency too, though not for its window', async () => {
    network.conditions = { leeds: { window: { from: '22:00', to: '05:00', zone: 'Europe/London' } } };
    network.time = new Date('2026-01-04T12:00:00Z');
    const made = await changes.plan({ text: 'title: t\napprovals: 1\nchanges: [{ device: core, resource: fake/firmware, spec: { image: v2 } }]\n', file: 'change.yaml', person: 'ada' });
    await expect(apply(made, { emergency: 'no room left' })).rejects.toMatchObject({ code: 'JF6032', message: expect.stringContaining('0 of 1 approvals'), hint: expect.stringContaining('in an emergency too') });
    expect(network.state('core', 'firmware', {})['image']).not.toBe('v2');
    await changes.approve({ plan: made, person: 'bob' });
    expect(await apply(made, { emergency: 'no room left' })).toMatchObject({ state: 'kept' });
    expect(network.audit).toContainEqual(expect.objectContaining({ action: 'change.emergency', detail: 'begins: t: no room left' }));
  });
});

describe('the way to a device itself', () => {
  beforeEach(() => {
    const at = network.devices.findIndex(({ name }) => name === 'access-1');
    const [device] = network.devices.slice(at);
    if (device === undefined) throw new Error('no device');
    const gi1 = { index: 1, name: 'Gi1', description: null, alias: null, type: null, adminStatus: null, operStatus: null, speed: null, mtu: null, mac: null };
    network.devices[at] = { ...device, interfaces: [gi1], neighbours: [{ protocol: 'lldp', localPort: 'Gi1', remoteName: 'core', remotePort: null, remoteChassis: null }] };
  });
  const risky = (head: string): Promise<Plan> => changes.plan({ text: fileOf(head, ['access-1', 'office']), file: 'change.yaml', person: 'ada' });
  const way = 'access-1: port Gi1 is the way to access-1 itself';

  test('is not touched where the device takes nothing back by itself; the plan says so before', async () => {
    const made = await risky('');
    expect(made.cautions).toEqual([expect.stringMatching(new RegExp(`^${way}\\. .*JF6040.*ownWay: allow`))]);
    await expect(apply(made)).rejects.toMatchObject({ code: 'JF6040', message: expect.stringContaining(way) });
    await expect(apply({ ...made, ownWay: { risk: 'allow', ways: [] } })).rejects.toMatchObject({ code: 'JF6010' });
    expect(withNew()).toEqual([]);
  });

  test('is touched where the change file says so, or in an emergency; the audit has which', async () => {
    const urgent = await risky('');
    const allowed = await apply(await risky('ownWay: allow\n'));
    expect(allowed).toMatchObject({ state: 'kept' });
    expect(network.audit).toContainEqual(expect.objectContaining({ action: 'change.apply', detail: `begins: t: ${way}` }));
    expect(await changes.undo({ change: allowed.id, person: 'ada' })).toMatchObject({ state: 'kept' });
    expect(await apply(urgent, { emergency: 'the core burns' })).toMatchObject({ state: 'kept' });
    expect(network.audit).toContainEqual(expect.objectContaining({ action: 'change.emergency', detail: `begins: t: the core burns: ${way}` }));
  });

  test('other ports ask for nothing', async () => {
    expect(await plan('')).toHaveProperty('cautions');
    expect(await changes.plan({ text: fileOf('', ['office']), file: 'change.yaml', person: 'ada' })).not.toHaveProperty('ownWay');
  });
});

describe('a disk that is full in the middle', () => {
  test('everything is put back and told; with room again the journal has its end, and the devices are free', async () => {
    network.wrote = (id) => void (id === 'id-access-2' && (network.diskIsFull = true));
    const made = await plan('');
    const change = await apply(made);
    expect(change).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('JF7003') });
    expect(change.steps.map(({ state }) => state)).toEqual(['restored', 'restored', 'restored', 'untouched', 'untouched']);
    expect(withNew()).toEqual([]);
    expect(network.audit.at(-1)).toMatchObject({ action: 'change.apply', outcome: 'failed' });
    network.wrote = () => undefined;
    network.makeRoom();
    expect((await changes.find(change.id))?.steps).toEqual(change.steps);
    expect(await changes.find(change.id)).toMatchObject({ state: 'reverted-verified', endedAt: expect.any(String) });
    expect(await apply(await plan(''))).toMatchObject({ state: 'kept' });
  });
});

describe('while it runs', () => {
  const running = async (): Promise<string> => {
    const [first] = await changes.list();
    return first?.id ?? '';
  };

  test('paused it writes nothing more, resumed it ends', async () => {
    const steps: string[] = [];
    network.wrote = async (id) => {
      steps.push(id);
      if (steps.length === 1) await changes.control(await running(), 'pause', 'bob');
    };
    const told: string[] = [];
    const applied = apply(await plan('waves: { sizes: [1], soak: 1ms }\n'), { onProgress: ({ step }) => void told.push(step) });
    await vi.waitFor(async () => expect((await changes.list())[0]?.paused).toBe(true));
    // Somebody has to know what is red while it waits for somebody.
    expect(changes.underWay().size).toBe(0);
    const before = steps.length;
    await expect.poll(() => network.database.prepare('SELECT state FROM change_run').get()).toEqual({ state: 'verifying' });
    expect(steps).toHaveLength(before);
    await expect.poll(() => told).toContain(`paused; \`jackfield resume ${await running()}\` lets it go on`);
    await changes.control(await running(), 'resume', 'bob');
    expect(await applied).toMatchObject({ state: 'kept', paused: false });
    expect(changes.underWay().size).toBe(0);
    expect(network.audit.map(({ action }) => action)).toEqual(expect.arrayContaining(['change.pause', 'change.resume']));
  });

  test('at work on are the devices of its wave since that began, and what it touched once it is put back', async () => {
    const seen: [string, string][][] = [];
    const look = (): void => void seen.push([...changes.underWay()].map(([id, since]): [string, string] => [id, since.toISOString().slice(11, 16)]));
    network.wrote = (id) => {
      look();
      network.time = new Date(network.time.getTime() + 60_000);
      if (id !== 'id-access-1') return;
      network.wrote = look;
      network.critical.add(id);
    };
    const made = await changes.plan({ text: fileOf('waves: { sizes: [1, 1, 100%], soak: 1ms }\n', ['office', 'access-1', 'access-2']), file: 'change.yaml', person: 'ada' });
    expect(await apply(made)).toMatchObject({ state: 'reverted-verified' });
    expect(seen).toEqual([[['id-office', '00:00']], [['id-access-1', '00:01']], ...Array.from({ length: 2 }, () => [['id-office', '00:01'], ['id-access-1', '00:01']])]);
  });

  test('called off, also while paused, everything is put back', async () => {
    network.wrote = async (id) => {
      if (id !== 'id-access-1') return;
      network.wrote = () => undefined;
      await changes.control(await running(), 'pause', 'bob');
    };
    const applied = apply(await plan('waves: { sizes: [1], soak: 1ms }\n'));
    await vi.waitFor(async () => expect((await changes.list())[0]?.paused).toBe(true));
    await changes.control(await running(), 'abort', 'bob');
    expect(await applied).toMatchObject({ state: 'reverted-verified', message: 'bob called it off (JF6034)' });
    expect(withNew()).toEqual([]);
    await expect(changes.control(await running(), 'pause', 'bob')).rejects.toMatchObject({ code: 'JF6035' });
  });
});
