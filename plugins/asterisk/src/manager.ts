import { amiHeader, NotReady, Refused, Unsupported, type AmiFields, type AmiMessage, type AmiReader, type OutcomeError } from '@jackfield/sdk';
import { denialOf } from './rights.ts';

export function isSuccess(response: AmiMessage): boolean {
  return amiHeader(response, 'Response')?.toLowerCase() === 'success';
}

/** Asterisk says `Permission denied` for what the user may not do and for what no loaded module offers alike. */
export function isDenied(response: AmiMessage): boolean {
  return /permission denied/i.test(amiHeader(response, 'Message') ?? '');
}

/** Asterisk has no such action: the module that offers it is not loaded, or not yet. */
export function isUnknownAction(response: AmiMessage): boolean {
  return /invalid\/unknown command/i.test(amiHeader(response, 'Message') ?? '');
}

function unknownAction(action: string): NotReady {
  return new NotReady(`Asterisk does not know ${action}`, { hint: 'It may still be starting; else the module that offers it is not loaded.' });
}

/** What an error response means; manager.c's texts have no codes. */
export function outcomeOf(action: string, response: AmiMessage): OutcomeError {
  const message = (amiHeader(response, 'Message') ?? 'no reason told').trim();
  if (isDenied(response)) {
    return new Refused(`Asterisk denies ${action}`, { hint: 'The manager user lacks the right (write= in manager.conf), or the module that offers it is not loaded.' });
  }
  if (isUnknownAction(response)) return unknownAction(action);
  if (/shutting down|reload is in progress|not (yet )?(fully )?booted/i.test(message)) return new NotReady(`${action}: ${message}`);
  return new Unsupported(`${action}: ${message.slice(0, 200)}`);
}

/** The response to an action that succeeded. */
export async function ask(ami: AmiReader, action: string, fields: AmiFields = []): Promise<AmiMessage> {
  const response = await ami.action(action, fields);
  if (isSuccess(response)) return response;
  throw isDenied(response) ? await denialOf(ami, action) : outcomeOf(action, response);
}

/**
 * The events of that name in the list an action answers with, as many as the list says. Asterisk answers an empty list
 * with the error `No … found`.
 */
export async function eventsOf(ami: AmiReader, action: string, event: string): Promise<readonly AmiMessage[]> {
  const events = await eventsOfModule(ami, action, event);
  if (events === null) throw unknownAction(action);
  return events;
}

/** The same of what a module offers that a PBX may do without; null where it is not loaded. */
export async function eventsOfModule(ami: AmiReader, action: string, event: string): Promise<readonly AmiMessage[] | null> {
  const { response, events } = await ami.list(action, [], { counted: event });
  if (isUnknownAction(response)) return null;
  if (isSuccess(response)) return eventsNamed(events, event);
  if (/^no .*found/i.test(amiHeader(response, 'Message') ?? '')) return [];
  throw isDenied(response) ? await denialOf(ami, action) : outcomeOf(action, response);
}

/** Other events may stand between those of a list, logins with passwords among them. */
export function eventsNamed(events: readonly AmiMessage[], name: string): readonly AmiMessage[] {
  return events.filter((event) => amiHeader(event, 'Event') === name);
}

/** A header's text; null where Asterisk has nothing to say. */
export function textOf(message: AmiMessage, header: string): string | null {
  const text = amiHeader(message, header)?.trim() ?? '';
  return text === '' || text === '<unknown>' ? null : text;
}

/** A header that counts something; null for anything else. */
export function numberOf(message: AmiMessage, header: string): number | null {
  const text = amiHeader(message, header)?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** An answer that succeeded and lacks what it must tell: nothing is guessed then. */
export function notTold(action: string, what: string): Unsupported {
  return new Unsupported(`${action} does not tell ${what}`, { hint: 'This Asterisk answers otherwise than those that are known: report it with its version ("core show version").' });
}

/** A header that must be there, empty or not. */
export function told(message: AmiMessage, header: string, action: string): string {
  const text = amiHeader(message, header);
  if (text === null) throw notTold(action, header);
  return text.trim();
}

/** Whether a name fits a setting that holds a regular expression; an empty one fits nothing. */
export function fits(pattern: string, name: string): boolean {
  return pattern !== '' && new RegExp(pattern, 'u').test(name);
}
