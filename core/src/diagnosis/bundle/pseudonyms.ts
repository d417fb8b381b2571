import { isIP } from 'node:net';

/** Names of one kind, all of them replaced alike. */
export interface NamesOfKind {
  /** What stands instead, with a number: `device`. */
  readonly kind: string;
  readonly names: readonly string[];
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

const ipv4 = String.raw`(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)`;
const mac = String.raw`\b[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}\b`;
const ipv6 = String.raw`(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])`;

/** Puts a number in the place of names and addresses: the same one for the same name, all through a bundle. */
export class Pseudonyms {
  readonly #pattern: RegExp;
  readonly #kinds = new Map<string, string>();
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(kinds: readonly NamesOfKind[]) {
    for (const { kind, names } of kinds) for (const name of names) if (name.trim().length > 1 && !this.#kinds.has(name.toLowerCase())) this.#kinds.set(name.toLowerCase(), kind);
    const known = [...this.#kinds.keys()].toSorted((a, b) => b.length - a.length).map((name) => String.raw`(?<![\w-])${escaped(name)}(?![\w-])`);
    this.#pattern = new RegExp([...known, mac, ipv4, ipv6].join('|'), 'gi');
  }

  readonly text = (text: string): string =>
    text.replace(this.#pattern, (found) => {
      const kind = this.#kinds.get(found.toLowerCase()) ?? (isIP(found) !== 0 ? 'address' : /^[0-9a-f]{2}([:-])[0-9a-f]{2}\1/i.test(found) && found.length === 17 ? 'mac' : null);
      return kind === null ? found : this.#instead(kind, found.toLowerCase());
    });

  /** How many of each kind there are. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  #instead(kind: string, name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const given = `${kind}-${count}`;
    this.#given.set(name, given);
    return given;
  }
}
