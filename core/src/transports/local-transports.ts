import { once } from 'node:events';
import type { WireTrap } from '@jackfield/sdk/runtime';
import type { Credentials } from '../sites/index.ts';
import { TrapHub } from './snmp/traps/trap-hub.ts';
import { TrapReception, type TrapThread } from './snmp/traps/trap-reception.ts';
import { newEngine } from './snmp/traps/trap-engine.ts';
import { TrapReceiver } from './snmp/traps/trap-receiver.ts';
import { Dispatcher } from './thread/dispatcher.ts';
import type { Transports } from './transports.ts';

/**
 * Transports in this thread, with credentials from memory: for tests, where one thread less starts and ends. Every host
 * key is accepted, and there is nothing to sweep.
 */
export function createLocalTransports(credentials: Credentials): Transports {
  const dispatcher = new Dispatcher(credentials, { checkHostKey: async () => 'accepted', loggedIn: () => undefined });
  const traps = new TrapHub();
  const receptions: TrapReception[] = [];
  const missed = async (device: string): Promise<readonly WireTrap[]> => (await Promise.all(receptions.map((reception) => reception.missed(device)))).flat();
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
    subscribe: (request, signal) => (request.operation.op === 'snmp.traps' ? traps.listen(request.target.key, () => missed(request.target.key), signal) : dispatcher.events(request, signal)),
    receiveTraps(listen, keeper) {
      const reception = new TrapReception(localTrapThread(credentials), traps, listen, keeper);
      receptions.push(reception);
      return reception;
    },
    renew: async (device) => dispatcher.renew(device),
    sweep: async () => new Map(),
    status: () => [],
    hostKeys: async () => [],
    acceptHostKey: async () => undefined,
    refuseHostKey: async () => undefined,
    redact: async (texts) => dispatcher.redact(texts),
    reloadCredentials: async () => [],
    [Symbol.asyncDispose]: async () => dispatcher[Symbol.asyncDispose](),
  };
}

/** The receiver in this thread. */
function localTrapThread(credentials: Credentials): TrapThread {
  let running: TrapReceiver | null = null;
  return {
    async receive(listen, signal, tell) {
      await using receiver = await TrapReceiver.open({ listen, engine: newEngine(), credentials, tell: (news) => setImmediate(() => tell(news)) });
      running = receiver;
      if (!signal.aborted) await once(signal, 'abort');
      running = null;
    },
    order: (order) => running?.obey(order),
  };
}
