import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
// What must not compile is proved by tsc: an unused @ts-expect-error fails the build.
import { definePlugin, result, type Check, type Discovery, type JsonObject, type Resource, type Watcher } from '../index.ts';

const settings = z.object({ limit: z.number(), ports: z.array(z.object({ name: z.string(), speed: z.number().optional() })).default([]), mode: z.union([z.object({ fast: z.boolean() }), z.object({ slow: z.string() })]) });
const vlan = z.object({ id: z.number(), name: z.string().optional() });
const timeServers = z.object({ servers: z.array(z.string()) });
const schemas = { settings, vlan, timeServers };
type Schemas = typeof schemas;
type Settings = z.output<typeof settings>;
type Vlan = z.output<typeof vlan>;

// As TypeScript sees a package.json: texts are no literals.
const text = (value: string): string => value;
const manifest = {
  name: 'widget', version: '1.0.0',
  jackfield: { contributes: {
    discovery: { widget: {} }, checks: { fans: { title: 'Fans' } }, watchers: { traps: {} }, settings: text('schemas/settings.json'),
    resources: { vlan: { schema: text('schemas/vlan.json'), key: [text('id')] }, 'time-servers': { schema: text('schemas/time-servers.json') } },
  } },
};
const widget: Discovery<Settings> = { identify: async () => null, inspect: async () => { throw new Error('none'); } };
const fans: Check<Settings> = async ({ settings: { limit } }) => result.ok(`limit ${limit}`);
const traps: Watcher = async () => {};
type State = { name: string | null };
const rest = { apply: async () => {}, restore: async () => {} };
const vlans: Resource<Vlan, State, 'id', Settings> = { read: async (_context, { id }) => ({ name: String(id) }), plan: (_context, _current, { name }) => ({ name: name ?? null }), ...rest };
const times: Resource<z.output<typeof timeServers>, State> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
const whole = { discovery: { widget }, checks: { fans }, watchers: { traps }, resources: { vlan: vlans, 'time-servers': times } };
const define = definePlugin<Schemas>();

test('code, manifest and schemas that agree compile', () => {
  expect(define(manifest, whole)).toMatchObject({ tied: true, name: 'widget' });
  expect(definePlugin(manifest, whole).tied).toBeUndefined();
});

test('what is written in place has the types of the schemas', () => {
  define(manifest, { ...whole, checks: { fans: async ({ settings: given }) => {
    expectTypeOf(given).toEqualTypeOf<Settings>();
    return result.ok('');
  } } });
});

test('a part that reads less than there is compiles: no settings, some of them, a part of the spec', () => {
  const none: Check = async () => result.ok('');
  const some: Check<{ readonly limit: number; readonly ports: readonly { readonly name: string }[] }> = async () => result.ok('');
  const nothing = async () => result.ok('');
  for (const one of [none, some, nothing]) define(manifest, { ...whole, checks: { fans: one } });
  const short: Resource<Pick<Vlan, 'id'>, State, 'id'> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  define(manifest, { ...whole, resources: { ...whole.resources, vlan: short } });
  const any: Resource<JsonObject, State> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  define(manifest, { ...whole, resources: { ...whole.resources, 'time-servers': any } });
});

test('settings that are not those of the schema do not compile', () => {
  const another: Check<{ readonly limit: string }> = async () => result.ok('');
  // @ts-expect-error limit is a number
  define(manifest, { ...whole, checks: { fans: another } });
  const more: Check<Settings & { readonly gone: string }> = async () => result.ok('');
  // @ts-expect-error there is no setting gone
  define(manifest, { ...whole, checks: { fans: more } });
  const optional: Check<Settings & { readonly gone?: string }> = async () => result.ok('');
  // @ts-expect-error there is no setting gone, not even a left out one
  define(manifest, { ...whole, checks: { fans: optional } });
  const deep: Check<{ readonly ports: readonly { readonly duplex?: boolean }[] }> = async () => result.ok('');
  // @ts-expect-error a port has no duplex
  define(manifest, { ...whole, checks: { fans: deep } });
  const date: Check<Date> = async () => result.ok('');
  // @ts-expect-error settings are no date
  define(manifest, { ...whole, checks: { fans: date } });
  const found: Discovery<{ readonly gone?: string }> = { identify: async () => null, inspect: async () => { throw new Error('none'); } };
  // @ts-expect-error nor of discovery
  define(manifest, { ...whole, discovery: { widget: found } });
  const heard: Watcher<{ readonly gone?: string }> = async () => {};
  // @ts-expect-error nor of a watcher
  define(manifest, { ...whole, watchers: { traps: heard } });
  const written: Resource<Vlan, State, 'id', { readonly gone?: string }> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  // @ts-expect-error nor of a resource
  define(manifest, { ...whole, resources: { ...whole.resources, vlan: written } });
});

test('a plugin without settings reads none', () => {
  const { settings: _none, ...contributes } = manifest.jackfield.contributes;
  const bare = { ...manifest, jackfield: { contributes } };
  const none: Check = async () => result.ok('');
  const found: Discovery = { identify: async () => null, inspect: async () => { throw new Error('none'); } };
  const single: Resource<Vlan, State, 'id'> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  const unset = { ...whole, discovery: { widget: found }, checks: { fans: none }, resources: { ...whole.resources, vlan: single } };
  define(bare, unset);
  // @ts-expect-error the manifest names no settings
  define(bare, { ...unset, checks: { fans } });
});

test('a spec that is not that of the schema does not compile', () => {
  const another: Resource<{ readonly id: string }, State, 'id'> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  // @ts-expect-error id is a number
  define(manifest, { ...whole, resources: { ...whole.resources, vlan: another } });
  const more: Resource<Vlan & { readonly floor?: number }, State, 'id'> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  // @ts-expect-error a vlan has no floor
  define(manifest, { ...whole, resources: { ...whole.resources, vlan: more } });
  // @ts-expect-error the schemas of the two are not exchanged
  define(manifest, { ...whole, resources: { vlan: vlans, 'time-servers': vlans } });
  // @ts-expect-error no schema is exported for time-servers
  definePlugin<Omit<Schemas, 'timeServers'>>()(manifest, whole);
});

test('a key that the manifest has not, and none where it has one, do not compile', () => {
  const keyed: Resource<z.output<typeof timeServers>, State, 'servers'> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  // @ts-expect-error time-servers has no key
  define(manifest, { ...whole, resources: { ...whole.resources, 'time-servers': keyed } });
  const single: Resource<Vlan, State> = { read: async () => ({ name: null }), plan: (_context, current) => current, ...rest };
  // @ts-expect-error vlan is told apart by id
  define(manifest, { ...whole, resources: { ...whole.resources, vlan: single } });
});

test('what is missing or too many does not compile, also when it comes by a variable', () => {
  const extra = { ...whole, checks: { fans, extra: fans } };
  // @ts-expect-error extra is not declared
  define(manifest, extra);
  // @ts-expect-error nor without schemas
  definePlugin(manifest, extra);
  const checks: { readonly [name: string]: Check<Settings> } = { fans };
  // @ts-expect-error any name is too many
  define(manifest, { ...whole, checks });
  // @ts-expect-error nor without schemas
  definePlugin(manifest, { ...whole, checks });
  const { checks: _checks, ...missing } = whole;
  // @ts-expect-error fans is missing
  define(manifest, missing);
  const kinds = { ...whole, gadgets: {} };
  // @ts-expect-error there is no such kind
  define(manifest, kinds);
});
