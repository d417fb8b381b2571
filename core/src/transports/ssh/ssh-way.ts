import type { Duplex } from 'node:stream';

/** How the bytes get to an SSH server: straight, or through jump hosts. */
export interface SshWay {
  /** Resolves when all hops before the server are logged in. */
  ready(): Promise<void>;
  /** The first hop that is not logged in, in words; null when all are. */
  waitingFor(): string | null;
  /** A stream to the server; null where it is to be connected to straight. */
  open(): Promise<Duplex | null>;
}

/** Ends a stream of a way for good: one of the library's is over only when all that came has been read. */
export function endStream(stream: Duplex | null): void {
  stream?.destroy();
  stream?.resume();
}

export const straight: SshWay = { ready: async () => undefined, waitingFor: () => null, open: async () => null };
