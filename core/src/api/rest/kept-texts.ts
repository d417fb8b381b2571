import type { z } from 'zod';

/**
 * JSON of entries of a list, as its schema lets them leave. Made once for each and kept as long as the entry: a list gives the same
 * entry again only while it says the same, and nobody can write into one.
 */
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
    this.#texts.set(entry, text);
    return text;
  }
}
