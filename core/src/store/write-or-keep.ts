import { storeFull } from './errors.ts';
import type { Statement, Store } from './store.ts';

/** Writes what is true whether or not there is room for it: at once, or when there is room again, in its order. */
export async function writeOrKeep(store: Pick<Store, 'write' | 'writeSoon' | 'status'>, statements: readonly Statement[]): Promise<void> {
  // Behind those that wait: an older state must not be written over this one.
  if (store.status().waiting > 0) return void (await store.writeSoon(statements));
  try {
    await store.write(statements);
  } catch (error) {
    if (!storeFull.is(error)) throw error;
    await store.writeSoon(statements);
  }
}
