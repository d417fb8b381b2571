import { createHash } from 'node:crypto';
import type { Json } from '../../contract/json.ts';
import type { HttpModel } from './http-model.ts';
import { isObject, itemAt } from './list-items.ts';

/**
 * What came of a request: a status, and a document where there is one to show.
 *
 * @experimental
 * @since 0.1.0
 */
export interface Served {
  readonly status: number;
  readonly document?: Json;
  readonly headers?: { readonly [name: string]: string };
}

/** What a request says of the version that it means. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/**
 * The version of a document: a strong ETag of RFC 9110.
 *
 * @experimental
 * @since 0.1.0
 */
export function etagOf(document: Json): string {
  return `"${createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 16)}"`;
}

function names(header: string, etag: string | null): boolean {
  return etag !== null && (header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag));
}

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
  readonly #items: HttpModel['items'];

  /** @param items - lists whose items have a path of their own each, by the path of the list */
  constructor(documents: { readonly [path: string]: Json }, items: HttpModel['items'] = {}) {
    this.#documents = new Map(Object.entries(documents));
    this.#items = items;
  }

  get(path: string): Json | undefined {
    return this.#documents.get(path) ?? this.#itemAt(path)?.found;
  }

  set(path: string, document: Json): void {
    const item = this.#itemAt(path);
    if (item?.found === undefined) this.#documents.set(path, document);
    else this.#documents.set(item.list, item.listWith(document));
  }

  #itemAt(path: string): ReturnType<typeof itemAt> {
    return this.#documents.has(path) ? null : itemAt(path, this.#items, this.#documents);
  }

  /** All of them, by path. */
  state(): { readonly [path: string]: Json } {
    return Object.fromEntries(this.#documents);
  }

  /** What a request is answered, and what it does. */
  serve(method: string, path: string, body: Json | undefined, { ifMatch, ifNoneMatch }: Conditions = {}, needsMatch = false): Served {
    const found = this.get(path);
    const etag = found === undefined ? null : etagOf(found);
    const isRead = method === 'GET' || method === 'HEAD';
    if (ifMatch !== undefined && !names(ifMatch, etag)) return { status: 412, document: { error: 'another version is there' } };
    if (ifNoneMatch !== undefined && names(ifNoneMatch, etag)) return isRead && etag !== null ? { status: 304, headers: { etag } } : { status: 412, document: { error: 'it is there already' } };
    if (needsMatch && !isRead && method !== 'POST' && found !== undefined && ifMatch === undefined) return { status: 428, document: { error: 'If-Match is missing' } };
    const served = this.#perform(method, path, body, found);
    const present = served.status < 300 && served.document !== undefined ? this.get(path) : undefined;
    return present === undefined ? served : { ...served, headers: { etag: etagOf(present) } };
  }

  #perform(method: string, path: string, body: Json | undefined, found: Json | undefined): Served {
    const item = this.#itemAt(path);
    // A list gets a new item by POST to the list.
    if (method === 'PUT' && body !== undefined && (item === null || found !== undefined)) {
      const document = item === null ? body : item.replacedBy(body);
      this.set(path, document);
      return { status: found === undefined ? 201 : 200, document };
    }
    if (found === undefined) return { status: 404, document: { error: `there is no ${path}` } };
    switch (method) {
      case 'GET':
      case 'HEAD':
        return { status: 200, document: found };
      case 'DELETE':
        if (item === null) this.#documents.delete(path);
        else this.#documents.set(item.list, item.listWith(undefined));
        return { status: 204 };
      case 'PATCH':
      case 'POST': {
        if (body === undefined) return { status: 400, document: { error: 'a body of JSON is missing' } };
        if (method === 'POST' && !Array.isArray(found)) return { status: 405, document: { error: `${path} is no list` } };
        const document = Array.isArray(found) && method === 'POST' ? [...found, body] : merged(found, body);
        this.set(path, document);
        return { status: method === 'POST' ? 201 : 200, document };
      }
      default:
        return { status: 405, document: { error: `${method} is not known` } };
    }
  }
}
