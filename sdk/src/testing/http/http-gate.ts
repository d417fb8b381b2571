import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpLogin } from './http-model.ts';
import type { Served } from './documents.ts';

const refused: Served = { status: 401, document: { error: 'log in first' } };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const realm = 'simulator';

/** Lets requests through that are logged in, and does the logging in. */
export class HttpGate {
  readonly #login: HttpLogin | null;
  readonly #nonce = randomBytes(12).toString('hex');
  readonly #sessions = new Set<string>();

  constructor(login: HttpLogin | null) {
    this.#login = login;
  }

  /** Ends all sessions, as a restart of the device does. */
  endSessions(): void {
    this.#sessions.clear();
  }

  /** What is answered in place of the document; null for a request that may see it. */
  stops(request: IncomingMessage, path: string, sent: string): Served | null {
    const login = this.#login;
    const { authorization, cookie = '' } = request.headers;
    if (login === null) return null;
    if ('token' in login) return authorization === `Bearer ${login.token}` ? null : { ...refused, headers: { 'www-authenticate': 'Bearer' } };
    if ('header' in login) return request.headers[login.header.toLowerCase()] === login.value ? null : refused;
    if ('tokens' in login) return path === login.tokens ? this.#grant(login, sent) : this.#sessions.has(authorization?.replace(/^Bearer /, '') ?? '') ? null : { ...refused, headers: { 'www-authenticate': 'Bearer' } };
    if ('session' in login) return path === login.session ? this.#session(login, request.method ?? '', sent, cookie) : this.#sessions.has(cookieOf(cookie)) ? null : refused;
    if (login.scheme === 'basic') {
      const expected = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
      return authorization === expected ? null : { ...refused, headers: { 'www-authenticate': `Basic realm="${realm}"` } };
    }
    const isRight = authorization !== undefined && this.#answersChallenge(login, request.method ?? '', authorization);
    return isRight ? null : { ...refused, headers: { 'www-authenticate': `Digest realm="${realm}", qop="auth", nonce="${this.#nonce}", algorithm=MD5` } };
  }

  #grant({ user, password }: Extract<HttpLogin, { tokens: string }>, sent: string): Served {
    const form = new URLSearchParams(sent);
    const isRight = form.get('grant_type') === 'password' && form.get('username') === user && form.get('password') === password;
    if (!isRight) return { status: 400, document: { error: 'invalid_grant' } };
    const token = randomBytes(12).toString('hex');
    this.#sessions.add(token);
    return { status: 200, document: { access_token: token, token_type: 'bearer', expires_in: 900 } };
  }

  #session({ user, password }: Extract<HttpLogin, { session: string }>, method: string, sent: string, cookie: string): Served {
    if (method === 'DELETE') return this.#sessions.delete(cookieOf(cookie)) ? { status: 204 } : refused;
    if (method !== 'POST') return { status: 405, document: { error: `${method} is not known` } };
    if (!isSame(sent, user, password)) return { status: 401, document: { error: 'wrong user or password' } };
    const id = randomBytes(12).toString('hex');
    this.#sessions.add(id);
    return { status: 200, document: { ok: true }, headers: { 'set-cookie': `session=${id}; HttpOnly; Path=/` } };
  }

  /** RFC 7616 with MD5, as most devices still have it. */
  #answersChallenge({ user, password }: Extract<HttpLogin, { scheme: string }>, method: string, authorization: string): boolean {
    const fields = new Map([...authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain]));
    const field = (name: string): string => fields.get(name) ?? '';
    if (!authorization.startsWith('Digest ') || field('nonce') !== this.#nonce || field('username') !== user) return false;
    const [who, what] = [md5(`${user}:${realm}:${password}`), md5(`${method}:${field('uri')}`)];
    return field('response') === md5([who, this.#nonce, field('nc'), field('cnonce'), field('qop'), what].join(':'));
  }
}

function cookieOf(header: string): string {
  return /(?:^|;\s*)session=([^;]+)/.exec(header)?.[1] ?? '';
}

/** Logins are sent as JSON, or as a form. */
function isSame(sent: string, user: string, password: string): boolean {
  try {
    const body: unknown = JSON.parse(sent);
    return typeof body === 'object' && body !== null && 'user' in body && 'password' in body && body.user === user && body.password === password;
  } catch {
    const form = new URLSearchParams(sent);
    return form.get('user') === user && form.get('password') === password;
  }
}
