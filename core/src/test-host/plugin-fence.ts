import { AsyncLocalStorage } from 'node:async_hooks';
import { ChildProcess } from 'node:child_process';
import { Socket as UdpSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';
import { isPlugin, type Plugin } from '@jackfield/sdk';
import { ownNetwork } from './errors.ts';

/** What the plugin whose code runs reached for, and by which call. Empty in the host's own code. */
const inPlugin = new AsyncLocalStorage<(what: string) => Error>();

const guarded = Symbol.for('jackfield.plugin-fence');

/** Puts a question before a method: is it a plugin's code that calls? Once in a process, however many hosts there are. */
function guard(prototype: object, method: string, describe: (args: readonly unknown[]) => string): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function' || Reflect.has(original, guarded)) return;
  const checked = function checked(this: unknown, ...args: unknown[]): unknown {
    const reached = inPlugin.getStore();
    if (reached !== undefined) throw reached(describe(args));
    return Reflect.apply(original, this, args);
  };
  Reflect.set(prototype, method, Object.assign(checked, { [guarded]: true }));
}

function placeOf(args: readonly unknown[]): string {
  const [first] = args.flat();
  if (typeof first === 'object' && first !== null) {
    const { host, port, path }: { host?: unknown; port?: unknown; path?: unknown } = first;
    return typeof path === 'string' ? path : `${String(host ?? 'localhost')}:${String(port)}`;
  }
  return args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(' ');
}

function raise(): void {
  guard(Socket.prototype, 'connect', (args) => `connects to ${placeOf(args)}`);
  guard(Server.prototype, 'listen', () => 'listens on a port');
  guard(UdpSocket.prototype, 'send', (args) => `sends a datagram to ${args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(' ')}`);
  guard(UdpSocket.prototype, 'bind', () => 'listens on a port');
  guard(ChildProcess.prototype, 'spawn', (args) => `runs ${placeOf(args.map((arg) => (typeof arg === 'object' && arg !== null && 'file' in arg ? arg.file : '')))}`);
}

/** What the sandbox denies a plugin, denied to its code in the process of a test too. */
export class PluginFence {
  readonly #name: string;
  #reached: Error | null = null;

  constructor(name: string) {
    this.#name = name;
    raise();
  }

  /** The same plugin, whose code reaches for no network and no programs. */
  around(plugin: Plugin): Plugin {
    const kinds = Object.entries(plugin.implementations).map(([kind, found]) => [kind, new Map([...found].map(([name, each]) => [name, this.#wrapped(each)]))] as const);
    const fenced: unknown = { ...plugin, implementations: Object.fromEntries(kinds) };
    if (!isPlugin(fenced)) throw new TypeError(`${this.#name} is no plugin`);
    return fenced;
  }

  /** Runs what the host does for a plugin, on its behalf and outside of the fence. */
  outside<Answer>(work: () => Answer): Answer {
    return inPlugin.exit(work);
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
    return inPlugin.run((what) => {
      const error = ownNetwork(`${this.#name} ${what}`, { place: { plugin: this.#name } });
      this.#reached ??= error;
      return error;
    }, work);
  }
}
