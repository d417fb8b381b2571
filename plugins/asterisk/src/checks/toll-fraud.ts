import { Refused, result, type AmiReader, type Check, type Item, type State } from '@jackfield/sdk';
import { readCalls, type Call } from '../calls.ts';
import { usualCalls } from '../heard/usual-calls.ts';
import { eventsOfModule, fits, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

const level = (value: number, warning: number, critical: number): State => (value >= critical ? 'critical' : value >= warning ? 'warning' : 'ok');

/** Who called, of each call: the peer of the leg that dialled. */
function callersOf(calls: readonly Call[]): ReadonlyMap<string, number> {
  const callers = calls.flatMap(({ legs }) => [...new Set(legs.filter(({ dialled }) => dialled !== null).map(({ peer }) => peer))]);
  return new Map([...Map.groupBy(callers, (peer) => peer)].map(([peer, calling]) => [peer, calling.length]));
}

/** Trunks carry many calls at once and are no account of anybody: those that register, and those that are set. */
async function trunkPeers(ami: AmiReader, set: readonly string[]): Promise<ReadonlySet<string>> {
  const registered = await eventsOfModule(ami, 'PJSIPShowRegistrationsOutbound', 'OutboundRegistrationDetail').catch((error: unknown) => {
    if (error instanceof Refused) return [];
    throw error;
  });
  const names = (registered ?? []).flatMap((event) => [textOf(event, 'Endpoint'), textOf(event, 'ObjectName')].filter((name) => name !== null));
  return new Set([...names, ...set].map((name) => `PJSIP/${name}`));
}

/**
 * What a stolen login shows: one account in many calls at once, many calls to dear numbers, calls that last for hours, and
 * far more calls than this PBX usually has.
 */
export const tollFraud: Check<Settings> = async ({ ami, device, settings: { tollFraud: settings, trunks } }) => {
  const [calls, trunkNames] = await Promise.all([readCalls(ami), trunkPeers(ami, trunks.endpoints)]);
  const isAccount = (peer: string): boolean => !trunkNames.has(peer) && !fits(settings.ignore, peer);
  // A Local channel is a piece of dialplan: nobody's account, but what it dials counts, as a forwarded call may be dear.
  const callers = [...callersOf(calls)].filter(([peer]) => isAccount(peer) && !peer.startsWith('Local/')).sort(([, one], [, other]) => other - one);
  const [[busiest, most] = ['nobody', 0]] = callers;
  const dear = calls.filter(({ legs }) => legs.some(({ dialled, peer }) => dialled !== null && fits(settings.dearNumbers, dialled) && isAccount(peer)));
  const longest = Math.max(0, ...calls.map(({ seconds }) => seconds)) / 60;
  const usual = usualCalls(device.id, calls.length);
  const isGrown = usual !== null && calls.length >= settings.growthFrom && calls.length > usual * settings.growth;
  const items: Item[] = [
    { name: 'one account', state: level(most, settings.callsOfOneWarning, settings.callsOfOneCritical), summary: most === 0 ? 'nobody calls' : `${busiest} has ${most} calls at once` },
    { name: 'dear numbers', state: level(dear.length, settings.dearWarning, settings.dearCritical), summary: `${dear.length} calls` },
    { name: 'duration', state: longest >= settings.minutes ? 'warning' : 'ok', summary: `the longest call lasts ${Math.round(longest)} minutes` },
    { name: 'growth', state: isGrown ? 'warning' : 'ok', summary: usual === null ? `${calls.length} calls; what is usual is not known yet` : `${calls.length} calls, usually ${Math.round(usual)}` },
  ];
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  return result.fromItems(bad.length > 0 ? bad.join('; ') : 'nothing unusual', items, [{ name: 'calls.ofOne', value: most }, { name: 'calls.dear', value: dear.length }]);
};
