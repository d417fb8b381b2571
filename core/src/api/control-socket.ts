import { chmod, lstat, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { everything } from '../access/index.ts';
import { makeStateFolder } from '../store/index.ts';
import type { CommandContext } from './command.ts';
import { commands } from './commands/index.ts';
import { frameLine, reportOf, requireNoDaemon, type DaemonFacts, type Progress } from '../control/index.ts';
import { badRequest, socketBlocked, unknownCommand } from './errors.ts';
import type { HostServices } from './host-services.ts';

export interface ControlSocketOptions {
  readonly services: HostServices;
  readonly daemon: DaemonFacts;
  readonly stop: () => void;
  readonly path: string;
}

/** sockaddr_un holds 108 bytes with the ending zero (unix(7)). */
const longestPath = 107;
/** Fast enough for the eye. */
const progressEvery = 100;
const personSchema = z.string().min(1).max(64).regex(/^[^\p{C}]+$/u);

/** The daemon's end of the command line: HTTP over a Unix socket that only its owner can open. */
export class ControlSocket implements AsyncDisposable {
  readonly #options: ControlSocketOptions;
  readonly #server: FastifyInstance;
  readonly #closing = new AbortController();
  #listening = false;

  constructor(options: ControlSocketOptions) {
    this.#options = options;
    this.#server = fastify({ bodyLimit: 16 * 1_024 * 1_024, forceCloseConnections: true });
    this.#server.get('/daemon', async () => options.daemon);
    this.#server.post<{ Params: { name: string } }>('/commands/:name', (request, reply) => this.#perform(request, reply));
    this.#server.setErrorHandler(async (error, _request, reply) => reply.code(400).send(frameLine({ error: reportOf(badRequest(error instanceof Error ? error.message : String(error))) })));
  }

  async listen(): Promise<void> {
    const { path } = this.#options;
    if (Buffer.byteLength(path) > longestPath) throw socketBlocked(`${path} is longer than the ${longestPath} bytes a socket's path may have`);
    await this.#makeWay();
    try {
      await makeStateFolder(dirname(path));
      // Bound where nobody else can look, then moved: at its own path the socket is never open to others.
      const nursery = await mkdtemp(join(dirname(path), '.s'));
      try {
        const young = join(nursery, 's');
        await this.#server.listen({ path: Buffer.byteLength(young) > longestPath ? path : young });
        await chmod(young, 0o600);
        await rename(young, path);
      } finally {
        await rm(nursery, { recursive: true, force: true });
      }
    } catch (cause) {
      throw socketBlocked(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    this.#listening = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#server.close();
    if (this.#listening) await rm(this.#options.path, { force: true });
  }

  /** A socket that a dead daemon left is replaced; one that answers is another daemon. */
  async #makeWay(): Promise<void> {
    const { path } = this.#options;
    const found = await lstat(path).catch(() => null);
    if (found && !found.isSocket()) throw socketBlocked(`${path} is there and is not a socket`);
    if (found) await requireNoDaemon(path);
  }

  #perform(request: FastifyRequest<{ Params: { name: string } }>, reply: FastifyReply): FastifyReply {
    const lines = new PassThrough();
    void reply.type('application/x-ndjson').send(lines);
    void this.#answer(request, lines);
    return reply;
  }

  async #answer(request: FastifyRequest<{ Params: { name: string } }>, lines: PassThrough): Promise<void> {
    const gone = new AbortController();
    request.raw.socket.once('close', () => gone.abort());
    // What is written after the other end has gone has nobody to go to.
    lines.on('error', () => gone.abort());
    let shownAt = 0;
    const progress = (step: Progress): void => {
      const now = performance.now();
      if (now - shownAt < progressEvery || lines.destroyed) return;
      shownAt = now;
      lines.write(frameLine({ progress: step }));
    };
    let stopping = false;
    try {
      const name = request.params.name;
      const known = Object.entries(commands).find(([one]) => one === name)?.[1];
      if (!known) throw unknownCommand(`there is no command ${name}`);
      const signal = known.detached ? this.#closing.signal : AbortSignal.any([gone.signal, this.#closing.signal]);
      const context: CommandContext = {
        services: this.#options.services, daemon: this.#options.daemon, person: personOf(request), account: null, rights: everything, signal, progress,
        stop: () => void (stopping = true),
      };
      lines.end(frameLine({ result: await known.perform(context, request.body ?? {}) }));
    } catch (error) {
      lines.end(frameLine({ error: reportOf(error) }));
    }
    if (stopping) this.#options.stop();
  }
}

function personOf(request: FastifyRequest): string {
  const given = request.headers['x-jackfield-person'];
  // Header values are Latin-1: a name travels percent-encoded.
  const parsed = personSchema.safeParse(new URLSearchParams(`person=${typeof given === 'string' ? given : ''}`).get('person'));
  if (!parsed.success) throw badRequest('the name of the person who asks is missing');
  return parsed.data;
}
