/** Milliseconds between looks. */
export const beatMs = 250;

/** Silence that counts as hanging. Collecting garbage near the heap's limit stalls a process for up to 0.85 s. */
export const hangMs = 3_000;

/** Beats between two questions while idle, and while a call is open. */
const idleBeats = 20;
const busyBeats = 4;

/**
 * Tells a process that hangs from a host that was slow itself: time counts only as far as the host's own beats came.
 */
export class Heartbeat {
  #asked = false;
  #silentMs = 0;
  #beats = 0;

  /** Milliseconds without the answer that is due. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /** One beat. `elapsedMs` since the last; `busy` while calls are open. Says what to do. */
  beat(elapsedMs: number, busy: boolean): 'ask' | 'wait' | 'hung' {
    this.#beats += 1;
    if (this.#asked) {
      this.#silentMs += Math.min(elapsedMs, 2 * beatMs);
      return this.#silentMs >= hangMs ? 'hung' : 'wait';
    }
    if (this.#beats < (busy ? busyBeats : idleBeats)) return 'wait';
    this.#beats = 0;
    this.#asked = true;
    return 'ask';
  }

  answered(): void {
    this.#asked = false;
    this.#silentMs = 0;
  }
}
