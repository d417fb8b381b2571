import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionLimits } from './limits.ts';
import { badRequest } from './errors.ts';
import { problemOf } from './rest/index.ts';
import { safe } from './safe-headers.ts';

/** What Node says of bytes that are no request, as statuses; all others are 400. */
const statuses: { readonly [code: string]: number | undefined } = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413 };
const reasons: { readonly [status: number]: string } = { 400: 'Bad Request', 408: 'Request Timeout', 413: 'Content Too Large', 431: 'Request Header Fields Too Large' };

/** A request that is none, in the form of all other errors. */
function refusal(status: number, said: string): string {
  const body = JSON.stringify({ ...problemOf(badRequest(`this is no request: ${said}`)), status });
  const headers = { ...safe, 'content-type': 'application/problem+json', 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  return `HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\n${Object.entries(headers).map((pair) => pair.join(': ')).join('\r\n')}\r\n\r\n${body}`;
}

/**
 * The connections of a server. When there are too many, the one that has waited longest without a request goes: whoever holds
 * thousands open keeps nobody else out, and who is being answered stays.
 */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #waiting = new Set<Socket>();
  readonly #answers = new WeakMap<Socket, ServerResponse>();

  watch(server: Server, { connections }: ConnectionLimits, opened: 'connection' | 'secureConnection'): void {
    server.on(opened, (socket: Socket) => {
      this.#open.add(socket);
      this.#waiting.add(socket);
      socket.once('close', () => {
        this.#open.delete(socket);
        this.#waiting.delete(socket);
      });
      const [longest = socket] = this.#waiting;
      if (this.#open.size > connections) longest.destroy();
    });
    server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
      this.#waiting.delete(socket);
      this.#answers.set(socket, answer);
      answer.once('close', () => {
        if (this.#open.has(socket) && this.#answers.get(socket) === answer) this.#waiting.add(socket);
      });
    });
  }

  /** Answers what is no request, or came too slowly, and ends its connection. */
  refuse(error: Error, socket: Socket): void {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const answer = this.#answers.get(socket);
    // Not into the middle of an answer.
    const isSilent = answer === undefined || answer.writableFinished || !answer.headersSent;
    if (code !== 'ECONNRESET' && socket.writable && isSilent) socket.write(refusal(statuses[code] ?? 400, error.message));
    socket.destroySoon();
  }
}
