import { result, type AmiMessage, type Check, type Item, type State } from '@jackfield/sdk';
import { eventsOf, fits, textOf } from '../manager.ts';
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

/**
 * Registrations of this PBX with its providers. Between them the list holds their logins with passwords in clear, which
 * are neither counted nor looked at. Trunks by address register nowhere: they are endpoints.
 */
export const trunks: Check<Settings> = async ({ ami, settings: { trunks: settings } }) => {
  const found = (await eventsOf(ami, 'PJSIPShowRegistrationsOutbound', 'OutboundRegistrationDetail')).flatMap(itemOf);
  const names = new Set(found.map(({ name }) => name));
  const missing = [...new Set(settings.expected)].filter((name) => !names.has(name));
  const items = [...found, ...missing.map((name): Item => ({ name, state: 'critical', summary: 'there is no such registration' }))].filter(({ name }) => !fits(settings.ignore, name));
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name} ${summary}`);
  const registered = items.length - bad.length;
  const counted = items.length === 0 ? 'no trunk registers' : `${registered} of ${items.length} trunks registered`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join('; ')}; ${counted}` : counted, items, [
    { name: 'trunks.registered', value: registered },
    { name: 'trunks.unregistered', value: bad.length },
  ]);
};
