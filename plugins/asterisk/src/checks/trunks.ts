import { amiHeader, result, type AmiMessage, type AmiReader, type Check, type Item, type State } from '@jackfield/sdk';
import { doesWithout, notLoaded } from '../done-without.ts';
import { eventsNamed, eventsOfModule, fits, isSuccess, isUnknownAction, numberOf, outcomeOf, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

/** States of res_pjsip_outbound_registration. */
const states: { readonly [status: string]: State } = { Registered: 'ok', Unregistered: 'critical', Rejected: 'critical', Stopped: 'critical' };

/** What follows the scheme and the user of a SIP URI: where the registration goes. */
function hostOf(uri: string | null): string {
  return uri === null ? '' : ` at ${uri.replace(/^sips?:(?:[^@]*@)?/i, '').split(/[;?]/)[0] ?? ''}`;
}

function itemOf(event: AmiMessage): Item[] {
  const name = textOf(event, 'ObjectName');
  if (name === null) return [];
  const status = textOf(event, 'Status') ?? 'in an unknown state';
  const state = Object.hasOwn(states, status) ? (states[status] ?? 'unknown') : 'unknown';
  return [{ name, state, summary: `${status}${hostOf(textOf(event, 'ServerUri'))}` }];
}

/** States of a contact. One that is not qualified is asked by nobody, which is not the same as well. */
const contactStates: { readonly [status: string]: State } = { Reachable: 'ok', Unreachable: 'critical', NonQualified: 'unknown' };

/** A trunk by address: its contact stands in pjsip.conf, which no list of contacts has. */
export async function byAddress(ami: AmiReader, name: string): Promise<Item> {
  const { response, events } = await ami.list('PJSIPShowEndpoint', [['Endpoint', name]]);
  if (!isSuccess(response)) {
    if (/^unable to retrieve endpoint/i.test(amiHeader(response, 'Message') ?? '')) return { name, state: 'critical', summary: 'there is no such endpoint' };
    if (isUnknownAction(response)) return { name, state: 'critical', summary: 'there is no such endpoint: res_pjsip is not loaded' };
    throw outcomeOf('PJSIPShowEndpoint', response);
  }
  const contacts = eventsNamed(events, 'ContactStatusDetail');
  const status = contacts.map((contact) => textOf(contact, 'Status') ?? 'Unknown');
  const best = ['Reachable', 'NonQualified', 'Unreachable'].find((one) => status.includes(one));
  const time = contacts.map((contact) => numberOf(contact, 'RoundtripUsec')).find((microseconds) => microseconds !== null && microseconds > 0) ?? null;
  const [other] = status;
  // A word that nobody knows is no proof that it is down.
  if (best === undefined && other !== undefined) return { name, state: 'unknown', summary: `its contact is ${other}` };
  const words = best === 'NonQualified' ? 'is not asked: set qualify_frequency' : best === undefined ? 'has no contact that answers' : best.toLowerCase();
  return {
    name, state: best === undefined ? 'critical' : (contactStates[best] ?? 'unknown'), summary: `${words}${hostOf(contacts[0] === undefined ? null : textOf(contacts[0], 'URI'))}`,
    metrics: best === 'Reachable' && time !== null ? [{ name: 'trunk.roundtrip', value: time / 1_000 }] : [],
  };
}

/**
 * Registrations of this PBX with its providers. Between them the list holds their logins with passwords in clear, which
 * are neither counted nor looked at. Trunks by address register nowhere: they are endpoints, which the settings name.
 */
export const trunks: Check<Settings> = async ({ ami, settings: { trunks: settings, core } }) => {
  const [registrations, addressed] = await Promise.all([
    eventsOfModule(ami, 'PJSIPShowRegistrationsOutbound', 'OutboundRegistrationDetail'), Promise.all([...new Set(settings.endpoints)].map((name) => byAddress(ami, name))),
  ]);
  const registering = (registrations ?? []).flatMap(itemOf);
  // One that registers and is named as well is judged by both, under its own name and as an address.
  const taken = new Set(registering.map(({ name }) => name));
  const found = [...registering, ...addressed.map((item) => (taken.has(item.name) ? { ...item, name: `${item.name} (address)` } : item))];
  const names = new Set(found.map(({ name }) => name));
  const missing = [...new Set(settings.expected)].filter((name) => !names.has(name));
  const items = [...found, ...missing.map((name): Item => ({ name, state: 'critical', summary: 'there is no such registration' }))].filter(({ name }) => !fits(settings.ignore, name));
  const isMissed = registrations === null && !doesWithout(core, 'res_pjsip_outbound_registration.so');
  if (isMissed && items.every(({ state }) => state !== 'critical')) throw notLoaded('res_pjsip_outbound_registration.so');
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name} ${summary}`);
  const registered = items.length - bad.length;
  const counted = items.length === 0 ? `no trunks${registrations === null ? ': res_pjsip_outbound_registration is not loaded' : ''}` : `${registered} of ${items.length} trunks up`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join('; ')}; ${counted}` : counted, items, [
    { name: 'trunks.registered', value: registered },
    { name: 'trunks.unregistered', value: bad.length },
  ]);
};
