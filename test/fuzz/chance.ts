/** A sequence of chances, the same for the same seed (xorshift32). */
export class Chance {
  #state: number;

  constructor(...seed: readonly number[]) {
    // FNV-1a over the parts, so that neighbours have nothing in common.
    this.#state = seed.reduce((hash, part) => Math.imul(hash ^ part, 0x0100_0193) ^ (hash >>> 13), 0x811c_9dc5) >>> 0 || 1;
    for (let times = 0; times < 4; times += 1) this.below(2);
  }

  below(most: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state % most;
  }

  one<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.below(values.length)] ?? values[0];
  }

  bytes(most: number): Buffer {
    return Buffer.from(Array.from({ length: this.below(most + 1) }, () => this.below(256)));
  }
}
