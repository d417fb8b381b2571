/** What stands where a secret stood: `REDACTED-1` by its looks, `REDACTED-C1` for a credential that the host knew, `[redacted]` where nothing has to fit. */
const form = /^["']?(?:REDACTED-C?\d+(?![A-Za-z0-9])|\[redacted\])/;

/**
 * Whether a text begins with what stands for a secret.
 *
 * @experimental
 * @since 0.1.0
 */
export function isPlaceholder(value: string): boolean {
  return form.test(value.trim());
}

/**
 * The same placeholder for the same value, so that answers still fit each other.
 *
 * @experimental
 * @since 0.1.0
 */
export class Placeholders {
  readonly #known = new Map<string, string>();

  get count(): number {
    return this.#known.size;
  }

  of(value: string): string {
    const known = this.#known.get(value) ?? `REDACTED-${this.#known.size + 1}`;
    this.#known.set(value, known);
    return known;
  }
}
