import { setTimeout as delay } from 'node:timers/promises';
import { storeThreadLost, type Row, type Statement, type Store } from '../store/index.ts';

/** A thread that ended is started again after a second; one that cannot be is no use waiting for. */
const waits: readonly number[] = [300, 400, 600, 1_000, 2_000, 4_000];

/** Asks again while the thread of the store is away, for as long as it takes to start it; what is asked may be done twice. */
export async function patiently<Value>(work: () => Promise<Value>): Promise<Value> {
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      if (!storeThreadLost.is(error)) throw error;
      await delay(wait);
    }
  }
  return work();
}

/**
 * The store of a change, whose thread may end: what it did not confirm is asked for again once it is back. It may have
 * been taken already, so that everything that changes write may be written twice.
 */
export class PatientStore implements Pick<Store, 'read' | 'write' | 'writeSoon' | 'status'> {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  read(statement: Statement): Promise<readonly Row[]> {
    return patiently(() => this.#store.read(statement));
  }

  write(statements: readonly Statement[]): Promise<void> {
    return patiently(() => this.#store.write(statements));
  }

  writeSoon: Store['writeSoon'] = (statements) => patiently(() => this.#store.writeSoon(statements));
  status: Store['status'] = () => this.#store.status();
}
