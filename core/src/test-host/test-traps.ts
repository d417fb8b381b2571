import type { WireTrap } from '@jackfield/sdk/runtime';
import type { TrapReception, Transports } from '../transports/index.ts';

/** The port where the host of a test has the traps of one device: all devices of a test have the same address. */
export class TestTraps implements AsyncDisposable {
  readonly port: Promise<number>;
  readonly #reception: TrapReception;
  /** What came before the watcher listened. */
  #missed: WireTrap[] = [];

  constructor(transports: Pick<Transports, 'receiveTraps'>, device: string) {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.port = promise;
    this.#reception = transports.receiveTraps({ address: '127.0.0.1', port: 0, place: {} }, {
      keep: async ({ trap }, isHeard) => {
        if (!isHeard) this.#missed.push(trap);
        return true;
      },
      missed: async (asked) => (asked === device ? this.#missed.splice(0) : []),
      counted: () => undefined,
      opened: resolve,
      failed: reject,
    });
    this.#reception.accept([{ device, address: '127.0.0.1', credentials: ['snmp'] }]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#reception[Symbol.asyncDispose]();
  }
}
