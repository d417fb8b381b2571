import os from 'node:os';
import { tellDenial } from './denials.ts';

// `process` is the global one and v8 stays out: importing them costs 5 ms of a start, and frozen flags close v8 already.

/** Calls that reach beyond the process, and that no plugin has a use for. */
const refused: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [process, [
    'kill', '_kill', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'abort', 'execve', 'dlopen', 'binding', '_linkedBinding', 'chdir', 'umask',
    'setuid', 'setgid', 'seteuid', 'setegid', 'setgroups', 'initgroups', 'loadEnvFile',
  ]],
  [os, ['setPriority']],
];

/**
 * Takes away what the permission model leaves open. Not a wall: a plugin may find another road to the same call, and
 * the wall is the process around it. It turns an accident, or a careless attack, into an exception.
 */
export function harden(): void {
  for (const [owner, names] of refused) {
    for (const name of names) {
      if (!(name in owner)) continue;
      const refuse = (): never => {
        tellDenial('Process', name);
        throw Object.assign(new Error(`${name} is not there for plugins`), { code: 'ERR_ACCESS_DENIED' });
      };
      Object.defineProperty(owner, name, { value: refuse, writable: false, configurable: false });
    }
  }
}
