import type { Json } from '../../contract/json.ts';

/**
 * What came of a request: a status, and a document where there is one to show.
 *
 * @experimental
 * @since 0.1.0
 */
export interface Served {
  readonly status: number;
  readonly document?: Json;
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON merge patch, RFC 7396. */
function merged(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/**
 * JSON documents by path, as a REST interface changes them.
 *
 * @experimental
 * @since 0.1.0
 */
export class Documents {
  readonly #documents: Map<string, Json>;

  constructor(documents: { readonly [path: string]: Json }) {
    this.#documents = new Map(Object.entries(documents));
  }

  get(path: string): Json | undefined {
    return this.#documents.get(path);
  }

  set(path: string, document: Json): void {
    this.#documents.set(path, document);
  }

  serve(method: string, path: string, body: Json | undefined): Served {
    const found = this.#documents.get(path);
    if (method === 'PUT' && body !== undefined) {
      this.#documents.set(path, body);
      return { status: found === undefined ? 201 : 200, document: body };
    }
    if (found === undefined) return { status: 404, document: { error: `there is no ${path}` } };
    switch (method) {
      case 'GET':
      case 'HEAD':
        return { status: 200, document: found };
      case 'DELETE':
        this.#documents.delete(path);
        return { status: 204 };
      case 'PATCH':
      case 'POST': {
        if (body === undefined) return { status: 400, document: { error: 'a body of JSON is missing' } };
        if (method === 'POST' && !Array.isArray(found)) return { status: 405, document: { error: `${path} is no list` } };
        const document = Array.isArray(found) && method === 'POST' ? [...found, body] : merged(found, body);
        this.#documents.set(path, document);
        return { status: method === 'POST' ? 201 : 200, document };
      }
      default:
        return { status: 405, document: { error: `${method} is not known` } };
    }
  }
}
