import { tmpdir } from 'node:os';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { describe, expect, test } from 'vitest';
import { rightsOf, siteNode, wholeOrganization, type Role } from '../../access/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import { FakeServices, savingPlugin, switchDevice, twoSites } from '../../testing/index.ts';
import type { CommandContext } from '../command.ts';
import { contributedCommands } from './contributed-commands.ts';
import { devices } from './devices.ts';

const manifest = manifestSchema.parse({
  title: 'Switches',
  contributes: {
    checks: { ports: { title: 'Ports', metrics: { 'port.errors': { unit: 'packets' } } } },
    resources: { port: { title: 'Port', schema: 'port.json', commitClass: 'snapshot' } },
    dashboards: { traffic: { title: 'Traffic', groups: [{ title: 'Errors', metrics: ['port.errors'] }] } },
    commands: {
      'check-ports': { title: 'Check the ports', starts: { kind: 'check', check: 'ports' } },
      'cut-port': { title: 'Switch off a port', starts: { kind: 'change', resource: 'port', values: { enabled: false } }, when: { kinds: ['switch'], vendors: ['ACME'] } },
      'show-traffic': { title: 'Show the traffic', category: 'Ports', starts: { kind: 'dashboard', dashboard: 'traffic' } },
    },
  },
});

interface Facts {
  readonly role?: Role;
  readonly at?: string;
  readonly enabled?: boolean;
  readonly grant?: 'read' | 'write';
}

/** A switch at each of two sites, and a router of another maker at Leeds. */
function asked({ role = 'operator', at, enabled = true, grant = 'write' }: Facts = {}): CommandContext {
  const services = twoSites(new FakeServices(tmpdir(), ''));
  const { current } = services.configuration;
  const router: ManagedDevice = { ...switchDevice, id: 'id-router', name: 'leeds-edge', kind: 'router', vendor: 'Other', addresses: ['10.1.0.254'] };
  const all = [...services.inventory.devices(), router];
  return {
    services: {
      ...services, catalogue: { plugins: [], refused: [], find: (id) => (id === 'snmp-switch' ? { ...savingPlugin, id, manifest } : null) },
      configuration: { ...services.configuration, current: { ...current, enablement: () => ({ enabled, version: null, grant, calls: false }), setting: current.setting, pluginSettings: () => ({}), explain: current.explain, siteOf: current.siteOf } },
      inventory: { ...services.inventory, devices: () => all, find: (name) => all.find((one) => one.id === name || one.name === name) ?? null },
    },
    rights: rightsOf([{ role, at: at === undefined ? wholeOrganization : siteNode(at) }], current),
    person: 'ada', account: 'ada', signal: new AbortController().signal, progress: () => {}, daemon: { pid: 1, version: '1', startedAt: '' }, stop: () => {},
  };
}

const offered = async (facts: Facts, device?: string): Promise<readonly string[]> => (await contributedCommands.run(asked(facts), device === undefined ? {} : { device })).commands.map(({ id, devices: count }) => `${id} ${count}`);

describe('commands that plugins contribute', () => {
  test('are for devices that fit, and for what somebody may do there', async () => {
    expect(await offered({})).toEqual(['snmp-switch/check-ports 3', 'snmp-switch/show-traffic 3', 'snmp-switch/cut-port 2']);
    expect(await offered({}, 'leeds-edge')).toEqual(['snmp-switch/check-ports 1', 'snmp-switch/show-traffic 1']);
    expect(await offered({ role: 'viewer' })).toEqual(['snmp-switch/show-traffic 3']);
    expect(await offered({ at: 'bristol' })).toEqual(['snmp-switch/check-ports 1', 'snmp-switch/show-traffic 1', 'snmp-switch/cut-port 1']);
    expect(await offered({ grant: 'read' })).toEqual(['snmp-switch/check-ports 3', 'snmp-switch/show-traffic 3']);
    expect(await offered({ enabled: false })).toEqual([]);
  });

  test('name the page that shows what they start, with what a change begins with', async () => {
    const { commands } = await contributedCommands.run(asked(), { device: 'leeds-core' });
    expect(commands.map(({ page }) => page)).toEqual([
      '/devices/id-leeds', '/devices/id-leeds/charts?dashboard=snmp-switch%2Ftraffic',
      '/changes/write?title=Switch+off+a+port%3A+leeds-core&device=leeds-core&resource=snmp-switch%2Fport&values=%7B%22enabled%22%3Afalse%7D',
    ]);
  });

  test('have the devices that they can be started on, found by a part of a name or an address', async () => {
    const named = async (input: { readonly command?: string; readonly search?: string }): Promise<readonly string[]> => (await devices.run(asked(), { ports: false, ...input })).map(({ name }) => name);
    expect(await named({ command: 'snmp-switch/cut-port' })).toEqual(['leeds-core', 'bristol-core']);
    expect(await named({ command: 'snmp-switch/check-ports', search: 'LEEDS' })).toEqual(['leeds-core', 'leeds-edge']);
    expect(await named({ search: '0.254' })).toEqual(['leeds-edge']);
    expect(await named({ command: 'snmp-switch/cut-port', search: 'edge' })).toEqual([]);
    await expect(named({ command: 'snmp-switch/cut-prot' })).rejects.toMatchObject({ code: 'JF8009', hint: 'Did you mean snmp-switch/cut-port?' });
  });

  test('are looked for at all devices once, not for each page of them', async () => {
    const context = asked();
    const pages = async (rights = context.rights, plugins = context.services.catalogue.plugins) =>
      (await Array.fromAsync(devices.behind({ ...context, rights, services: { ...context.services, catalogue: { ...context.services.catalogue, plugins, find } } }, { ports: false, command: 'snmp-switch/cut-port' }, null))).map(({ entry }) => entry.name);
    const { catalogue } = context.services;
    let looks = 0;
    const find = (...wanted: Parameters<typeof catalogue.find>): ReturnType<typeof catalogue.find> => {
      looks += 1;
      return catalogue.find(...wanted);
    };
    expect(await pages()).toEqual(['bristol-core', 'leeds-core']);
    const first = looks;
    // The next page costs no look at the plugins of all devices; another person, or other plugins, do.
    expect([await pages(), looks]).toEqual([['bristol-core', 'leeds-core'], first]);
    expect(await pages(asked({ at: 'bristol' }).rights)).toEqual(['bristol-core']);
    const second = looks;
    expect([await pages(context.rights, []), looks > second]).toEqual([['bristol-core', 'leeds-core'], true]);
  });
});
