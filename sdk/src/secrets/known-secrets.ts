import { spellings } from './spellings.ts';

/**
 * A secret and what is put in its place.
 *
 * @experimental
 * @since 0.1.0
 */
export interface KnownSecret {
  readonly secret: string;
  readonly placeholder: string;
}

/**
 * How secrets that are known are looked for.
 *
 * @experimental
 * @since 0.1.0
 */
export interface KnownSecretsOptions {
  /** Characters; a shorter secret is replaced only where it stands alone: a community `ops` is in many words. 6 unless told. */
  readonly shortest?: number;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
const longLine = 16;

/** The secret, and each long line of it, however that is indented: a key is found by its parts too. */
function partsOf(secret: string): readonly string[] {
  const lines = secret.split(/\s*\n\s*/).filter((line) => line.length >= longLine && !line.startsWith('-----'));
  return [...new Set([secret, ...lines])];
}

/**
 * Takes secrets that are known out of texts: in clear and in the spellings that devices and protocols give them.
 *
 * @experimental
 * @since 0.1.0
 */
export class KnownSecrets {
  readonly #replacements = new Map<string, { readonly written: string; readonly placeholder: string }>();
  readonly #any: RegExp | null;

  constructor(secrets: readonly KnownSecret[], { shortest = 6 }: KnownSecretsOptions = {}) {
    const alone = new Set<string>();
    for (const { secret: whole, placeholder } of secrets) {
      for (const secret of partsOf(whole)) {
        if (secret === '') continue;
        if (secret.length < shortest) alone.add(secret);
        const written = secret.length < shortest ? [[secret, placeholder] as const] : spellings(secret, placeholder);
        for (const [of, by] of written) if (!this.#replacements.has(of)) this.#replacements.set(of, { written: by, placeholder });
      }
    }
    // Digits at either side would make another number of an OID's arc.
    const forms = [...this.#replacements.keys()].sort((one, other) => other.length - one.length)
      .map((form) => (alone.has(form) ? `(?<![A-Za-z0-9])${escaped(form)}(?![A-Za-z0-9])` : /^[\d.]+$/.test(form) ? `(?<!\\d)${escaped(form)}(?!\\d)` : escaped(form)));
    this.#any = forms.length === 0 ? null : new RegExp(forms.join('|'), 'g');
  }

  /**
   * The text without them. `by` may put something else in their place: it is given the placeholder as it would be written
   * there, as hex where the secret was hex, and the placeholder itself, which tells one secret from another.
   */
  replace(text: string, by: (written: string, placeholder: string) => string = (written) => written): string {
    if (this.#any === null) return text;
    return text.replaceAll(this.#any, (found) => {
      const known = this.#replacements.get(found);
      return known === undefined ? found : by(known.written, known.placeholder);
    });
  }
}
