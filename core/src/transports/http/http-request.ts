import { request, type IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { HttpResponse } from '@jackfield/sdk';
import type { Credentials } from '../../sites/index.ts';
import { connectionFault } from '../connection-fault.ts';
import { credentialsKindWrong } from '../errors.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import { connectTls } from '../tls/connect-tls.ts';
import type { Target } from '../transports.ts';

type HttpOperation = Extract<Operation, { op: `http.${string}` }>;

const defaultBytes = 1_024 * 1_024;

function authorization(target: Target, credentials: Credentials): Record<string, string> {
  const { credentials: name } = target.settings.http;
  if (name === undefined) return {};
  const credential = credentials.get(name);
  if (credential.kind === 'http-basic') return { authorization: `Basic ${Buffer.from(`${credential.user}:${credential.password}`).toString('base64')}` };
  if (credential.kind === 'http-token') return { [credential.header]: credential.token };
  throw credentialsKindWrong(`credentials "${name}" are of kind ${credential.kind}, HTTP needs http-basic or http-token`, { place: { device: target.address } });
}

/** One request; redirects are an answer, not followed: they could lead anywhere. */
export async function httpRequest(target: Target, operation: HttpOperation, credentials: Credentials, progress: Progress): Promise<HttpResponse> {
  const { tls, port = tls ? 443 : 80, fingerprint } = target.settings.http;
  const body = operation.op === 'http.send' && operation.body !== undefined ? JSON.stringify(operation.body) : undefined;
  const query = new URLSearchParams(operation.query).toString();
  const secrets = authorization(target, credentials);
  progress.layer = 'connect';
  // The peer is proven first: the request carries the credentials.
  const secure = tls ? await connectTls(target.address, port, fingerprint, progress) : null;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = request({
        host: target.address,
        port,
        method: operation.op === 'http.get' ? 'GET' : operation.method,
        path: query === '' ? operation.path : `${operation.path}?${query}`,
        headers: {
          host: isIPv6(target.address) ? `[${target.address}]:${port}` : `${target.address}:${port}`,
          connection: 'close',
          ...operation.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...secrets,
        },
        signal: progress.signal,
        ...(secure === null ? {} : { createConnection: () => secure }),
      });
      call.once('socket', (socket) => {
        const connected = (): void => void (progress.layer = 'request');
        if (socket.connecting) socket.once('connect', connected);
        else connected();
      });
      call.once('response', resolve);
      call.once('error', reject);
      call.end(body);
    });
    return await read(response, operation.maxBytes ?? defaultBytes, progress);
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
