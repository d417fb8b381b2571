import { manifestSchema } from '@jackfield/sdk/manifest';
import { expect, test, vi } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';
import { Watchers, type WatcherDependencies } from './watchers.ts';

const device: ManagedDevice = {
  id: 'dev-1', name: 'pbx', site: 'leeds', kind: 'pbx', address: '10.0.0.1', addresses: ['10.0.0.1'], vendor: null, model: null, os: null, version: null,
  serial: null, labels: {}, plugins: [{ id: 'asterisk', discovery: 'manager' }], keys: [], interfaces: [], neighbours: [], firstSeen: '', lastSeen: '',
};
const plugin: InstalledPlugin = {
  id: 'asterisk', packageName: 'asterisk', version: '1.0.0', directory: '', entry: '', resourceSchemas: new Map(), settingsSchema: null, scripts: new Map(),
  permissionsHash: '', points: {}, manifest: manifestSchema.parse({ title: 'Asterisk', contributes: { watchers: { security: { transport: 'ami' } } } }),
};

test('a watcher runs while its device is there and its plugin enabled, and is ended otherwise', async () => {
  const events = createHostEvents();
  const running = new Set<string>();
  let devices: ManagedDevice[] = [];
  let enabled = true;
  const watch: WatcherDependencies['plugins']['watch'] = async ({ watcher, device: { address } }) => {
    const key = `${watcher} ${address}`;
    running.add(key);
    return { [Symbol.asyncDispose]: async () => void running.delete(key) };
  };
  const current = { daemon: { traps: null }, enablement: () => ({ enabled, version: null, grant: 'read' as const, calls: false }) };
  const needs = { plugins: { watch }, catalogue: { find: () => plugin }, inventory: { devices: () => devices, find: (id: string) => devices.find((one) => one.id === id) ?? null }, configuration: { current }, events };
  {
    await using watchers = new Watchers(needs);
    expect(watchers).toBeDefined();
    devices = [device];
    events.emit('device.found', { device: device.id, name: device.name, site: device.site });
    await vi.waitFor(() => expect([...running]).toEqual(['security 10.0.0.1']));
    devices = [{ ...device, address: '10.0.0.2' }];
    events.emit('device.changed', { device: device.id, fields: ['address'] });
    await vi.waitFor(() => expect([...running]).toEqual(['security 10.0.0.2']));
    enabled = false;
    events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
    await vi.waitFor(() => expect(running.size).toBe(0));
    enabled = true;
    events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
    await vi.waitFor(() => expect(running.size).toBe(1));
  }
  expect(running.size).toBe(0);
});
