import type { AmiMessage, WatchEvent } from '@jackfield/sdk';
import { peerOf } from '../channel-names.ts';
import type { Heard } from '../heard/heard.ts';
import { numberOf, textOf } from '../manager.ts';

/** `IPV4/UDP/192.0.2.7/5060` without protocol and port. */
export function addressOf(event: AmiMessage): string | null {
  return /^IPV[46]\/[^/]+\/(.+)\/\d+$/.exec(textOf(event, 'RemoteAddress') ?? '')?.[1] ?? null;
}

/** One line, and not a long one: names come from whoever knocks. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 120);

function failedLogin(name: string, event: AmiMessage, heard: Heard): WatchEvent {
  const from = addressOf(event) ?? 'an unknown address';
  heard.failedLogins.add(from);
  return { name, summary: plain(`failed login of ${textOf(event, 'AccountID') ?? 'nobody'} from ${from} (${textOf(event, 'Service') ?? 'unknown service'})`), hints: ['security'] };
}

function refusedAddress(name: string, event: AmiMessage, heard: Heard): WatchEvent {
  const from = addressOf(event) ?? 'an unknown address';
  heard.refusedAddresses.add(from);
  return { name, summary: plain(`an access list refused ${from} (${textOf(event, 'Service') ?? 'unknown service'})`), hints: ['security'] };
}

/** Of a contact: what came of it; null for what changes nothing. */
function contact(name: string, event: AmiMessage): WatchEvent | null {
  const status = textOf(event, 'ContactStatus') ?? '';
  if (!/^(Reachable|Unreachable|Removed|NonQualified)$/.test(status)) return null;
  return { name, summary: plain(`${textOf(event, 'EndpointName') ?? textOf(event, 'AOR') ?? 'a phone'}: ${status}`), hints: ['endpoints'] };
}

/** Counted, and worth no look: a call that nobody answers is daily life. */
function dialled(event: AmiMessage, heard: Heard): null {
  const [channel, status] = [textOf(event, 'DestChannel'), textOf(event, 'DialStatus')];
  if (channel !== null && status !== null && /^[A-Z]{2,20}$/.test(status)) heard.dials.add(`${status} ${peerOf(channel)}`);
  return null;
}

/** It comes with every login too, so that its seconds tell since when Asterisk runs. */
function booted(name: string, event: AmiMessage, heard: Heard): WatchEvent {
  const [uptime, sinceReload] = [numberOf(event, 'Uptime'), numberOf(event, 'LastReload')];
  const now = performance.now();
  heard.booted = uptime === null ? null : { startedAt: now - uptime * 1_000, reloadedAt: now - (sinceReload ?? uptime) * 1_000 };
  return { name, summary: uptime === null ? 'Asterisk runs' : `Asterisk runs for ${uptime} s`, hints: ['core', 'endpoints', 'trunks'] };
}

/** Nobody knows any more since when it runs. */
function shutdown(name: string, event: AmiMessage, heard: Heard): WatchEvent {
  heard.booted = null;
  return { name, summary: textOf(event, 'Restart') === 'True' ? 'Asterisk restarts' : 'Asterisk is shutting down', hints: ['core'] };
}

function reloaded(name: string, event: AmiMessage, heard: Heard): WatchEvent {
  if (heard.booted !== null) heard.booted = { ...heard.booted, reloadedAt: performance.now() };
  return { name, summary: plain(`${textOf(event, 'Module') ?? 'a module'} was reloaded, status ${textOf(event, 'Status') ?? 'unknown'}`), hints: ['core', 'endpoints', 'trunks'] };
}

/** What each event means; who listens asks for these and no others. */
export const meanings: { readonly [name: string]: (name: string, event: AmiMessage, heard: Heard) => WatchEvent | null } = {
  ContactStatus: contact,
  Registry: (name, event) => ({ name, summary: plain(`registration at ${textOf(event, 'Domain') ?? 'a provider'}: ${textOf(event, 'Status') ?? 'changed'}`), hints: ['trunks'] }),
  FullyBooted: booted,
  Shutdown: shutdown,
  Reload: reloaded,
  ChallengeResponseFailed: failedLogin,
  InvalidPassword: failedLogin,
  InvalidAccountID: failedLogin,
  FailedACL: refusedAddress,
  DialEnd: (_name, event, heard) => dialled(event, heard),
};
