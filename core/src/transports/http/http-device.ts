import type { HttpResponse } from '@jackfield/sdk';
import type { Credentials } from '../../sites/index.ts';
import { credentialsKindWrong } from '../errors.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';
import { BearerLogin, type Bearer, type OAuth2Credential } from './bearer-login.ts';
import { httpExchange, type HttpSent } from './http-exchange.ts';

type HttpOperation = Extract<Operation, { op: `http.${string}` }>;

const defaultBytes = 1_024 * 1_024;
const unauthorized = 401;

/** One device over HTTP: a connection for each request, and the token of its API where the credentials are for one. */
export class HttpDevice {
  readonly #target: Target;
  readonly #credentials: Credentials;
  #login: BearerLogin | null = null;
  #running = 0;
  lastUsed = performance.now();

  constructor(target: Target, credentials: Credentials) {
    this.#target = target;
    this.#credentials = credentials;
  }

  get busy(): boolean {
    return this.#running > 0;
  }

  async perform(operation: HttpOperation, progress: Progress): Promise<HttpResponse> {
    this.#running += 1;
    try {
      return await this.#send(operation, progress);
    } finally {
      this.#running -= 1;
    }
  }

  #send(operation: HttpOperation, progress: Progress): Promise<HttpResponse> {
    const body = operation.op === 'http.send' && operation.body !== undefined ? JSON.stringify(operation.body) : undefined;
    const query = new URLSearchParams(operation.query).toString();
    const sent: HttpSent = {
      method: operation.op === 'http.get' ? 'GET' : operation.method,
      path: query === '' ? operation.path : `${operation.path}?${query}`,
      headers: { ...operation.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body, maxBytes: operation.maxBytes ?? defaultBytes,
    };
    const { credentials: name } = this.#target.settings.http;
    if (name === undefined) return httpExchange(this.#target, sent, progress);
    const credential = this.#credentials.get(name);
    switch (credential.kind) {
      case 'http-basic':
        return httpExchange(this.#target, withHeader(sent, 'authorization', `Basic ${Buffer.from(`${credential.user}:${credential.password}`).toString('base64')}`), progress);
      case 'http-token':
        return httpExchange(this.#target, withHeader(sent, credential.header, credential.token), progress);
      case 'http-oauth2':
        return this.#sendLoggedIn(credential, sent, operation.headers, progress);
      default:
        throw credentialsKindWrong(`credentials "${name}" are of kind ${credential.kind}, HTTP needs http-basic, http-token or http-oauth2`, { place: { device: this.#target.address } });
    }
  }

  /** With a token, and once more with a new one when the device has forgotten the old: what it answers with 401 it has not done. */
  async #sendLoggedIn(credential: OAuth2Credential, sent: HttpSent, headers: HttpSent['headers'], progress: Progress): Promise<HttpResponse> {
    this.#login ??= new BearerLogin(this.#target, credential);
    const login = this.#login;
    const { bearer, isNew } = await login.bearer(headers, progress);
    const answer = await this.#sendWith(bearer, sent, progress);
    if (answer.status !== unauthorized || isNew) return answer;
    await login.forget(bearer);
    return this.#sendWith((await login.bearer(headers, progress)).bearer, sent, progress);
  }

  async #sendWith({ token, cover }: Bearer, sent: HttpSent, progress: Progress): Promise<HttpResponse> {
    progress.layer = 'request';
    const { status, headers, body } = await httpExchange(this.#target, withHeader(sent, 'authorization', `Bearer ${token}`), progress);
    return { status, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, cover.replace(value)])), body: cover.replace(body) };
  }
}

/** The host's own goes last: what a plugin sets never takes its place. */
function withHeader(sent: HttpSent, name: string, value: string): HttpSent {
  return { ...sent, headers: { ...sent.headers, [name]: value } };
}
