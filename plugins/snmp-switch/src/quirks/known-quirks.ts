import { Unsupported, type CallContext, type Check, type Discovery, type Json, type JsonObject, type Resource, type SnmpReader } from '@jackfield/sdk';
import { Remembered } from '../checks/remembered.ts';
import type { SystemGroup } from '../discovery/profile.ts';
import { readSystemGroup } from '../discovery/system-group.ts';
import type { Settings } from '../settings.ts';
import { quirkedAgent } from './quirked-agent.ts';
import { compileQuirks, noQuirks, quirksOf, type Quirks } from './quirks.ts';

/** New software may have lost its quirks: an agent is asked again after a day, a restart, and at each discovery. */
const known = new Remembered<Quirks>(86_400_000);

type Asking = Pick<CallContext, 'device' | 'points'> & { readonly snmp: SnmpReader };

/** The same call over an agent that is asked as its quirks let it; its points are still read when first asked for. */
function over<Context extends Asking>(context: Context, quirks: Quirks): Context {
  if (quirks === noQuirks) return context;
  const own: Context = Object.create(context, { snmp: { value: quirkedAgent(context.snmp, quirks), enumerable: true } });
  return own;
}

/** Without a request where no profile has quirks. */
async function learn<Context extends Asking>(context: Context): Promise<Context> {
  const { device, points, snmp } = context;
  const quirks = compileQuirks(points['profiles'] ?? []);
  try {
    return over(context, known.keep(device.id, quirks.length === 0 ? noQuirks : quirksOf(quirks, await readSystemGroup(snmp))));
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return context;
  }
}

/** What is known of a device costs a look into a map. */
function quirked<Context extends Asking>(context: Context): Context | Promise<Context> {
  const quirks = known.get(context.device.id);
  return quirks === null ? learn(context) : over(context, quirks);
}

/** Of an agent that has just said what it is. */
export function learnQuirks(device: string, profiles: readonly Json[], group: SystemGroup): void {
  known.keep(device, quirksOf(compileQuirks(profiles), group));
}

/** It has started anew, with other software maybe. */
export function forgetQuirks(device: string): void {
  known.forget(device);
}

/** An agent of which nothing is remembered yet, for it is no device yet. */
export function withQuirks(snmp: SnmpReader, profiles: readonly Json[], group: SystemGroup): SnmpReader {
  const quirks = quirksOf(compileQuirks(profiles), group);
  return quirks === noQuirks ? snmp : quirkedAgent(snmp, quirks);
}

export function quirkedCheck(check: Check<Settings>): Check<Settings> {
  return (context) => {
    const own = quirked(context);
    return own instanceof Promise ? own.then(check) : check(own);
  };
}

export function quirkedResource<Spec, State extends JsonObject, Key extends keyof Spec>(resource: Resource<Spec, State, Key, Settings>): Resource<Spec, State, Key, Settings> {
  const { list, precheck, probe } = resource;
  return {
    ...resource,
    read: async (context, key) => resource.read(await quirked(context), key),
    ...(list === undefined ? {} : { list: async (context) => list(await quirked(context)) }),
    ...(precheck === undefined ? {} : { precheck: async (context, spec, earlier) => precheck(await quirked(context), spec, earlier) }),
    ...(probe === undefined ? {} : { probe: async (context, wanted, current, key) => probe(await quirked(context), wanted, current, key) }),
    apply: async (context, wanted, current, key) => resource.apply(await quirked(context), wanted, current, key),
    restore: async (context, state, key) => resource.restore(await quirked(context), state, key),
  };
}

/** `identify` sees to it itself: it knows what the agent is from its fingerprint. */
export function quirkedDiscovery(discovery: Discovery<Settings>): Discovery<Settings> {
  const { inspect, save } = discovery;
  return {
    ...discovery,
    ...(inspect === undefined ? {} : { inspect: async (context) => inspect(await quirked(context)) }),
    ...(save === undefined ? {} : { save: async (context) => save(await quirked(context)) }),
  };
}
