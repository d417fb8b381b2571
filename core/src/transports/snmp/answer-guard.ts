import { messageHead, type MessageHead } from './message-head.ts';
import { TokenBucket } from './traps/token-bucket.ts';

/**
 * What a datagram is to those who wait: `stray` answers nothing that was asked, `unprotected` is not signed or encrypted as
 * what was asked, or comes from another engine.
 */
export type Verdict = 'answer' | 'stray' | 'unprotected' | 'malformed';

interface Asked {
  readonly head: MessageHead;
  /** Reports that it follows. */
  readonly reports: number;
}

/** Requests whose answers may still come, at most. */
const mostAsked = 256;
/** Reports that one request may lead to: who the engine is, and what its clock says, twice. More is an agent that goes round in circles. */
const mostReports = 4;
/** Engines that one session learns of at once, and each second: a key is made of each name, and kept. */
const newEngines = { burst: 8, perSecond: 0.1 } as const;
const mostEngines = 32;
/** RFC 3411: no name of an engine is longer. In hex. */
const longestEngine = 64;
const mostCount = 2 ** 31 - 1;

/**
 * Lets an answer through to net-snmp that is to what was asked, and protected as it was. The library itself takes an answer
 * that is not signed from an agent with which it has a key, throws at a signature where it has none, and follows reports
 * without end.
 */
export class AnswerGuard {
  readonly #asked = new Map<number, Asked>();
  readonly #engines = new Set<string>();
  readonly #strangers = new TokenBucket(newEngines.burst, newEngines.perSecond);
  /** Of the report that is being read: what the library sends meanwhile follows it. */
  #reports = 0;

  /** What is sent. */
  asked(request: Buffer): void {
    const head = messageHead(request);
    if (head === null) return;
    this.#asked.set(head.number, { head, reports: this.#reports });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > mostAsked && oldest !== undefined) this.#asked.delete(oldest);
  }

  /** What was asked until now is answered no more. */
  forget(): void {
    if (this.#asked.size > 0) this.#asked.clear();
  }

  /** What came; `read` has the library read it when it is an answer, and says whether it could. */
  judge(message: Buffer, read: () => boolean): Verdict {
    const head = messageHead(message);
    if (head === null) return 'malformed';
    const asked = this.#asked.get(head.number);
    if (asked === undefined) return 'stray';
    if (!this.#isProtected(head, asked)) return 'unprotected';
    this.#reports = asked.reports + 1;
    try {
      if (!read()) return 'malformed';
    } finally {
      this.#reports = 0;
    }
    this.#asked.delete(head.number);
    return 'answer';
  }

  #isProtected({ security }: MessageHead, { head: { security: wanted }, reports }: Asked): boolean {
    if (security === null || wanted === null) return security === wanted;
    // No agent can sign or encrypt what it was not asked so, and without a key here the library throws.
    if ((security.isSigned && !wanted.isSigned) || (security.isEncrypted && !wanted.isEncrypted)) return false;
    if (security.isReport) return reports < mostReports && this.#isEngine(security.engine) && inRange(security.boots) && inRange(security.time);
    return security.isSigned === wanted.isSigned && security.isEncrypted === wanted.isEncrypted && security.engine === wanted.engine;
  }

  #isEngine(engine: string): boolean {
    if (engine === '' || engine.length > longestEngine) return false;
    if (this.#engines.has(engine)) return true;
    if (!this.#strangers.take()) return false;
    const [oldest] = this.#engines;
    if (this.#engines.size >= mostEngines && oldest !== undefined) this.#engines.delete(oldest);
    this.#engines.add(engine);
    return true;
  }
}

function inRange(count: number): boolean {
  return count >= 0 && count <= mostCount;
}
