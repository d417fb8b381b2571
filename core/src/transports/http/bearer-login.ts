import type { OutcomeError } from '@jackfield/sdk';
import { KnownSecrets } from '@jackfield/sdk/secrets';
import { z } from 'zod';
import type { Credential } from '../../sites/index.ts';
import type { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';
import { httpExchange, type HttpSent } from './http-exchange.ts';

export type OAuth2Credential = Extract<Credential, { kind: 'http-oauth2' }>;

/** Milliseconds a refused login is answered from memory: accounts are locked when many refusals follow each other. */
const refusedMs = 300_000;
/** Of the life of a token, what it is used for: a clock of another pace and the way take the rest. */
const usedShare = 0.9;
const answerBytes = 64 * 1_024;

/** RFC 6749, 5.1. The token is of characters that end no header (RFC 6750, 2.1). */
const grantedSchema = z.object({ access_token: z.string().regex(/^[\w.~+/-]+=*$/), expires_in: z.number().positive().optional() });
const deniedSchema = z.object({ error: z.string().regex(/^[\w-]{1,40}$/) });

export interface Bearer {
  readonly token: string;
  /** Takes the token out of what the device answers, however it is spelled there. */
  readonly cover: KnownSecrets;
  /** `performance.now()` after which it is not used. */
  readonly until: number;
}

interface Refusal {
  readonly error: OutcomeError;
  readonly until: number;
}

/** A login at an API that gives tokens for user and password: OAuth 2.0, RFC 6749, section 4.3. The token never leaves the transport thread. */
export class BearerLogin {
  readonly #target: Target;
  readonly #credential: OAuth2Credential;
  #held: Promise<Bearer | Refusal> | null = null;

  constructor(target: Target, credential: OAuth2Credential) {
    this.#target = target;
    this.#credential = credential;
  }

  /**
   * A token that is good now; who comes while one is asked for waits for the same. `headers` are those of the request that needs it,
   * of which those of the API's own (`x-…`) go along: one of several versions wants to know which at its login too.
   */
  async bearer(headers: HttpSent['headers'], progress: Progress): Promise<{ readonly bearer: Bearer; readonly isNew: boolean }> {
    while (this.#held !== null) {
      const asked = this.#held;
      const known = await unlessAborted(asked.catch(() => null), progress.signal);
      if (known !== null && performance.now() < known.until) return { bearer: granted(known), isNew: false };
      if (this.#held === asked) this.#held = null;
    }
    const asking = this.#ask(headers, progress);
    this.#held = asking;
    return { bearer: granted(await asking), isNew: true };
  }

  /** The device does not take it any more. */
  async forget(bearer: Bearer): Promise<void> {
    const asked = this.#held;
    if ((await asked?.catch(() => null)) === bearer && this.#held === asked) this.#held = null;
  }

  async #ask(headers: HttpSent['headers'], progress: Progress): Promise<Bearer | Refusal> {
    const { path, user, password } = this.#credential;
    const askedAt = performance.now();
    progress.layer = 'login';
    const { status, body } = await httpExchange(this.#target, {
      method: 'POST', path, maxBytes: answerBytes,
      headers: { ...Object.fromEntries(Object.entries(headers).filter(([name]) => /^x-/i.test(name))), accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'password', username: user, password }).toString(),
    }, progress);
    const answer = parsed(body);
    const given = grantedSchema.safeParse(answer);
    if (status === 200 && given.success) {
      const { access_token: token, expires_in: seconds = Infinity } = given.data;
      return { token, cover: new KnownSecrets([{ secret: token, placeholder: 'REDACTED' }]), until: askedAt + seconds * 1_000 * usedShare };
    }
    const denied = deniedSchema.safeParse(answer);
    const why = denied.success ? `${status} ${denied.data.error}` : String(status);
    const isRefused = status === 401 || status === 403 || (denied.success && denied.data.error === 'invalid_grant');
    if (isRefused) return { error: progress.failure('AuthFailed', `the login is refused: ${why}`, 'Look whether user and password are right, and whether the account may use the API.'), until: askedAt + refusedMs };
    if (status === 200) return { error: progress.failure('AuthFailed', `the login at ${path} gives no token`, 'An account that needs a second factor cannot be used: give Jackfield one that does not.'), until: askedAt + refusedMs };
    if (status === 429 || status >= 500) throw progress.failure('NotReady', `the login is answered with ${why}`);
    throw progress.failure('Unsupported', `no token is given at ${path}: ${why}`, 'Mend "path" of the entry in credentials.yaml.');
  }
}

function granted(known: Bearer | Refusal): Bearer {
  if ('error' in known) throw known.error;
  return known;
}

async function unlessAborted<Value>(waiting: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const leave = (): void => ended.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([waiting, ended.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
