import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeStateFolder } from '../../store/index.ts';
import { hostKeysUnreadable, hostKeyUnknown } from '../errors.ts';
import type { KnownHostKey } from '../transports.ts';
import type { FirstUse, HostKeyVerdict } from './ssh-connection.ts';

const fileSchema = z.array(
  z.strictObject({
    address: z.string(), port: z.int(), fingerprint: z.string(), firstSeen: z.iso.datetime(), status: z.enum(['accepted', 'changed', 'asked']), offered: z.string().nullable(),
  }),
);

/**
 * The record of SSH host keys: the first one seen is recorded, another one blocks until a person accepts it. Kept by the
 * main thread in one file, so that all transport threads hold to the same.
 */
export class HostKeys {
  readonly #file: string;
  readonly #told: (key: KnownHostKey) => void;
  readonly #keys = new Map<string, KnownHostKey>();
  #writing: Promise<void> = Promise.resolve();

  /** @param told - hears of each key that was recorded, taken or found changed */
  constructor(file: string, told: (key: KnownHostKey) => void = () => undefined) {
    this.#file = file;
    this.#told = told;
    for (const key of read(file)) this.#keys.set(`${key.address} ${key.port}`, key);
  }

  list(): readonly KnownHostKey[] {
    return [...this.#keys.values()];
  }

  /** Resolves when what is new is on disk. */
  async check(address: string, port: number, fingerprint: string, firstUse: FirstUse): Promise<HostKeyVerdict> {
    const known = this.#keys.get(`${address} ${port}`);
    // One that nobody approved binds to nothing yet.
    if (known === undefined || known.status === 'asked') {
      const asked = firstUse === 'ask';
      if (known === undefined || !asked || known.fingerprint !== fingerprint) {
        await this.#record({ address, port, fingerprint, firstSeen: new Date().toISOString(), status: asked ? 'asked' : 'accepted', offered: asked ? fingerprint : null });
      }
      return asked ? 'unapproved' : 'accepted';
    }
    if (known.fingerprint === fingerprint) {
      if (known.status === 'changed') await this.#record({ ...known, status: 'accepted', offered: null });
      return 'accepted';
    }
    if (known.offered !== fingerprint) await this.#record({ ...known, status: 'changed', offered: fingerprint });
    return 'changed';
  }

  /** A person takes the key now offered. */
  async accept(address: string, port: number): Promise<void> {
    const known = this.#keys.get(`${address} ${port}`);
    if (known === undefined || known.offered === null) {
      throw hostKeyUnknown(`${address}:${port} has no key to accept`, { place: { device: address } });
    }
    await this.#record({ address, port, fingerprint: known.offered, firstSeen: new Date().toISOString(), status: 'accepted', offered: null });
  }

  #record(key: KnownHostKey): Promise<void> {
    this.#keys.set(`${key.address} ${key.port}`, key);
    this.#told(key);
    this.#writing = this.#writing.then(() => this.#write(), () => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    await makeStateFolder(dirname(this.#file));
    const temporary = `${this.#file}.new`;
    await writeFile(temporary, `${JSON.stringify(this.list(), null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(temporary, this.#file);
  }
}

function read(file: string): readonly KnownHostKey[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw hostKeysUnreadable('the record of host keys cannot be read', { place: { file }, cause: error });
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    // Starting from nothing would accept any key: better not to start.
    throw hostKeysUnreadable('the record of host keys is damaged', { place: { file }, cause });
  }
}
