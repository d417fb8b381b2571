import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

/** The plugin whose code runs. */
export interface Fenced {
  /** Notes what it reached for, and by which call. */
  readonly reached: (what: string) => Error;
  /** Folders whose files it may read. */
  readonly folders: readonly string[];
}

/** What a call reaches for; null when any plugin may make it. */
export type Describe = (args: readonly unknown[], folders: readonly string[]) => string | null;

/** Methods that are guarded: of a prototype, or of a module of Node. */
export interface WayOut {
  readonly owner: object;
  readonly names: readonly string[];
  readonly describe: (name: string) => Describe;
}

const key = Symbol.for('jackfield.plugin-fence');

/** Puts a question before a method: is it a plugin's code that calls? A proxy, so that all else of it stays as it was. */
function guard({ owner, names, describe }: WayOut, inPlugin: AsyncLocalStorage<Fenced>): void {
  for (const name of names) {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') continue;
    const what = describe(name);
    const ask = (args: readonly unknown[]): void => {
      const fenced = inPlugin.getStore();
      if (fenced === undefined) return;
      const found = inPlugin.exit(() => what(args, fenced.folders));
      if (found !== null) throw fenced.reached(found);
    };
    Reflect.set(owner, name, new Proxy(original, {
      apply: (target, self, args) => {
        ask(args);
        return Reflect.apply(target, self, args);
      },
      construct: (target, args, created) => {
        ask(args);
        return Reflect.construct(target, args, created);
      },
    }));
  }
}

/** Guards the ways out, once in a process, however many hosts and copies of this file there are. What it returns knows whose code runs. */
export function raise(ways: () => readonly WayOut[]): AsyncLocalStorage<Fenced> {
  const known: unknown = Reflect.get(globalThis, key);
  if (known instanceof AsyncLocalStorage) return known;
  const inPlugin = new AsyncLocalStorage<Fenced>();
  Reflect.set(globalThis, key, inPlugin);
  for (const way of ways()) guard(way, inPlugin);
  // Names that were imported before follow.
  syncBuiltinESMExports();
  return inPlugin;
}
