import type { Json } from '../contract/json.ts';

/**
 * What a request may say beside its path.
 *
 * @stable
 * @since 0.1.0
 */
export interface HttpRequestOptions {
  /** Parameters of the query, encoded by the host. */
  readonly query?: { readonly [name: string]: string };
  /** Further headers. Those of the credential and `content-type` are the host's and win. */
  readonly headers?: { readonly [name: string]: string };
  /** Milliseconds for the whole operation; never more than the call has left. Left out, what the place's `transports.http.timeoutMs` says (10 s) for an operation that reads, what the call has left for one that writes. */
  readonly timeoutMs?: number;
  /** Bytes of body kept. Default 1 MiB, at most 16 MiB; a longer body is `Unsupported`. */
  readonly maxBytes?: number;
}

/**
 * What the device answered. A status that is no success is an answer too.
 *
 * @stable
 * @since 0.1.0
 */
export interface HttpResponse {
  /** Such as 200 or 404; redirects are not followed. For 401 throw `AuthFailed`. */
  readonly status: number;
  /** By name in lower case; repeated ones joined by commas. */
  readonly headers: { readonly [name: string]: string };
  /** The body as text, UTF-8. */
  readonly body: string;
}

/**
 * The device's web interface or API. Port, TLS, pinned certificate and credentials come from the settings; a device that does not answer is `Unreachable`.
 * Each request carries the credential: Basic, a header, or a token for which the host logs in by itself (OAuth 2.0, `grant_type=password`), with the
 * `x-…` headers of the request. A plugin sees neither; other login forms and cookies are not supported.
 *
 * @stable
 * @since 0.1.0
 */
export interface HttpReader {
  /** GET of a path that the manifest's `http.read` allows; else `Refused`. */
  get(path: string, options?: HttpRequestOptions): Promise<HttpResponse>;
}

/**
 * The device's web interface, in writing phases.
 *
 * @stable
 * @since 0.1.0
 */
export interface HttpWriter extends HttpReader {
  /** Another method on a path that the manifest's `http.write` allows, else `Refused`; `body` goes out as JSON. */
  send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Json, options?: HttpRequestOptions): Promise<HttpResponse>;
}
