import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { DaemonFacts } from './command.ts';
import type { CommandName } from './commands/index.ts';
import type { CallOptions, CommandInput, CommandResult, DaemonClient } from './daemon-client.ts';
import { ReportedError } from './error-report.ts';
import { alreadyRunning, connectionLost, daemonNotRunning } from './errors.ts';
import { frameSchema } from './frame.ts';

export interface ControlClientOptions {
  readonly socket: string;
  readonly person: string;
}

/** The command line's end of the control socket. */
export class ControlClient implements DaemonClient {
  readonly #options: ControlClientOptions;

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  async call<Name extends CommandName>(name: Name, input: CommandInput<Name>, options: CallOptions = {}): Promise<CommandResult<Name>> {
    // The daemon is of the same release and runs as the same person: the shape of its result is the command's.
    const resultSchema = z.custom<CommandResult<Name>>();
    const response = await this.#post(name, input, options.signal);
    for await (const line of linesOf(response, name, options.signal)) {
      const frame = frameSchema.parse(JSON.parse(line));
      if ('progress' in frame) options.onProgress?.(frame.progress);
      else if ('error' in frame) throw new ReportedError(frame.error);
      else return resultSchema.parse(frame.result);
    }
    options.signal?.throwIfAborted();
    throw connectionLost(`no answer to ${name}`);
  }

  async #post(name: string, input: unknown, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    const body = JSON.stringify(input);
    const { socket, person } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sent = request({
      socketPath: socket, path: `/commands/${name}`, method: 'POST', agent: false, ...(signal ? { signal } : {}),
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-jackfield-person': encodeURIComponent(person) },
    }, resolve);
    sent.on('error', (cause: NodeJS.ErrnoException) => reject(isAbsent(cause) ? daemonNotRunning(`nothing answers at ${socket}`, { cause }) : signal?.aborted ? cause : connectionLost(cause.message, { cause })));
    sent.end(body);
    return promise;
  }
}

/** The lines of an answer; a coded error when the daemon goes in the middle of it. */
async function* linesOf(response: IncomingMessage, name: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: response, crlfDelay: Infinity });
  } catch (cause) {
    signal?.throwIfAborted();
    throw connectionLost(`it ended in the middle of ${name}`, {
      cause, ...(name === 'apply' || name === 'undo' ? { hint: 'The next start settles the change: start it again, then see `jackfield changes`.' } : {}),
    });
  }
}

function isAbsent(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTSOCK';
}

const factsSchema = z.object({ pid: z.number(), version: z.string(), startedAt: z.string() });

/** The facts of the daemon behind a socket; null when none answers within two seconds. */
export async function askDaemon(socket: string): Promise<DaemonFacts | null> {
  const { promise, resolve } = Promise.withResolvers<DaemonFacts | null>();
  const asked = request({ socketPath: socket, path: '/daemon', agent: false, timeout: 2_000 }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => void (text += piece)).on('end', () => {
      try {
        resolve(factsSchema.parse(JSON.parse(text)));
      } catch {
        resolve(null);
      }
    }).on('error', () => resolve(null));
  });
  asked.on('error', () => resolve(null)).on('timeout', () => void asked.destroy(new Error('no answer')));
  asked.end();
  return promise;
}

/** Throws when a daemon answers behind a socket. Asked before anything is opened: two of them would fight over the database. */
export async function requireNoDaemon(socket: string): Promise<void> {
  const running = await askDaemon(socket);
  if (running) throw alreadyRunning(`already running: the daemon with pid ${running.pid}, since ${running.startedAt}`);
}
