import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { datedJson } from '../dated.ts';
import { AnswerPath, garbage as garbageBytes } from '../faults/index.ts';
import { Documents, type Served } from './documents.ts';
import type { HttpFaults } from './http-faults.ts';
import { HttpGate } from './http-gate.ts';
import { httpLoginSchema, httpModelSchema, type HttpLoginInput, type HttpModel, type HttpModelInput } from './http-model.ts';
import { pageOf } from './paging.ts';

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
  /** Asked of every request when given. */
  readonly login?: HttpLoginInput;
  readonly faults?: HttpFaults;
  /** What its slowness goes by. */
  readonly clock?: SimulatorClock;
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

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers: { readonly [name: string]: string };
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
  operations = 0;
  readonly #server: Server;
  readonly #model: HttpModel;
  readonly #gate: HttpGate;
  readonly #closing = new AbortController();
  readonly #path: AnswerPath;

  constructor(server: Server, { model, login, faults = {}, clock }: HttpSimulatorOptions) {
    this.#server = server;
    this.#model = httpModelSchema.parse(model);
    this.#gate = new HttpGate(login === undefined ? null : httpLoginSchema.parse(login));
    this.documents = new Documents(httpModelSchema.shape.documents.parse(JSON.parse(datedJson(JSON.stringify(this.#model.documents), (clock ?? systemTime).now()))), this.#model.items);
    this.faults = faults;
    this.#path = new AnswerPath({ clock, faults: () => this.faults, closing: this.#closing.signal });
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('request', (request, response) => {
      // A client that leaves in the middle has its own error; there is nobody to tell here.
      this.#receive(request, response).catch(() => response.destroy());
    });
  }

  /** Logs everybody out who has a session. */
  endSessions(): void {
    this.#gate.endSessions();
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
    this.operations += 1;
    const sent = await bodyOf(request);
    const { disconnectAt, halfOpen, garbage, truncated, status } = this.faults;
    if (disconnectAt !== undefined && this.operations >= disconnectAt) return void response.destroy();
    if (halfOpen === 'accept' || this.#path.loses()) return;
    const answer = status === undefined ? this.#answer(request, sent) : { status, type: 'text/html', body: proxyPage, headers: {} };
    if (!(await this.#path.waits())) return;
    if (garbage === true) return void response.socket?.end(garbageBytes);
    const body = Buffer.from(answer.body);
    const head = answer.body === '' ? {} : { 'content-type': answer.type };
    response.writeHead(answer.status, { server: this.#model.server, ...head, ...(answer.status === 204 || answer.status === 304 ? {} : { 'content-length': body.length }), ...answer.headers });
    const half = body.subarray(0, body.length >> 1);
    if (truncated === true && body.length > 0) response.write(half, () => response.destroy());
    else if (halfOpen === 'answer') response.write(half, () => request.socket.pause());
    else response.end(request.method === 'HEAD' ? undefined : body);
  }

  #answer(request: IncomingMessage, sent: string): Answer {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const page = this.#model.pages[url.pathname];
    if (page !== undefined) return { status: 200, type: 'text/html', body: page, headers: {} };
    const { status, document, headers = {} } = this.#gate.stops(request, url.pathname, sent) ?? this.#serve(request, url, sent);
    return { status, type: 'application/json', body: document === undefined ? '' : JSON.stringify(document), headers };
  }

  #serve({ method = 'GET', headers }: IncomingMessage, url: URL, sent: string): Served {
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead && this.faults.diskFull === true) return { status: 507, document: { error: 'no room' } };
    const list = this.documents.get(url.pathname);
    const paging = this.#model.paging[url.pathname];
    if (isRead && paging !== undefined && Array.isArray(list)) return pageOf(list, paging, url, this.faults.endlessPages === true);
    let body: Json | undefined;
    try {
      body = sent === '' ? undefined : z.json().parse(JSON.parse(sent));
    } catch {
      return { status: 400, document: { error: 'the body is no JSON' } };
    }
    return this.documents.serve(method, url.pathname, body, { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] }, this.#model.needsMatch);
  }
}
