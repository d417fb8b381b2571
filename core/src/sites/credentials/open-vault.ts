import { randomInt } from 'node:crypto';
import { vaultSecrets, vaultSet, type VaultPlaces } from './vault.ts';

/** What can be made: letters and digits that every device takes, or digits alone for a telephone. */
export const generators = { password: { length: 24, from: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789' }, pin: { length: 6, from: '0123456789' } } as const;

export type Generator = keyof typeof generators;

function generated(kind: Generator): string {
  const { length, from } = generators[kind];
  return Array.from({ length }, () => from[randomInt(from.length)] ?? '').join('');
}

/** The vault while a change is planned: what it holds, and what is made for it, which is kept when all else is well. */
export class OpenVault {
  readonly #places: VaultPlaces;
  readonly #secrets: Map<string, string>;
  readonly #made = new Set<string>();

  private constructor(places: VaultPlaces, secrets: ReadonlyMap<string, string>) {
    this.#places = places;
    this.#secrets = new Map(secrets);
  }

  static async open(places: VaultPlaces): Promise<OpenVault> {
    return new OpenVault(places, await vaultSecrets(places));
  }

  /** A secret by its name, made where there is none and one is asked for; null where there is none. */
  take(name: string, generate: Generator | null): string | null {
    const known = this.#secrets.get(name);
    if (known !== undefined || generate === null) return known ?? null;
    const secret = generated(generate);
    this.#secrets.set(name, secret);
    this.#made.add(name);
    return secret;
  }

  /** Writes what was made; its names. */
  async keep(): Promise<readonly string[]> {
    const made = [...this.#made];
    for (const name of made) {
      const secret = this.#secrets.get(name);
      if (secret !== undefined) await vaultSet(this.#places, name, secret);
      this.#made.delete(name);
    }
    return made;
  }
}
