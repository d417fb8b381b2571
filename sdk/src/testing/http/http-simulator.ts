import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import { Documents, type Served } from './documents.ts';
import type { HttpFaults } from './http-faults.ts';
import { httpModelSchema, type HttpModelInput } from './http-model.ts';

/**
 * What an HTTP simulator serves, and where it listens.
 *
 * @experimental
 * @since 0.1.0
 */
export interface HttpSimulatorOptions {
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default any free one. */
  readonly port?: number;
  readonly model: HttpModelInput;
  /** Asked of every request when given: `Authorization: Bearer TOKEN` or HTTP Basic. */
  readonly login?: { readonly token: string } | { readonly user: string; readonly password: string };
  readonly faults?: HttpFaults;
}

/**
 * Starts an HTTP server, without TLS, that keeps JSON documents.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startHttpSimulator(options: HttpSimulatorOptions): Promise<HttpSimulator> {
  const server = createServer();
  server.listen({ host: options.address ?? '127.0.0.1', port: options.port ?? 0 });
  await once(server, 'listening');
  return new HttpSimulator(server, options);
}

const bodyBytes = 1_024 * 1_024;
const proxyPage = '<html><head><title>502 Bad Gateway</title></head><body>upstream gone</body></html>';

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) {
    body += String(piece);
    if (body.length > bodyBytes) throw new RangeError('a body of more than 1 MiB');
  }
  return body;
}

/**
 * A web interface on loopback.
 *
 * @experimental
 * @since 0.1.0
 */
export class HttpSimulator implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** What it keeps: to look into, and to change as the device itself would. */
  readonly documents: Documents;
  /** What it does wrong from now on. */
  faults: HttpFaults;
  /** Requests that came, answered or not. */
  requests = 0;
  readonly #server: Server;
  readonly #pages: ReadonlyMap<string, string>;
  readonly #name: string;
  readonly #authorization: string | null;
  readonly #closing = new AbortController();

  constructor(server: Server, { model, login, faults = {} }: HttpSimulatorOptions) {
    const { documents, pages, server: name } = httpModelSchema.parse(model);
    this.#server = server;
    this.#pages = new Map(Object.entries(pages));
    this.#name = name;
    this.documents = new Documents(documents);
    this.faults = faults;
    if (login === undefined) this.#authorization = null;
    else this.#authorization = 'token' in login ? `Bearer ${login.token}` : `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('request', (request, response) => {
      // A client that leaves in the middle has its own error; there is nobody to tell here.
      this.#receive(request, response).catch(() => response.destroy());
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.#closing.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const { hang, latencyMs = 0, disconnectAt, garbage, truncated, status } = this.faults;
    const sent = await bodyOf(request);
    if (hang === true) return;
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: this.#closing.signal });
    if (disconnectAt !== undefined && this.requests >= disconnectAt) return void response.destroy();
    if (garbage === true) return void response.socket?.end('% Unknown command or computer name\r\n');
    const [type, body, code] = status === undefined ? this.#content(request, sent) : (['text/html', proxyPage, status] as const);
    response.writeHead(code, { server: this.#name, 'content-type': type, 'content-length': Buffer.byteLength(body) });
    if (truncated === true && body.length > 0) response.write(body.slice(0, body.length >> 1), () => response.destroy());
    else response.end(request.method === 'HEAD' ? undefined : body);
  }

  #content(request: IncomingMessage, sent: string): readonly [type: string, body: string, status: number] {
    const path = new URL(request.url ?? '/', 'http://simulator').pathname;
    const page = this.#pages.get(path);
    if (page !== undefined) return ['text/html', page, 200];
    const { status, document } = this.#served(request, path, sent);
    return ['application/json', document === undefined ? '' : JSON.stringify(document), status];
  }

  #served({ method = 'GET', headers }: IncomingMessage, path: string, sent: string): Served {
    if (this.#authorization !== null && headers.authorization !== this.#authorization) return { status: 401, document: { error: 'log in first' } };
    const isWrite = method !== 'GET' && method !== 'HEAD';
    if (isWrite && this.faults.diskFull === true) return { status: 507, document: { error: 'no room' } };
    let body: Json | undefined;
    try {
      body = sent === '' ? undefined : z.json().parse(JSON.parse(sent));
    } catch {
      return { status: 400, document: { error: 'the body is no JSON' } };
    }
    return this.documents.serve(method, path, body);
  }
}
