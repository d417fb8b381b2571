import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const lifeMs = 5 * 60_000;
const randomLength = 25;
const expiryLength = 6;

/**
 * What a login has to answer once and soon. The host keeps none of those it gave: each proves by its seal that it is of this
 * host, for what, and until when; so strangers can ask for any number. Only those that were answered are kept, until they end
 * by themselves. A host that starts anew knows none of before.
 */
export class Challenges {
  readonly #now: () => Date;
  readonly #key = randomBytes(32);
  readonly #spent = new Map<string, number>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Good for the one purpose. */
  issue(purpose: string): string {
    const expiry = Buffer.alloc(expiryLength);
    expiry.writeUIntBE(this.#now().getTime() + lifeMs, 0, expiryLength);
    const body = Buffer.concat([randomBytes(randomLength), expiry]);
    return Buffer.concat([body, this.#seal(body, purpose)]).toString('base64url');
  }

  /** Whether this host gave it for the purpose, it has not expired, and nobody has answered it. */
  isGood(challenge: string, purpose: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    const body = bytes.subarray(0, randomLength + expiryLength);
    const seal = this.#seal(body, purpose);
    const given = bytes.subarray(body.length);
    if (given.length !== seal.length || !timingSafeEqual(given, seal)) return false;
    return body.readUIntBE(randomLength, expiryLength) > this.#now().getTime() && !this.#spent.has(bytes.toString('hex'));
  }

  /** Answers it, at which nobody else can; false when it is not good, or somebody did. */
  spend(challenge: string, purpose: string): boolean {
    if (!this.isGood(challenge, purpose)) return false;
    const now = this.#now().getTime();
    for (const [one, until] of this.#spent) if (until < now) this.#spent.delete(one);
    // By its bytes: the same ones can be written in several ways.
    this.#spent.set(Buffer.from(challenge, 'base64url').toString('hex'), now + lifeMs);
    return true;
  }

  #seal(body: Buffer, purpose: string): Buffer {
    return createHmac('sha256', this.#key).update(purpose).update('\0').update(body).digest();
  }
}
