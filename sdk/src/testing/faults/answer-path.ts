import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { Chance } from './chance.ts';
import type { CarriedFaults } from './common-faults.ts';

/** Whoever asked. */
export interface Peer {
  send(bytes: Buffer): void;
  /** Sends, and ends the connection where there is one. */
  end(bytes: Buffer): void;
  /** From now on nothing is read from it and nothing sent to it, and it is not told. Never called where there is no connection. */
  mute(): void;
}

export interface Way {
  carry(answer: Buffer, peer: Peer): void;
}

export interface Delivery {
  readonly clock?: SimulatorClock | undefined;
  readonly faults: () => CarriedFaults;
  /** Aborts when the simulator is closed. */
  readonly closing: AbortSignal;
}

/** Bytes that are no protocol of anybody: they end lines, and hold what text does not. */
export const garbage = Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x25, 0x20, 0x55, 0x6e, 0x6b, 0x6e, 0x6f, 0x77, 0x6e, 0x0d, 0x0a]);

/** The way of answers from a simulator to those who ask: where they are late, lost, doubled, swapped and torn. */
export class AnswerPath {
  readonly #delivery: Delivery;
  readonly #clock: SimulatorClock;
  #chance = new Chance(1);

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
    this.#clock = delivery.clock ?? systemTime;
  }

  /** Whether the next answer never comes. Asked once for each. */
  loses(): boolean {
    const { silent, loss = 0, seed = 1 } = this.#delivery.faults();
    if (this.#chance.seed !== seed) this.#chance = new Chance(seed);
    return silent === true || (loss > 0 && this.#chance.happens(loss));
  }

  /** Waits as long as the device takes; false when the simulator was closed meanwhile. */
  async waits(): Promise<boolean> {
    const { closing } = this.#delivery;
    const { latencyMs = 0 } = this.#delivery.faults();
    if (latencyMs > 0) await this.#clock.delay(latencyMs, closing).catch(() => undefined);
    return !closing.aborted;
  }

  /** One way for each connection: there is an order only within it. */
  way(): Way {
    let held: readonly [Buffer, Peer] | null = null;
    const inTurn = (answer: Buffer, peer: Peer): void => {
      if (held !== null) {
        const [late, first] = held;
        held = null;
        this.#deliver(answer, peer);
        this.#deliver(late, first);
      } else if (this.#delivery.faults().wrongOrder === true) held = [answer, peer];
      else this.#deliver(answer, peer);
    };
    return {
      carry: (answer, peer) => {
        if (this.loses()) return;
        // What is not late goes at once: answers to one write stay in one write.
        if ((this.#delivery.faults().latencyMs ?? 0) === 0) inTurn(answer, peer);
        else void this.waits().then((isOpen) => isOpen && inTurn(answer, peer));
      },
    };
  }

  #deliver(answer: Buffer, peer: Peer): void {
    const faults = this.#delivery.faults();
    const half = answer.subarray(0, answer.length >> 1);
    if (faults.garbage === true) peer.send(garbage);
    else if (faults.truncated === true) peer.end(half);
    else if (faults.halfOpen === 'answer') {
      peer.send(half);
      peer.mute();
    } else {
      peer.send(answer);
      if (faults.duplicate === true) peer.send(answer);
    }
  }
}
