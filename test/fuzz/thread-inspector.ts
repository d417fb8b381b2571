import { Session } from 'node:inspector';

export interface ThreadState {
  /** After a collection. */
  readonly heapBytes: number;
  /** What keeps it running, by kind. */
  readonly resources: readonly string[];
}

/** Looks into the one worker thread of this process: its heap, and what it has open. */
export class ThreadInspector implements Disposable {
  readonly #session = new Session();
  readonly #waiting = new Map<number, (result: { readonly [name: string]: unknown }) => void>();
  #attached = Promise.withResolvers<string>();
  #next = 1;

  constructor() {
    this.#session.connect();
    this.#session.on('NodeWorker.attachedToWorker', ({ params }) => this.#attached.resolve(params.sessionId));
    this.#session.on('NodeWorker.detachedFromWorker', () => (this.#attached = Promise.withResolvers<string>()));
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const { id, result }: { id?: number; result?: { readonly [name: string]: unknown } } = JSON.parse(params.message);
      if (id !== undefined) this.#waiting.get(id)?.(result ?? {});
    });
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  async look(): Promise<ThreadState> {
    await this.#ask('HeapProfiler.collectGarbage', {});
    const { usedSize, backingStorageSize } = await this.#ask('Runtime.getHeapUsage', {});
    const { result } = await this.#ask('Runtime.evaluate', { expression: 'JSON.stringify(process.getActiveResourcesInfo())', returnByValue: true });
    const text = typeof result === 'object' && result !== null && 'value' in result ? String(result.value) : '[]';
    return { heapBytes: Number(usedSize) + Number(backingStorageSize ?? 0), resources: JSON.parse(text) };
  }

  [Symbol.dispose](): void {
    this.#session.disconnect();
  }

  async #ask(method: string, params: object): Promise<{ readonly [name: string]: unknown }> {
    const sessionId = await this.#attached.promise;
    const id = this.#next;
    this.#next += 1;
    const { promise, resolve } = Promise.withResolvers<{ readonly [name: string]: unknown }>();
    this.#waiting.set(id, resolve);
    this.#session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) });
    const result = await promise;
    this.#waiting.delete(id);
    return result;
  }
}
