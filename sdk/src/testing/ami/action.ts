import type { AmiFaults } from './ami-faults.ts';
import type { Asterisk } from './asterisk.ts';
import type { ActionRequest, Header, Line } from './message.ts';

/** What an action needs to answer. */
export interface ActionCall {
  readonly request: ActionRequest;
  readonly asterisk: Asterisk;
  readonly faults: AmiFaults;
  /** Sends an answer: `Response` and the ActionID, then the headers. */
  respond(response: 'Success' | 'Error' | 'Goodbye', headers: readonly Line[], extraLine?: boolean): void;
  /** Sends a list: an answer, its events, and the event that completes it. */
  list(list: ActionList): void;
  /** Runs something later, while the session lasts. */
  after(milliseconds: number, run: () => void): void;
  /** Which events the session wants, as a header says it: on, off or classes. Returns whether any are on. */
  subscribe(mask: string): boolean;
  /** Names of the actions that the session's user may do, with what they do and their classes. */
  allowedActions(): readonly (readonly [name: string, summary: string, privilege: string])[];
}

export interface ActionList {
  readonly message: string;
  readonly events: readonly (readonly Header[])[];
  /** Name of the completing event. */
  readonly complete: string;
  /** When it is not the number of events. */
  readonly items?: number;
  readonly completeHeaders?: readonly Header[];
  /** Older actions put the ActionID behind an event's own headers. */
  readonly idLast?: boolean;
}

export interface Action {
  readonly summary: string;
  /** Classes of which the user's write rights need one; null when none is needed. */
  readonly privilege: string | null;
  readonly run: (call: ActionCall) => void;
}

export type Actions = { readonly [name: string]: Action };
