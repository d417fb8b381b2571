import type { Operations } from './operations.ts';
import { places } from './places.ts';
import { ApiProblem } from './problem.ts';
import type { Schemas } from './schemas.ts';

export interface ClientOptions {
  /** Where the host is, such as `http://127.0.0.1:9410`; empty for a page that came from there. */
  readonly host: string;
  /** A token, `Authorization: Bearer …`, or `X-Jackfield-CSRF` of a session. */
  readonly headers: { readonly [name: string]: string };
  /** Another fetch, for tests. */
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** ETag of what was seen, for what alters it. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
  /** Another fetch for this call, such as one that tells how much of a file is sent. */
  readonly fetch?: typeof fetch;
}

export interface Answered<Answer> {
  readonly answer: Answer;
  /** What it is known by: given as `ifMatch` to what alters it. */
  readonly etag: string;
}

/** The HTTP API with the types of its document. Runs in browsers and in Node; knows nothing of the host but that document. */
export class ApiClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Throws `ApiProblem` for what the host refuses. What alters something has a key of its own: sent again after a lost answer it is done once. */
  async call<Name extends keyof Operations>(name: Name, input: Operations[Name]['input'], { ifMatch, signal, fetch: by }: CallOptions = {}): Promise<Answered<Operations[Name]['answer']>> {
    const { method, path, sendsFile } = places[name];
    const given = new Map<string, unknown>(Object.entries(input));
    const place = path.replaceAll(/\{(\w+)\}/g, (_all: string, key: string) => {
      const value = given.get(key);
      given.delete(key);
      return encodeURIComponent(String(value));
    });
    const file = sendsFile === true ? given.get('file') : null;
    const isFile = file instanceof Blob;
    if (isFile) given.delete('file');
    const query = method === 'GET' || isFile ? queryOf(given) : '';
    const init: RequestInit = {
      method, ...(signal === undefined ? {} : { signal }), ...(method === 'GET' ? {} : { body: isFile ? file : JSON.stringify(Object.fromEntries(given)) }),
      headers: {
        ...this.#options.headers, ...(method === 'GET' ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json', 'idempotency-key': crypto.randomUUID() }), ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
    };
    const response = await this.#sent(`${this.#options.host}${place}${query}`, init, signal, by);
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok && isProblem(answer)) throw new ApiProblem(answer);
    if (!response.ok || !isAnswer(name, answer)) throw new Error(`${init.method ?? ''} ${place}: ${response.status}, and no answer of this API`);
    return { answer, etag: response.headers.get('etag') ?? '' };
  }

  /** Once more when the connection was lost: the key says that it is the same. */
  async #sent(url: string, init: RequestInit, signal: AbortSignal | undefined, by: typeof fetch | undefined): Promise<Response> {
    const send = by ?? this.#options.fetch ?? fetch;
    try {
      return await send(url, init);
    } catch (error) {
      if (signal?.aborted === true) throw error;
      return send(url, init);
    }
  }
}

function isProblem(answer: unknown): answer is Schemas['Problem'] {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;
}

/** The host checks what goes out by the schemas that these types are made from. */
function isAnswer<Name extends keyof Operations>(_name: Name, answer: unknown): answer is Operations[Name]['answer'] {
  return typeof answer === 'object' && answer !== null;
}

function queryOf(given: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of given) for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
