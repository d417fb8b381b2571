/** After so many, numbers are used again: the other side's table of them stays small. */
const most = 10_000;

/** Gives each object a number, and says when one is new: what stands behind it must cross before the number does. */
export class Numbers<Value extends object> {
  #numbers = new WeakMap<Value, number>();
  #last = 0;

  of(value: Value, onNew: (number: number) => void): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    if (this.#last === most) [this.#numbers, this.#last] = [new WeakMap(), 0];
    this.#last += 1;
    // Kept before it is told: telling may need a number too.
    const number = this.#last;
    this.#numbers.set(value, number);
    onNew(number);
    return number;
  }
}
