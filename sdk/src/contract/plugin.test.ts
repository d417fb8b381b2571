import { expect, test } from 'vitest';
// What must not compile is proved by tsc: an unused @ts-expect-error fails the build.
import { definePlugin, result, type Check, type Discovery, type Notifier, type Resource } from '../index.ts';

const manifest = {
  name: 'widget', version: '1.0.0',
  jackfield: { contributes: { discovery: { widget: {} }, checks: { fans: { title: 'Fans' } }, resources: { vlan: {} } } },
};
type Settings = { limit: number };
type VlanSpec = { id: number; name: string };
type VlanState = { name: string | null };
const fans: Check<Settings> = async ({ settings }) => result.ok(`limit ${settings.limit}`);
const widget: Discovery<Settings> = { identify: async () => null, inspect: async () => { throw new Error('none'); } };
const vlan: Resource<VlanSpec, VlanState, 'id', Settings> = {
  read: async (_context, key) => ({ name: String(key.id) }),
  plan: (_context, _current, spec) => ({ name: spec.name }),
  apply: async () => {},
  restore: async () => {},
};

test('code and manifest that agree compile', () => {
  const plugin = definePlugin(manifest, { discovery: { widget }, checks: { fans }, resources: { vlan } });
  expect([...plugin.implementations.checks.keys()]).toEqual(['fans']);
});

test('a missing implementation does not compile', () => {
  // @ts-expect-error checks.fans is declared and not implemented
  definePlugin(manifest, { discovery: { widget }, checks: {}, resources: { vlan } });
  // @ts-expect-error resources are declared and not implemented
  definePlugin(manifest, { discovery: { widget }, checks: { fans } });
});

test('one implementation too many does not compile', () => {
  // @ts-expect-error checks.noise is not declared
  definePlugin(manifest, { discovery: { widget }, checks: { fans, noise: fans }, resources: { vlan } });
  // @ts-expect-error watchers are not declared
  definePlugin(manifest, { discovery: { widget }, checks: { fans }, resources: { vlan }, watchers: { traps: fans } });
});

test('a notifier is tied to its name like any other part, and is handed message and people', () => {
  const telling = { ...manifest, jackfield: { contributes: { notifiers: { pager: { title: 'Pager' } } } } };
  const pager: Notifier<Settings> = async ({ http, message, to, settings }) => void (await http.send('POST', '/pages', { id: message.id, to, limit: settings.limit }));
  expect([...(definePlugin(telling, { notifiers: { pager } }).implementations.notifiers?.keys() ?? [])]).toEqual(['pager']);
  // @ts-expect-error notifiers.pager is declared and not implemented
  definePlugin(telling, { notifiers: {} });
  // @ts-expect-error notifiers are declared and not implemented
  definePlugin(telling, {});
  // @ts-expect-error notifiers.bell is not declared
  definePlugin(telling, { notifiers: { pager, bell: pager } });
  // @ts-expect-error notifiers are not declared
  definePlugin(manifest, { discovery: { widget }, checks: { fans }, resources: { vlan }, notifiers: { pager } });
});

test('reading contexts cannot write', () => {
  const sneaky: Check<Settings> = async ({ snmp }) => {
    // @ts-expect-error a check sees no set
    await snmp.set([]);
    return result.ok('');
  };
  definePlugin(manifest, { discovery: { widget }, checks: { fans: sneaky }, resources: { vlan } });
});
