import { isPlugin, type Plugin } from '@jackfield/sdk';
import { ownNetwork } from './errors.ts';
import { raise } from './guard.ts';
import { waysOut } from './ways-out.ts';

/** What the sandbox denies a plugin, denied to its code in the process of a test too. */
export class PluginFence {
  readonly #name: string;
  readonly #folders: readonly string[];
  readonly #inPlugin = raise(waysOut);
  #reached: Error | null = null;

  /** `folders`: whose files it may read. */
  constructor(name: string, folders: readonly string[]) {
    this.#name = name;
    this.#folders = folders;
  }

  /** The same plugin, whose code reaches for no network, no programs, and no files but its own. */
  around(plugin: Plugin): Plugin {
    const kinds = Object.entries(plugin.implementations).map(([kind, found]) => [kind, new Map([...found].map(([name, each]) => [name, this.#wrapped(each)]))] as const);
    const fenced: unknown = { ...plugin, implementations: Object.fromEntries(kinds) };
    if (!isPlugin(fenced)) throw new TypeError(`${this.#name} is no plugin`);
    return fenced;
  }

  /** Runs what the host does for a plugin, on its behalf and outside of the fence. */
  outside<Answer>(work: () => Answer): Answer {
    return this.#inPlugin.exit(work);
  }

  /** Throws what the plugin reached for, once, whatever it made of the error. */
  throwReached(): void {
    const error = this.#reached;
    this.#reached = null;
    if (error !== null) throw error;
  }

  #wrapped(found: unknown): unknown {
    if (typeof found === 'function') return (...args: unknown[]) => this.#run(() => Reflect.apply(found, undefined, args));
    if (typeof found !== 'object' || found === null) return found;
    return new Proxy(found, {
      get: (owner, key) => {
        const member: unknown = Reflect.get(owner, key);
        return typeof member === 'function' ? (...args: unknown[]) => this.#run(() => Reflect.apply(member, owner, args)) : member;
      },
    });
  }

  #run(work: () => unknown): unknown {
    const reached = (what: string): Error => {
      const error = ownNetwork(`${this.#name} ${what}`, { place: { plugin: this.#name } });
      this.#reached ??= error;
      return error;
    };
    return this.#inPlugin.run({ reached, folders: this.#folders }, work);
  }
}
