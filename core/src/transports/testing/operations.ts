import type { Credential, Credentials } from '../../sites/index.ts';
import { Progress } from '../progress.ts';
import { transportSettings } from '../target-settings.ts';
import type { SshKeeper } from '../ssh/ssh-connection.ts';
import type { Target } from '../transports.ts';

/** A device on loopback, reached as `transports` says. */
export function localTarget(transports: object): Target {
  return { key: 'widget', site: 'leeds', address: '127.0.0.1', settings: transportSettings(transports) };
}

/** The clock of one operation, whose deadline passes as it does in a transport thread. */
export function startProgress(timeoutMs = 5_000): Progress & Disposable {
  const end = new AbortController();
  const progress = new Progress('the operation', timeoutMs, end.signal);
  const timer = setTimeout(() => end.abort(progress.late()), timeoutMs);
  return Object.assign(progress, { [Symbol.dispose]: () => clearTimeout(timer) });
}

/** Credentials that are only in memory. */
export function memoryCredentials(entries: { readonly [name: string]: Credential }): Credentials {
  return {
    names: Object.keys(entries),
    get(name) {
      const credential = entries[name];
      if (credential === undefined) throw new Error(`no credential ${name}`);
      return credential;
    },
  };
}

/** Takes every host key. */
export const trusting: SshKeeper = { checkHostKey: async () => 'accepted', loggedIn: () => undefined };
