import type { Json, JsonObject } from '@jackfield/sdk';
import { isMapping } from './canonical.ts';

export const secretMark = '«secret»';

/** Shorter values would blot out half of every text they happen to stand in. */
const shortestHidden = 4;

/** Replaces secrets in plain data: values under secret names, and their texts wherever else they stand. */
export class Redaction {
  readonly #names: ReadonlySet<string>;
  readonly #texts = new Set<string>();

  /**
   * @param names property names that hold secrets
   * @param known data whose secrets are looked for in other texts too, such as in the lines of a file
   */
  constructor(names: ReadonlySet<string>, ...known: readonly Json[]) {
    this.#names = names;
    for (const data of known) this.#collect(data, false);
  }

  value(data: Json): Json {
    if (typeof data === 'string') {
      return [...this.#texts].reduce((text, secret) => text.replaceAll(secret, secretMark), data);
    }
    if (Array.isArray(data)) return data.map((part: Json) => this.value(part));
    return isMapping(data) ? this.mapping(data) : data;
  }

  mapping(data: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(data).map(([name, part]) => [name, this.#names.has(name) && part !== null ? secretMark : this.value(part)]),
    );
  }

  #collect(data: Json, secret: boolean): void {
    if (secret && typeof data === 'string' && data.length >= shortestHidden) this.#texts.add(data);
    if (typeof data !== 'object' || data === null) return;
    for (const [name, part] of Object.entries(data)) this.#collect(part, secret || this.#names.has(name));
  }
}
