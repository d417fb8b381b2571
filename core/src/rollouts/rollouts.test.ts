import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '@jackfield/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AuditEntry } from '../access/index.ts';
import { createHostEvents, type HostEvents } from '../events/index.ts';
import type { CheckStatus } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import { createConfigurationService, type ConfigurationService } from '../sites/index.ts';
import { MemoryStore, pluginStatus, portsStatus, switchDevice } from '../testing/index.ts';
import { createRollouts, rolloutMigrations, type RolloutOrder, type RolloutService } from './index.ts';

const sites = ['leeds', 'york', 'hull'];
const before = (site: string): string => `site: ${site}\n# the site\ndistrict: yorkshire\nnetworks: [10.${sites.indexOf(site) + 1}.0.0/16]\nplugins:\n  widget: { enabled: false, version: ^1.0.0 }   # tried in May\n`;

let directory: string;
let configuration: ConfigurationService;
let store: MemoryStore;
let service: RolloutService;
let audit: AuditEntry[];
let clock: number;
/** By `site plugin/check`. */
let states: Map<string, State | 'pending'>;
let looks: string[];
/** Whose file cannot be written. */
let full: string;
/** What the check of a device waits for. */
let slow: Promise<void>;
let quarantined: boolean;
let told: string[];
let events: HostEvents;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jackfield-rollouts-'));
  await mkdir(join(directory, 'sites'));
  await writeFile(join(directory, 'organization.yaml'), 'organization: acme\nregions: { north: { districts: { yorkshire: } } }\n');
  for (const site of sites) await writeFile(join(directory, 'sites', `${site}.yaml`), before(site));
  configuration = await createConfigurationService({ directory, events: createHostEvents() });
  store = new MemoryStore(rolloutMigrations);
  [audit, clock, looks, quarantined, full, slow] = [[], Date.UTC(2026, 0, 1), [], false, '', Promise.resolve()];
  states = new Map(sites.map((site) => [`${site} snmp-switch/ports`, 'ok']));
  told = [];
  events = createHostEvents();
  events.on('rollout.state', ({ state, wave, written }) => told.push(`${state} ${wave} ${written}`));
  service = begun();
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await configuration[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

const statuses = (site: string): readonly CheckStatus[] => [...states].flatMap(([name, state]) => {
  const [of = '', check = ''] = name.split(' ');
  const [plugin = '', own = ''] = check.split('/');
  return of === site ? [{ ...portsStatus, device: of, plugin, check: own, title: own, state, summary: 'told' }] : [];
});

/** A host that has just started, on the same database and files. */
function begun(): RolloutService {
  return createRollouts({
    store, events,
    configuration: {
      get current() {
        return configuration.current;
      },
      write: async (change, person) => {
        if (change.file === `sites/${full}.yaml`) throw new Error('no room');
        return configuration.write(change, person);
      },
    },
    now: () => new Date(clock), audit: { record: async (entry) => void audit.push(entry) },
    plugins: { status: async () => [{ ...pluginStatus, state: quarantined ? 'quarantined' : 'active' }] },
    inventory: { devices: ({ site } = {}): readonly ManagedDevice[] => sites.filter((one) => one === site).map((one) => ({ ...switchDevice, id: one, site: one })) },
    health: {
      statuses: ({ site = '' } = {}) => statuses(site),
      checkNow: async (device) => {
        looks.push(device);
        await slow;
        return statuses(device);
      },
    },
  });
}

const order: RolloutOrder = { title: 'Widget 2', person: 'ann', set: [{ key: 'plugins.widget.enabled', value: true }, { key: 'plugins.widget.version', value: '^2.0.0' }], unset: [], soakMs: 60_000, waves: [['leeds'], ['york', 'hull']] };
const file = (site: string): Promise<string> => readFile(join(directory, 'sites', `${site}.yaml`), 'utf8');
const enabled = (): readonly string[] => sites.filter((site) => configuration.current.enablement('widget', { level: 'site', site }).enabled);
const statesOf = async (id: string): Promise<unknown> => (await service.find(id))?.waves.map((wave) => wave.map(({ state }) => state));

test('begins with a canary, and goes on when that has soaked and its checks are no worse', async () => {
  const { id } = await service.begin(order);
  expect(enabled()).toEqual(['leeds']);
  await service.advance();
  expect(enabled()).toEqual(['leeds']);
  clock += 60_000;
  await service.advance();
  await service.advance();
  expect([enabled(), looks]).toEqual([sites, ['leeds']]);
  clock += 60_000;
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'done', why: null, waves: [[{ site: 'leeds', state: 'healthy' }], [{ state: 'healthy' }, { state: 'healthy' }]] });
  expect(told).toEqual(['running 0 0', 'running 0 1', 'running 1 1', 'running 1 2', 'running 1 3', 'done 1 3']);
  expect(await file('hull')).toBe(before('hull').replace('false', 'true').replace('^1.0.0', '^2.0.0'));
  expect(audit.map(({ person, action, detail }) => `${person} ${action} ${detail}`)).toContain('ann rollout.write rollout Widget 2: site:leeds: plugins.widget.enabled: false → true; plugins.widget.version: "^1.0.0" → "^2.0.0"');
});

