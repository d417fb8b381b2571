import type { z } from 'zod';

/** JSON of entries of a list, as its schema lets them leave: of those that nobody can write into made once, and kept as long as the entry. */
export class KeptTexts {
  readonly #schema: z.ZodType;
  readonly #texts = new WeakMap<object, string>();

  constructor(schema: z.ZodType) {
    this.#schema = schema;
  }

  of(entry: object): string {
    const known = this.#texts.get(entry);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.#schema.parse(entry));
    if (Object.isFrozen(entry)) this.#texts.set(entry, text);
    return text;
  }
}
