import type { Credentials } from '../sites/index.ts';
import { Dispatcher } from './thread/dispatcher.ts';
import type { Transports } from './transports.ts';

/**
 * Transports in this thread, with credentials from memory: for tests, where one thread less starts and ends. Every host
 * key is accepted, and there is nothing to sweep.
 */
export function createLocalTransports(credentials: Credentials): Transports {
  const dispatcher = new Dispatcher(credentials, async () => true);
  return {
    async perform(request, signal, onPiece = () => undefined) {
      signal?.throwIfAborted();
      const end = new AbortController();
      const abort = (): void => end.abort(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await dispatcher.perform(request, end, onPiece);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    subscribe: (request, signal) => dispatcher.events(request, signal),
    sweep: async () => new Map(),
    status: () => [],
    hostKeys: async () => [],
    acceptHostKey: async () => undefined,
    redact: async (texts) => dispatcher.redact(texts),
    reloadCredentials: async () => [],
    [Symbol.asyncDispose]: async () => dispatcher[Symbol.asyncDispose](),
  };
}
