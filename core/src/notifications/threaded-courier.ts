import { Worker } from 'node:worker_threads';
import type { CourierPlaces, Delivery, Outcome } from './courier.ts';
import { courierLost } from './errors.ts';

export interface CourierReply extends Outcome {
  readonly id: string;
}

/** The courier in its thread, which is started with the first message and anew after one that ended. */
export class ThreadedCourier implements AsyncDisposable {
  readonly #places: CourierPlaces;
  readonly #waiting = new Map<string, PromiseWithResolvers<Outcome>>();
  #worker: Worker | null = null;

  constructor(places: CourierPlaces) {
    this.#places = places;
  }

  deliver(delivery: Delivery): Promise<Outcome> {
    this.#worker ??= this.#start();
    const waiting = Promise.withResolvers<Outcome>();
    this.#waiting.set(delivery.id, waiting);
    this.#worker.postMessage(delivery, []);
    return waiting.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const fromSources = import.meta.url.endsWith('.ts');
    const worker = new Worker(new URL(fromSources ? './courier-thread.ts' : './courier-thread.js', import.meta.url), {
      name: 'messages', workerData: this.#places, execArgv: fromSources ? ['--conditions=jackfield-source'] : [],
    });
    worker.unref();
    worker.on('message', ({ id, ...outcome }: CourierReply) => {
      this.#waiting.get(id)?.resolve(outcome);
      this.#waiting.delete(id);
    });
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      this.#worker = null;
      for (const { resolve } of this.#waiting.values()) resolve({ taken: false, reason: courierLost('the thread that sends messages ended').message });
      this.#waiting.clear();
    });
    return worker;
  }
}
