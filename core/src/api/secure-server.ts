import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { RequestListener } from 'node:http';
import type { Listen } from '../sites/index.ts';
import { listenFailed } from './errors.ts';
import type { timesOf } from './limits.ts';

type Tls = NonNullable<Listen['tls']>;
type Times = ReturnType<typeof timesOf>;

/** An HTTPS server with a certificate of its own; a coded error when its files are none. */
export function secureServer(tls: Tls, times: Times, handler: RequestListener): Server {
  try {
    return createServer({ ...filesOf(tls), ...times, handshakeTimeout: times.headersTimeout, minVersion: 'TLSv1.2' }, handler);
  } catch (cause) {
    throw listenFailed(`the certificate or its key cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause, place: { file: tls.certificate } });
  }
}

/** Takes over files that were renewed. Those in use stay when the new ones are none. */
export function renewCertificate(server: Server, tls: Tls): void {
  server.setSecureContext({ ...filesOf(tls), minVersion: 'TLSv1.2' });
}

const filesOf = ({ certificate, key }: Tls) => ({ cert: readFileSync(certificate), key: readFileSync(key) });
