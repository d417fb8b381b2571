import { isIP } from 'node:net';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { connectionFault } from '../connection-fault.ts';
import type { Progress } from '../progress.ts';

/** SHA-256 of a certificate without colons, lower case, as the settings have it. */
export function certificateFingerprint(certificate: PeerCertificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

/**
 * A TLS connection whose peer is proven before a byte of ours is sent: by its pinned certificate where the settings have
 * one, else by the system's authorities.
 */
export async function connectTls(address: string, port: number, pin: string | undefined, progress: Progress): Promise<TLSSocket> {
  const pinned = pin?.replaceAll(':', '').toLowerCase();
  const socket = connect({ host: address, port, rejectUnauthorized: pinned === undefined, ...(isIP(address) === 0 ? { servername: address } : {}) });
  const { signal } = progress;
  const abort = (): void => void socket.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the connection was closed during the TLS handshake')));
    });
  } catch (error) {
    socket.destroy();
    if (signal.aborted) throw signal.reason;
    const message = error instanceof Error ? error.message : String(error);
    const distrusted = /certificate|self.signed|unable to verify|altnames/i.test(message);
    if (distrusted) throw progress.failure('AuthFailed', message, 'Pin the device\'s certificate: "fingerprint" of the transport\'s settings.', error);
    const { reason, hint } = connectionFault(error, port, 'TLS');
    throw progress.failure('Unreachable', reason, hint, error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
  const presented = certificateFingerprint(socket.getPeerCertificate());
  if (pinned !== undefined && presented !== pinned) {
    socket.destroy();
    throw progress.failure('AuthFailed', 'the certificate is not the pinned one', `It is ${presented}; a renewed certificate needs a new "fingerprint" in the settings.`);
  }
  return socket;
}
