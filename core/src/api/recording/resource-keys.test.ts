import { manifestSchema } from '@jackfield/sdk/manifest';
import { expect, test } from 'vitest';
import type { InstalledPlugin } from '../../plugins/index.ts';
import { changeOf } from '../../testing/index.ts';
import { parseRead, readsOf, requireReadable } from './resource-keys.ts';

const resource = (key: string[]): object => ({ title: 'x', schema: 'x.json', commitClass: 'snapshot', key });
const plugin: InstalledPlugin = {
  id: 'widget', packageName: 'widget', version: '1.0.0', directory: '', entry: '', settingsSchema: null, scripts: new Map(), permissionsHash: '', points: {},
  manifest: manifestSchema.parse({ title: 'Widget', contributes: { resources: { system: resource([]), port: resource(['name']), vlan: resource(['id']) } } }),
  resourceSchemas: new Map([['vlan', { properties: { id: { type: 'integer' } } }], ['port', { properties: { name: { type: 'string' } } }]]),
};

test('what a device has once is read, what has a key as it is named or was pushed, each once', () => {
  const wanted = ['port:name=2001', 'vlan:id=7', 'port:name=Gi1/0/3'].map(parseRead);
  expect(readsOf(plugin, 'id-1', wanted, [changeOf('kept')])).toEqual([
    { resource: 'system', key: {} }, { resource: 'port', key: { name: '2001' } }, { resource: 'port', key: { name: 'Gi1/0/3' } }, { resource: 'vlan', key: { id: 7 } },
  ]);
  expect(readsOf(plugin, 'id-2', [], [changeOf('kept')])).toEqual([{ resource: 'system', key: {} }]);
});

test.each([
  ['port:nme=x', 'port has the key name, not nme', 'Write --read port:name=….'],
  ['port:name=x,vlan=1', 'port has the key name, not name, vlan', 'Write --read port:name=….'],
  ['prot:name=x', 'no plugin that is recorded has a resource prot', 'There are port:name=… and vlan:id=….'],
  ['system:name=x', 'system has no key, not name', expect.stringContaining('which is read anyway')],
])('%s is refused before anything is asked', (text, message, hint) => {
  expect(() => requireReadable([plugin], [parseRead(text)])).toThrow(expect.objectContaining({ code: 'JF9304', message, hint }));
  expect(() => requireReadable([plugin], ['port:name=2001', 'vlan:id=7'].map(parseRead))).not.toThrow();
});

test.each(['port', 'port:', 'port:name', ':name=x', 'port:=x'])('"%s" is not a key', (text) => {
  expect(() => parseRead(text)).toThrow(expect.objectContaining({ code: 'JF9304' }));
});
