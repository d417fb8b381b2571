import type { Socket } from 'node:net';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { listen } from '../events/index.ts';
import type { Listen } from '../sites/index.ts';
import { registerConsole } from './console-files.ts';
import { reportOf, type DaemonFacts } from '../control/index.ts';
import { listenFailed, portTaken } from './errors.ts';
import type { EventLog } from './events/index.ts';
import type { HostServices } from './host-services.ts';
import { Connections } from './connections.ts';
import { timesOf, type ConnectionLimits } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { addressOf, isLoopback, registerRest } from './rest/index.ts';
import type { PlainPage } from './plain-page.ts';
import { returnedPage } from './returned-page.ts';
import { returnedPath } from './public-place.ts';
import { keepSafe, refuseAddress } from './safe-headers.ts';
import { renewCertificate, secureServer } from './secure-server.ts';

export interface WebOptions {
  readonly services: HostServices;
  readonly daemon: DaemonFacts;
  readonly log: EventLog;
  /** Port 0 takes a free one. */
  readonly listen: Listen;
  readonly limits: ConnectionLimits;
}

/** They ask for no login: only this machine is answered, and no proxy on it that asks for another. */
const onThisMachine = {
  onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isLoopback(addressOf(request))) await reply.code(404).send();
  },
};

/** The HTTP API for people and programs; /healthz and /metrics for the service manager and Prometheus. */
export class Web implements AsyncDisposable {
  readonly #options: WebOptions;
  readonly #server: FastifyInstance;
  readonly #connections = new Connections();
  readonly #closing = new AbortController();
  readonly #renewing = new DisposableStack();

  constructor(options: WebOptions) {
    this.#options = options;
    const { services, daemon, log } = options;
    const metrics = createMetrics(services);
    this.#server = this.#serverOf(options);
    this.#connections.watch(this.#server.server, options.limits, options.listen.tls === undefined ? 'connection' : 'secureConnection');
    keepSafe(this.#server);
    this.#server.get('/healthz', onThisMachine, async (_request, reply) => {
      try {
        await services.store.read({ sql: 'SELECT 1' });
        const problem = services.store.status().problem ?? services.log.status().problem;
        if (problem !== null) throw problem;
        return { status: 'ok', version: daemon.version, startedAt: daemon.startedAt, devices: services.inventory.devices().length };
      } catch (error) {
        return reply.code(503).send({ status: 'failing', error: reportOf(error) });
      }
    });
    this.#server.get('/metrics', onThisMachine, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
    this.#servePage(returnedPath, returnedPage);
    registerConsole(this.#server);
    registerRest(this.#server, { services, daemon, log, closing: this.#closing.signal });
  }

  /** The address it listens on. */
  async listen(): Promise<Listen> {
    const { address, port } = this.#options.listen;
    try {
      await this.#server.listen({ host: address, port });
    } catch (cause) {
      const where = `${address} port ${port}`;
      const busy = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
      throw busy ? portTaken(`${where} is in use`, { cause }) : listenFailed(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    const bound = this.#server.server.address();
    return { ...this.#options.listen, port: typeof bound === 'object' && bound ? bound.port : port };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#renewing.dispose();
    await this.#server.close();
  }

  #servePage(path: string, { html, headers }: PlainPage): void {
    this.#server.get(path, async (_request, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(html));
  }

  #serverOf({ listen: { tls }, limits, services: { events } }: WebOptions): FastifyInstance {
    // Names have up to 255 signs, and each may take several in an address: what is too long is told by the schema of its route.
    const common = { forceCloseConnections: true, routerOptions: { maxParamLength: 4_096 }, frameworkErrors: refuseAddress, clientErrorHandler: (error: Error, socket: Socket) => this.#connections.refuse(error, socket) };
    const times = timesOf(limits);
    if (tls === undefined) return fastify({ ...common, requestTimeout: limits.requestMs, http: times });
    return fastify({ ...common, serverFactory: (handler) => {
      const server = secureServer(tls, times, handler);
      const renew = (): void => {
        try {
          renewCertificate(server, tls);
        } catch (error) {
          const { code, message, where, hint } = reportOf(listenFailed(`the certificate is not renewed: ${error instanceof Error ? error.message : String(error)}`, { cause: error, place: { file: tls.certificate } }));
          events.emit('certificate.kept', { code, message, where, hint });
        }
      };
      this.#renewing.use(listen(events, { 'configuration.reloaded': renew, 'configuration.unchanged': renew }));
      return server;
    } });
  }
}
