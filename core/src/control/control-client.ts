import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ReportedError } from './error-report.ts';
import { alreadyRunning, connectionLost, daemonNotRunning } from './errors.ts';
import { frameSchema, type DaemonFacts, type Progress } from './frame.ts';

export interface ControlClientOptions {
  readonly socket: string;
  readonly person: string;
}

/** What a daemon can be asked, by name. */
export type Asked<Name extends string = string> = { readonly [one in Name]: { readonly input: unknown; readonly result: unknown } };

export interface CallOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/**
 * The command line's end of the control socket. Knows what may be asked as a type alone: a command that only asks starts
 * without the host's code.
 */
export class ControlClient<Commands extends Asked<keyof Commands & string>> {
  readonly #options: ControlClientOptions;

  constructor(options: ControlClientOptions) {
    this.#options = options;
  }

  async call<Name extends keyof Commands & string>(name: Name, input: Commands[Name]['input'], options: CallOptions = {}): Promise<Commands[Name]['result']> {
    // The daemon is of the same release and runs as the same person: the shape of its result is the command's.
    const resultSchema = z.custom<Commands[Name]['result']>();
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
