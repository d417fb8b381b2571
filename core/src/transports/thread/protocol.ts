import type { TransportSettings } from '../settings.ts';
import type { FirstUse, HostKeyVerdict } from '../ssh/ssh-connection.ts';
import type { Target, TransportRequest } from '../transports.ts';
import type { TrapOrder, TrapPlace } from '../snmp/traps/trap-messages.ts';
import type { WireError } from './wire-error.ts';

/** What a transport thread is started with: where its credentials are, never what they are. */
export interface ThreadData {
  readonly directory: string;
  readonly stateDirectory: string;
}

/** A target whose settings crossed before, under a number: they are large, and the same for many targets. */
export type NumberedTarget = Omit<Target, 'settings'> & { readonly settings: number };

/** A request whose target crossed before, under a number: a call asks one target many things. */
export type NumberedRequest = Omit<TransportRequest, 'target'> & { readonly target: number };

// Both cross in batches, as JSON text: half the cost of structured clones, with so many small messages.
export type ThreadRequest =
  | { readonly id: number; readonly kind: 'perform' | 'subscribe'; readonly request: NumberedRequest }
  /** What a number stands for from now on; these have no reply. */
  | { readonly id: number; readonly kind: 'settings'; readonly settings: TransportSettings }
  | { readonly id: number; readonly kind: 'target'; readonly target: NumberedTarget }
  /** Each address that answers comes in a piece: itself and its round trip. */
  | { readonly id: number; readonly kind: 'sweep'; readonly addresses: readonly string[]; readonly timeoutMs: number }
  | { readonly id: number; readonly kind: 'reloadCredentials' }
  | { readonly id: number; readonly kind: 'renew'; readonly device: string }
  /** Runs until it is called off; what it tells comes in pieces. */
  | { readonly id: number; readonly kind: 'traps'; readonly listen: TrapPlace }
  /** For the receiver that runs; these have no reply. */
  | { readonly id: number; readonly kind: 'trapOrder'; readonly order: TrapOrder }
  /** Answered with `done`: the texts without the secrets that are known here. */
  | { readonly id: number; readonly kind: 'redact'; readonly texts: readonly string[] }
  | { readonly id: number; readonly kind: 'cancel' }
  /** The answer to a `hostKey` question. */
  | { readonly id: number; readonly kind: 'hostKeyVerdict'; readonly verdict: HostKeyVerdict }
  | { readonly id: number; readonly kind: 'close' };

export type ThreadReply =
  | { readonly id: number; readonly kind: 'done'; readonly json: string }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError }
  /** A piece of output or an event. */
  | { readonly id: number; readonly kind: 'piece'; readonly text: string }
  /** A host key was offered: the main thread, which keeps the record, decides. `id` counts these questions. */
  | { readonly id: number; readonly kind: 'hostKey'; readonly address: string; readonly port: number; readonly fingerprint: string; readonly firstUse: FirstUse }
  /** An SSH login is done, after so long. */
  | { readonly id: 0; readonly kind: 'sshLogin'; readonly milliseconds: number };