test.each([
  ['a check that was well is critical', (): void => void states.set('leeds snmp-switch/ports', 'critical'), 'leeds: ports is critical: told'],
  ['a check that the plugin brought cannot look', (): void => void states.set('leeds widget/fans', 'unknown'), 'leeds: fans is unknown: told'],
  ['a plugin is in quarantine', (): void => void (quarantined = true), 'snmp-switch is in quarantine'],
])('stops when %s, and no other site is written', async (_what, harm, why) => {
  const { id } = await service.begin(order);
  harm();
  await service.advance();
  clock += 600_000;
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'stopped', why, waves: [[{ state: 'worse' }], [{ state: 'waiting' }, { state: 'waiting' }]] });
  expect(enabled()).toEqual(['leeds']);
});

test('what was bad before, what a new check finds, also one of a plugin that was enabled just before, and trouble elsewhere stop nothing', async () => {
  states.set('leeds snmp-switch/ports', 'critical');
  states.set('leeds linux-server/disks', 'pending');
  const { id } = await service.begin(order);
  states.set('leeds widget/fans', 'critical');
  states.set('leeds linux-server/disks', 'warning');
  states.set('york snmp-switch/ports', 'critical');
  clock += 60_000;
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'running', wave: 1 });
});

test('waits while it is paused, and goes on despite what stopped it when a person says so', async () => {
  const { id } = await service.begin(order);
  await service.control(id, 'pause', 'ann');
  clock += 600_000;
  await service.advance();
  expect(enabled()).toEqual(['leeds']);
  await service.control(id, 'resume', 'ann');
  states.set('leeds snmp-switch/ports', 'warning');
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'stopped' });
  await service.control(id, 'resume', 'ann');
  clock += 600_000;
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'running', wave: 1, why: null });
  await expect(service.control(id, 'resume', 'ann')).rejects.toMatchObject({ code: 'JF9451' });
});

test('undone, every site says what it said before, and what nobody wrote is left alone', async () => {
  const { id } = await service.begin(order);
  await writeFile(join(directory, 'sites', 'leeds.yaml'), `${await file('leeds')}title: by hand\n`);
  await service.control(id, 'undo', 'bob');
  expect(await file('leeds')).toBe(`${before('leeds')}title: by hand\n`);
  expect(await statesOf(id)).toEqual([['put-back'], ['waiting', 'waiting']]);
  expect(audit.at(-1)).toMatchObject({ person: 'bob', detail: expect.stringMatching(/^undo of Widget 2: site:leeds: .*true → false/) });
  await service.advance();
  expect(enabled()).toEqual([]);
  await expect(service.control(id, 'resume', 'bob')).rejects.toMatchObject({ code: 'JF9451' });
});

