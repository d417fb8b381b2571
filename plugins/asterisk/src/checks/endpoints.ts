import { amiHeader, Refused, result, type AmiMessage, type AmiReader, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import { doesWithout, notLoaded } from '../done-without.ts';
import { ask, eventsOf, eventsOfModule, fits, numberOf, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

interface Endpoint {
  readonly name: string;
  /** Null when Asterisk does not know. */
  readonly isAvailable: boolean | null;
  readonly summary: string;
  /** Milliseconds to its fastest phone; null when none is asked. */
  readonly roundtrip: number | null;
  readonly metrics: readonly Metric[];
}

interface Endpoints {
  readonly endpoints: readonly Endpoint[];
  /** False when only those that something happened to are known. */
  readonly isComplete: boolean;
  readonly isLoaded: boolean;
}

/** Device states by name, as PJSIPShowEndpoints and DeviceStateList write them: letters only, lower case. */
const availability: { readonly [state: string]: boolean } = {
  notinuse: true, inuse: true, busy: true, ringing: true, ringinginuse: true, ringinuse: true, ringinuseringing: true, onhold: true, unavailable: false,
};

function isAvailable(state: string): boolean | null {
  const letters = state.toLowerCase().replaceAll(/[^a-z]/g, '');
  return Object.hasOwn(availability, letters) ? (availability[letters] ?? null) : null;
}

/** Fastest answer of each endpoint's phones, in microseconds. Contacts that are not qualified answer nothing. */
function roundtrips(contacts: readonly AmiMessage[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const contact of contacts) {
    const [endpoint, time] = [textOf(contact, 'Endpoint'), numberOf(contact, 'RoundtripUsec')];
    if (endpoint === null || time === null || textOf(contact, 'Status') !== 'Reachable') continue;
    found.set(endpoint, Math.min(time, found.get(endpoint) ?? Infinity));
  }
  return found;
}

function endpointOf(event: AmiMessage, times: ReadonlyMap<string, number>): Endpoint[] {
  const name = textOf(event, 'ObjectName');
  if (name === null) return [];
  const state = textOf(event, 'DeviceState') ?? 'Unknown';
  // The list ends in a comma.
  const contacts = (amiHeader(event, 'Contacts') ?? '').split(',').filter((contact) => contact.trim() !== '').length;
  const available = isAvailable(state);
  const time = times.get(name);
  const channels = numberOf(event, 'ActiveChannels');
  const why = contacts === 0 ? 'not registered' : `registered, does not answer`;
  return [{
    name,
    isAvailable: available,
    roundtrip: time === undefined ? null : time / 1_000,
    summary: available === false ? `${state}: ${why}` : time === undefined ? state : `${state}, answers in ${(time / 1_000).toFixed(1)} ms`,
    metrics: [
      ...(time === undefined ? [] : [{ name: 'endpoint.roundtrip', value: time / 1_000 }]),
      ...(channels === null ? [] : [{ name: 'endpoint.channels', value: channels }]),
      { name: 'endpoint.contacts', value: contacts },
    ],
  }];
}

/** What is known without the right "system": device states, of PJSIP endpoints that had one since the start. */
async function fromDeviceStates(ami: AmiReader, denied: Refused): Promise<Endpoints> {
  const allowed = await ask(ami, 'ListCommands');
  if (amiHeader(allowed, 'DeviceStateList') === null) throw denied;
  const events = await eventsOf(ami, 'DeviceStateList', 'DeviceStateChange');
  const endpoints = events.flatMap((event): Endpoint[] => {
    const name = /^PJSIP\/(.+)$/.exec(textOf(event, 'Device') ?? '')?.[1];
    const state = textOf(event, 'State') ?? 'UNKNOWN';
    return name === undefined ? [] : [{ name, isAvailable: isAvailable(state), roundtrip: null, summary: state, metrics: [] }];
  });
  return { endpoints, isComplete: false, isLoaded: true };
}

async function readEndpoints(ami: AmiReader): Promise<Endpoints> {
  try {
    // Contacts are told by a younger action than endpoints.
    const [events, contacts] = await Promise.all([eventsOfModule(ami, 'PJSIPShowEndpoints', 'EndpointList'), eventsOfModule(ami, 'PJSIPShowContacts', 'ContactList')]);
    const times = roundtrips(contacts ?? []);
    return { endpoints: (events ?? []).flatMap((event) => endpointOf(event, times)), isComplete: true, isLoaded: events !== null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return fromDeviceStates(ami, error);
  }
}

/** Whether each endpoint can be called. A phone that is registered and not qualified counts as available: nobody asks it. */
export const endpoints: Check<Settings> = async ({ ami, settings: { endpoints: settings, core } }) => {
  const { endpoints: all, isComplete, isLoaded } = await readEndpoints(ami);
  const isWithout = doesWithout(core, 'res_pjsip.so');
  const known = new Map(all.map((endpoint) => [endpoint.name, endpoint]));
  const isNamed = settings.expected.length > 0;
  const names = (isNamed ? [...new Set(settings.expected)] : [...known.keys()]).filter((name) => !fits(settings.ignore, name));
  if (!isComplete && all.length === 0 && !isNamed && !isWithout) return result.unknown('nothing is known of any endpoint: the manager user lacks the right write=system');
  const down: State = isNamed ? 'critical' : 'warning';
  const items = names.map((name): Item => {
    const endpoint = known.get(name);
    if (endpoint === undefined) return { name, state: isComplete ? 'critical' : 'unknown', summary: isComplete ? 'there is no such endpoint' : 'nothing is known of it' };
    const isSlow = settings.roundtripWarning > 0 && endpoint.roundtrip !== null && endpoint.roundtrip >= settings.roundtripWarning;
    const state = endpoint.isAvailable === null ? 'unknown' : !endpoint.isAvailable ? down : isSlow ? 'warning' : 'ok';
    return { name, state, summary: endpoint.summary, metrics: endpoint.metrics };
  });
  if (!isLoaded && !isWithout && items.length === 0) throw notLoaded('res_pjsip.so');
  const isDown = ({ name }: Item): boolean => known.get(name)?.isAvailable === false || (isComplete && !known.has(name));
  const bad = items.filter(isDown).map(({ name }) => name);
  const available = items.filter(({ name }) => known.get(name)?.isAvailable === true).length;
  const more = bad.length > 3 ? ` and ${bad.length - 3} more` : '';
  const counted = isLoaded ? `${available} of ${items.length} endpoints available` : 'no endpoints: res_pjsip is not loaded';
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join(', ')}${more} unavailable, ${counted}` : counted, items, [
    { name: 'endpoints.available', value: available },
    { name: 'endpoints.unavailable', value: bad.length },
  ]);
};
