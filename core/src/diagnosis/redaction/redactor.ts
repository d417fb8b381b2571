import { isUtf8 } from 'node:buffer';
import { isSecretName, KnownSecrets, namedSecretKeys, replaceSecrets } from '@jackfield/sdk/secrets';

/** What is put where a secret was. */
export const redacted = '[redacted]';

/** What leaves the host may rather lose a word that is a secret elsewhere. */
const shortest = 4;

/** Takes secrets out of what leaves the host: those it knows, wherever they stand, and what looks like one. Counts what it took. */
export class Redactor {
  readonly #known: KnownSecrets;
  readonly #secrets: readonly string[];
  readonly #counts = new Map<string, number>();

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
    this.#known = new KnownSecrets(secrets.map((secret) => ({ secret, placeholder: redacted })), { shortest });
  }

  /** The same secrets with a placeholder each, for what has to keep its form: an OID stays an OID. */
  numbered(): KnownSecrets {
    return new KnownSecrets(this.#secrets.map((secret, at) => ({ secret, placeholder: `REDACTED-C${at + 1}` })), { shortest });
  }

  /** How often each kind was taken out. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  readonly text = (text: string): string =>
    replaceSecrets(this.#known.replace(text, () => this.#taken('secrets that the host knows')), (_secret, kind) => this.#taken(kind));

  /** Plain data, deep: by the keys of mappings, by the names of pairs (`["Secret", "…"]`), and as text. */
  value(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return isSecretName(key) && value !== '' ? this.#taken('setting') : this.text(value);
    if (typeof value === 'number' && isSecretName(key)) return this.#taken('setting');
    if (Array.isArray(value)) {
      const [name, paired]: unknown[] = value;
      if (value.length === 2 && typeof name === 'string' && isSecretName(name) && typeof paired === 'string') return [name, this.#taken('setting')];
      return value.map((part: unknown) => this.value(part, key));
    }
    if (typeof value !== 'object' || value === null) return value;
    const named = namedSecretKeys({ ...value });
    return Object.fromEntries(Object.entries(value).map(([name, part]: [string, unknown]) => [this.text(name), this.value(part, named.includes(name) ? 'password' : name)]));
  }

  /** Base64 of text; what is no text is left out whole, since nothing can be found in it. */
  base64(content: string): string {
    const bytes = Buffer.from(content, 'base64');
    if (isUtf8(bytes)) return Buffer.from(this.text(bytes.toString())).toString('base64');
    this.#taken('bytes');
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
