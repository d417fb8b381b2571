import { connect } from 'node:net';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';

type Exchange = Extract<Operation, { op: 'tcp.exchange' }>;

const defaultBytes = 1_024 * 1_024;

/** Where a device of this place listens for what plugins ask of a port. */
export function portAt({ settings }: Pick<Target, 'settings'>, port: number): number {
  return settings.tcp.ports?.[port] ?? port;
}

/** Connects, sends, reads until the mark, the silence, the cap or the close. */
export function exchange(target: Pick<Target, 'address' | 'settings'>, operation: Exchange, progress: Progress): Promise<Buffer> {
  const { send, until, idleMs, maxBytes = defaultBytes } = operation;
  const { signal } = progress;
  progress.layer = 'connect';
  const mark = until === undefined ? null : Buffer.from(until);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.address, port: portAt(target, operation.port) });
    let received: Buffer = Buffer.alloc(0);
    const settle = (finish: () => void): void => {
      signal.removeEventListener('abort', leave);
      socket.destroy();
      finish();
    };
    const leave = (): void => settle(() => reject(signal.reason));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    socket.once('connect', () => {
      progress.layer = 'request';
      socket.setTimeout(idleMs, () => settle(() => resolve(received)));
      if (send !== undefined) socket.write(Buffer.from(send, 'base64'));
    });
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece]).subarray(0, maxBytes);
      const marked = mark !== null && received.subarray(-mark.length).equals(mark);
      if (marked || received.length >= maxBytes) settle(() => resolve(received));
    });
    socket.once('close', () => settle(() => resolve(received)));
    socket.once('error', (error) => settle(() => reject(progress.failure('Unreachable', error.message, undefined, error))));
  });
}
