/** Milliseconds that something took, the last so many times. */
export class TimesWindow {
  readonly #values: number[] = [];
  readonly #size: number;
  #next = 0;

  constructor(size = 1_024) {
    this.#size = size;
  }

  add(milliseconds: number): void {
    this.#values[this.#next] = milliseconds;
    this.#next = (this.#next + 1) % this.#size;
  }

  percentiles(): { readonly p50: number; readonly p95: number; readonly max: number } {
    const sorted = this.#values.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
  }
}
