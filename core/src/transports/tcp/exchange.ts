import { connect } from 'node:net';
import type { Credentials } from '../../sites/index.ts';
import { connectionFault } from '../connection-fault.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';
import { Cover, credentialOf, filledLogin, type Shown } from './login.ts';

type Exchange = Extract<Operation, { op: 'tcp.exchange' }>;

const defaultBytes = 1_024 * 1_024;

/** Where a device of this place listens for what plugins ask of a port. */
export function portAt({ settings }: Pick<Target, 'settings'>, port: number): number {
  return settings.tcp.ports?.[port] ?? port;
}

/** Connects, logs in when asked to, sends, reads until the mark, the silence, the cap or the close. */
export async function exchange(target: Target, operation: Exchange, credentials: Credentials, progress: Progress): Promise<Buffer> {
  const { port, login, send } = operation;
  const sent = Buffer.from(send ?? '', 'base64');
  if (login === undefined) return converse(target, operation, sent, null, progress);
  const credential = credentialOf(target, port, credentials);
  return converse(target, operation, Buffer.concat([Buffer.from(filledLogin(login, credential, port, progress)), sent]), new Cover(credential), progress);
}

function converse(target: Target, operation: Exchange, sent: Buffer, cover: Cover | null, progress: Progress): Promise<Buffer> {
  const { until, idleMs, maxBytes = defaultBytes } = operation;
  const { signal } = progress;
  progress.layer = 'connect';
  const mark = until === undefined ? null : Buffer.from(until);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.address, port: portAt(target, operation.port) });
    let received: Buffer = Buffer.alloc(0);
    const settle = (end: () => void): void => {
      signal.removeEventListener('abort', leave);
      socket.destroy();
      end();
    };
    const leave = (): void => settle(() => reject(signal.reason));
    const shown = (): Shown => cover?.show(received) ?? { bytes: received, isOpen: false };
    const finish = (): void => settle(() => resolve(shown().bytes));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    socket.once('connect', () => {
      progress.layer = 'request';
      socket.setTimeout(idleMs, finish);
      if (sent.length > 0) socket.write(sent);
    });
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece]).subarray(0, maxBytes);
      // A mark of the plugin's own must not tell it how a password begins.
      const { bytes, isOpen } = mark === null ? { bytes: received, isOpen: false } : shown();
      const isMarked = mark !== null && !isOpen && bytes.subarray(-mark.length).equals(mark);
      if (isMarked || received.length >= maxBytes) finish();
    });
    socket.once('close', finish);
    socket.once('error', (error) => settle(() => {
      const { reason, hint } = connectionFault(error, portAt(target, operation.port), 'what the plugin asks for');
      reject(progress.failure('Unreachable', reason, hint, error));
    }));
  });
}
