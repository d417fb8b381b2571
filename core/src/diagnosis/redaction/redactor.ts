import { isUtf8 } from 'node:buffer';
import { isSecretKey, redacted, secretPatterns } from './secret-patterns.ts';
import { secretsPattern } from './secret-forms.ts';

/** Takes secrets out of what leaves the host: those it knows, wherever they stand, and what looks like one. Counts what it took. */
export class Redactor {
  readonly #known: RegExp | null;
  readonly #counts = new Map<string, number>();

  constructor(secrets: readonly string[]) {
    this.#known = secretsPattern(secrets);
  }

  /** How often each kind was taken out. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  readonly text = (text: string): string => {
    const clear = this.#known === null ? text : text.replace(this.#known, () => this.#taken('secrets that the host knows'));
    return secretPatterns.reduce((left, { name, pattern, keeps }) =>
      left.replace(pattern, (whole: string, before: string) => {
        const secret = whole.slice(before.length);
        const [quote = ''] = /^\\*["']/.exec(secret) ?? [];
        // What was taken out before is not counted twice.
        return secret === quote + redacted + quote ? whole : (keeps ? before : '') + quote + this.#taken(name) + quote;
      }), clear);
  };

  /** Plain data, deep: by the keys of mappings, by the names of pairs (`["Secret", "…"]`), and as text. */
  value(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return isSecretKey(key) && value !== '' ? this.#taken('values named as secrets') : this.text(value);
    if (typeof value === 'number' && isSecretKey(key)) return this.#taken('values named as secrets');
    if (Array.isArray(value)) {
      const [name, paired]: unknown[] = value;
      if (value.length === 2 && typeof name === 'string' && isSecretKey(name) && typeof paired === 'string') return [name, this.#taken('values named as secrets')];
      return value.map((part: unknown) => this.value(part, key));
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]: [string, unknown]) => [name, this.value(part, name)]));
  }

  /** Base64 of text; what is no text is left out whole, since nothing can be found in it. */
  base64(content: string): string {
    const bytes = Buffer.from(content, 'base64');
    if (isUtf8(bytes)) return Buffer.from(this.text(bytes.toString())).toString('base64');
    this.#taken('bytes that are no text');
    return '';
  }

  /** A text of JSON, with its form kept; what is none is text. */
  json(text: string): string {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.text(text);
    }
    return JSON.stringify(this.value(value));
  }

  #taken(kind: string): string {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    return redacted;
  }
}
