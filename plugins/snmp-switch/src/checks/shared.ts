/** Values that are kept for others to share, at most. */
const mostValues = 1_000;

/** Lets devices alike share what is remembered of them: a thousand switches of one model have one list of names of ports. */
export class Shared<Value> {
  readonly #values = new Map<string, Value>();

  /** The value that is written so already, if there is one. */
  of(text: string, value: Value): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    if (this.#values.size >= mostValues) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}
