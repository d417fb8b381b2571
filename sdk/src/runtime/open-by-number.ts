const free = -1;

/**
 * What is open, by its number, where thousands a second open and close. A Map would do, but each time it makes itself
 * anew its old table points to the new one: once one table has grown old, all that was ever open at such a moment
 * lives on until the next full collection. This one is filled in place (open addressing, linear probing) and leaves no
 * garbage. Numbers are whole and not negative.
 *
 * @internal
 * @since 0.1.0
 */
export class OpenByNumber<Value extends object> {
  #numbers: number[];
  #values: (Value | undefined)[];
  #size = 0;

  /** `places` is a power of two. Half of them stay free, so that each search ends. */
  constructor(places = 64) {
    this.#numbers = Array.from({ length: places }, () => free);
    this.#values = Array.from({ length: places });
  }

  get size(): number {
    return this.#size;
  }

  get(number: number): Value | undefined {
    return this.#values[this.#placeOf(number)];
  }

  has(number: number): boolean {
    return this.#numbers[this.#placeOf(number)] === number;
  }

  set(number: number, value: Value): void {
    let place = this.#placeOf(number);
    if (this.#numbers[place] === free) {
      if (2 * (this.#size + 1) > this.#numbers.length) {
        this.#grow();
        place = this.#placeOf(number);
      }
      this.#size += 1;
      this.#numbers[place] = number;
    }
    this.#values[place] = value;
  }

  delete(number: number): boolean {
    let gap = this.#placeOf(number);
    if (this.#numbers[gap] !== number) return false;
    const mask = this.#numbers.length - 1;
    // Whoever was pushed past the gap moves up, so that nobody is looked for in vain.
    for (let place = (gap + 1) & mask; ; place = (place + 1) & mask) {
      const here = this.#numbers[place] ?? free;
      if (here === free) break;
      if (((place - here) & mask) < ((place - gap) & mask)) continue;
      this.#numbers[gap] = here;
      this.#values[gap] = this.#values[place];
      gap = place;
    }
    this.#numbers[gap] = free;
    this.#values[gap] = undefined;
    this.#size -= 1;
    return true;
  }

  /** All that are open now, in no order; what opens or closes meanwhile changes nothing here. */
  entries(): readonly (readonly [number: number, value: Value])[] {
    return this.#numbers.flatMap((number, place) => {
      const value = this.#values[place];
      return number === free || value === undefined ? [] : [[number, value] as const];
    });
  }

  /** The place of a number, or the free one where it would go. */
  #placeOf(number: number): number {
    const mask = this.#numbers.length - 1;
    let place = number & mask;
    for (;;) {
      const here = this.#numbers[place];
      if (here === number || here === free) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const open = this.entries();
    const places = 2 * this.#numbers.length;
    this.#numbers = Array.from({ length: places }, () => free);
    this.#values = Array.from({ length: places });
    for (const [number, value] of open) {
      const place = this.#placeOf(number);
      this.#numbers[place] = number;
      this.#values[place] = value;
    }
  }
}
