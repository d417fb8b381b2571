import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { RecordedDevice } from '../recorded-device.ts';
import { wireAnswer } from '../wire-answer.ts';
import type { LiveOptions } from './live-options.ts';

const response = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() });
const startPage = z.object({ http: z.object({ status: z.number(), title: z.string().nullable(), server: z.string().nullable() }).nullable() });

/** The web server of a recorded device, without TLS: it answers what was asked for, to everybody. */
export class RecordedWeb implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly #server: Server;
  readonly #device: RecordedDevice;

  private constructor(server: Server, device: RecordedDevice) {
    this.#server = server;
    this.#device = device;
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('request', (request, answer) => this.#serve(request, answer));
  }

  static async start(device: RecordedDevice, { address, ports }: LiveOptions): Promise<RecordedWeb> {
    const server = createServer().listen({ host: address, port: ports.http });
    await once(server, 'listening');
    return new RecordedWeb(server, device);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #serve(request: IncomingMessage, answer: ServerResponse): void {
    const { status, headers, body } = request.method === 'GET' || request.method === 'HEAD' ? this.#recorded(request) : { status: 405, headers: {}, body: 'a recording only answers what reads\n' };
    answer.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    answer.end(request.method === 'HEAD' ? undefined : body);
  }

  #recorded(request: IncomingMessage): z.output<typeof response> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://recorded');
    const query = JSON.stringify([...searchParams].sort());
    // Whoever asks has headers of its own: those that were recorded must be among them.
    const found = this.#device.recording.exchanges.findLast((exchange) => exchange.ask === 'http.get' && exchange.answer !== undefined && exchange.path === pathname
      && JSON.stringify(Object.entries(exchange.query).sort()) === query && Object.entries(exchange.headers).every(([name, value]) => request.headers[name.toLowerCase()] === value));
    if (found?.ask === 'http.get') return response.parse(wireAnswer(found, { op: 'http.get', path: found.path, query: found.query, headers: found.headers }));
    const seen = startPage.safeParse(this.#device.recording.exchanges.find(({ ask }) => ask === 'fingerprint.http')?.answer).data?.http;
    if (pathname !== '/' || seen === null || seen === undefined) return { status: 404, headers: {}, body: `${request.method ?? ''} ${request.url ?? ''} has no recording\n` };
    const title = (seen.title ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return { status: seen.status, headers: { 'content-type': 'text/html', ...(seen.server === null ? {} : { server: seen.server }) }, body: seen.title === null ? '' : `<html><head><title>${title}</title></head></html>` };
  }
}
