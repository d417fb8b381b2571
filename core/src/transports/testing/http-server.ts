import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** A device that speaks HTTP on loopback, and what was asked of it. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  readonly requests: IncomingMessage[];
  connections: number;
}

async function listen(server: Server, requests: IncomingMessage[]): Promise<HttpServer> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const sockets = new Set<Socket>();
  const device: HttpServer = {
    requests,
    connections: 0,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
  server.on('connection', (socket: Socket) => {
    device.connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return device;
}

export function serve(answer: RequestListener, tls?: { readonly key: string; readonly cert: string }): Promise<HttpServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    answer(request, response);
  };
  return listen(tls === undefined ? createServer(listener) : createTlsServer(tls, listener), requests);
}