test('an undo that cannot write a site puts the others back, and goes on after a restart', async () => {
  const { id } = await service.begin({ ...order, waves: [sites] });
  full = 'leeds';
  expect(await service.control(id, 'undo', 'bob')).toMatchObject({ state: 'undoing', ended: null, why: 'leeds: no room', waves: [[{ state: 'written' }, { state: 'put-back' }, { state: 'put-back' }]] });
  expect([await file('york'), await file('hull')]).toEqual([before('york'), before('hull')]);
  await service[Symbol.asyncDispose]();
  service = begun();
  await service.advance();
  full = '';
  clock += 60_000;
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'aborted', why: null, waves: [[{ state: 'put-back' }, { state: 'put-back' }, { state: 'put-back' }]] });
  expect(await file('leeds')).toBe(before('leeds'));
  expect(audit.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
  expect(audit.at(-1)).toMatchObject({ person: 'bob', outcome: 'done', detail: expect.stringContaining('undo of Widget 2: site:leeds') });
});

test('an undo leaves what somebody changed since, and says so', async () => {
  const { id } = await service.begin(order);
  await writeFile(join(directory, 'sites', 'leeds.yaml'), (await file('leeds')).replace('^2.0.0', '^2.1.0'));
  expect(await service.control(id, 'undo', 'bob')).toMatchObject({ state: 'aborted', why: 'leeds: plugins.widget.version was changed since' });
  expect(await file('leeds')).toBe(before('leeds').replace('^1.0.0', '^2.1.0'));
});

test.each(['pause', 'abort'] as const)('%s is done between two devices of a wave whose checks are slow, and ticks do not pile up', async (word) => {
  const { id } = await service.begin({ ...order, waves: [sites] });
  clock += 60_000;
  const gate = Promise.withResolvers<void>();
  slow = gate.promise;
  const looking = service.advance();
  await vi.waitFor(() => expect(looks).toEqual(['leeds']));
  await service.advance();
  const said = service.control(id, word, 'ann');
  gate.resolve();
  expect(await said).toMatchObject({ state: word === 'pause' ? 'paused' : 'aborted' });
  await looking;
  await service.advance();
  expect(looks).toEqual(['leeds']);
});

test('a host that dies at any write of the database goes on where it was, and can put everything back', async () => {
  for (const deaths of [1, 2, 3]) {
    const write = store.write.bind(store);
    let left = deaths;
    const { id } = await service.begin(order);
    store.write = async (statements) => {
      if ((left -= 1) < 0) throw new Error('the host died');
      await write(statements);
    };
    clock += 60_000;
    await service.advance().catch(() => undefined);
    await service.advance().catch(() => undefined);
    store.write = write;
    await service[Symbol.asyncDispose]();
    service = begun();
    for (let round = 0; round < 6; round += 1) {
      if ((await service.find(id))?.state === 'stopped') await service.control(id, 'resume', 'ann');
      clock += 60_000;
      await service.advance();
    }
    expect([(await service.find(id))?.state, enabled()]).toEqual(['done', sites]);
    await service.control(id, 'undo', 'ann');
    expect(await Promise.all(sites.map(file))).toEqual(sites.map(before));
  }
});

test('what is wrong is told at once and begins nothing; what goes wrong later stops it', async () => {
  await expect(service.begin({ ...order, set: [{ key: 'plugins.widget.enabled', value: 'yes' }] })).rejects.toMatchObject({ code: 'JF1000' });
  await expect(service.begin({ ...order, waves: [] })).rejects.toMatchObject({ code: 'JF9452' });
  expect(await service.list()).toEqual([]);
  const { id } = await service.begin(order);
  await writeFile(join(directory, 'sites', 'york.yaml'), 'site: [york\n');
  clock += 60_000;
  await service.advance();
  await service.advance();
  expect(await service.find(id)).toMatchObject({ state: 'stopped', why: expect.stringContaining('YAML') });
});
