import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collector: (() => void) | null = null;

/** Collects everything that is garbage. */
export function collect(): void {
  if (collector === null) {
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    collector = typeof gc === 'function' ? () => void gc() : () => undefined;
  }
  collector();
  // What the first finds unreachable, the second has let go: buffers outside of the heap too.
  collector();
}

/** Bytes in use after everything that is garbage is gone. */
export interface Memory {
  readonly heap: number;
  /** Outside of the heap: what Buffers and typed arrays hold. */
  readonly external: number;
}

export function memoryInUse(): Memory {
  collect();
  const { heapUsed: heap, external } = process.memoryUsage();
  return { heap, external };
}
