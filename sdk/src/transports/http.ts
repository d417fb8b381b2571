import type { Json } from '../contract/json.ts';

export interface HttpRequestOptions {
  readonly query?: { readonly [name: string]: string };
  readonly headers?: { readonly [name: string]: string };
  readonly timeoutMs?: number;
  /** Bytes of body kept. Default 1 MiB, at most 16 MiB; a longer body is `Unsupported`. */
  readonly maxBytes?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** Paths are relative to the device's base URL from the settings; the host adds credentials and pins certificates. */
export interface HttpReader {
  get(path: string, options?: HttpRequestOptions): Promise<HttpResponse>;
}

export interface HttpWriter extends HttpReader {
  send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Json, options?: HttpRequestOptions): Promise<HttpResponse>;
}
