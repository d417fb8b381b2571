import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { isIPv6 } from 'node:net';
import type { HttpResponse } from '@jackfield/sdk';
import { connectionFault } from '../connection-fault.ts';
import type { Progress } from '../progress.ts';
import { connectTls } from '../tls/connect-tls.ts';
import type { Target } from '../transports.ts';

/** What goes out, secrets included. */
export interface HttpSent {
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string | undefined;
  /** Bytes of the answer's body that are taken. */
  readonly maxBytes: number;
}

/** One request and its answer; redirects are an answer, not followed: they could lead anywhere. */
export async function httpExchange({ address, settings }: Target, sent: HttpSent, progress: Progress): Promise<HttpResponse> {
  const { tls, port = tls ? 443 : 80, fingerprint } = settings.http;
  const { layer } = progress;
  progress.layer = 'connect';
  // The peer is proven first: the request carries the credentials.
  const secure = tls ? await connectTls(address, port, fingerprint, progress) : null;
  const options: RequestOptions = {
    host: address,
    port,
    method: sent.method,
    path: sent.path,
    headers: { host: isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`, connection: 'close', ...sent.headers },
    signal: progress.signal,
    ...(secure === null ? {} : { createConnection: () => secure }),
  };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = request(options);
      call.once('socket', (socket) => {
        const connected = (): void => void (progress.layer = layer === 'login' ? layer : 'request');
        if (socket.connecting) socket.once('connect', connected);
        else connected();
      });
      call.once('response', resolve);
      call.once('error', reject);
      call.end(sent.body);
    });
    return await read(response, sent.maxBytes, progress);
  } catch (error) {
    if (progress.signal.aborted) throw progress.signal.reason;
    if (error instanceof Error && 'kind' in error) throw error;
    const { reason, hint } = connectionFault(error, port, 'HTTP');
    throw progress.failure('Unreachable', reason, hint, error);
  } finally {
    secure?.destroy();
  }
}

async function read(response: IncomingMessage, maxBytes: number, progress: Progress): Promise<HttpResponse> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response) {
    if (!Buffer.isBuffer(piece)) continue;
    bytes += piece.length;
    if (bytes > maxBytes) throw progress.failure('Unsupported', `a body of more than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])),
  );
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(pieces).toString('utf8') };
}
