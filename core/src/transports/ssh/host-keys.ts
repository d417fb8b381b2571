import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeStateFolder } from '../../store/index.ts';
import { hostKeyAnother, hostKeysUnreadable, hostKeyUnknown } from '../errors.ts';
import type { HostKeyDecision, KnownHostKey } from '../transports.ts';
import type { FirstUse, HostKeyVerdict } from './ssh-connection.ts';

const fileSchema = z.array(
  z.strictObject({
    address: z.string(), port: z.int(), fingerprint: z.string(), firstSeen: z.iso.datetime(), status: z.enum(['accepted', 'changed', 'asked']), offered: z.string().nullable(),
    offeredAt: z.iso.datetime().nullable().default(null),
    decision: z.strictObject({ person: z.string(), comment: z.string(), fingerprint: z.string(), at: z.iso.datetime(), verdict: z.enum(['accepted', 'refused']) }).nullable().default(null),
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
    // A no is taken back by a person, and by no setting, nor by another place that reaches the same jump host.
    if (known?.status === 'asked' && known.decision?.verdict === 'refused' && known.decision.fingerprint === fingerprint) return 'unapproved';
    // One that nobody approved binds to nothing yet.
    if (known === undefined || known.status === 'asked') {
      const asked = firstUse === 'ask';
      if (known === undefined || !asked || known.fingerprint !== fingerprint) {
        const now = new Date().toISOString();
        await this.#record({ address, port, fingerprint, firstSeen: now, status: asked ? 'asked' : 'accepted', offered: asked ? fingerprint : null, offeredAt: asked ? now : null, decision: null });
      }
      return asked ? 'unapproved' : 'accepted';
    }
    if (known.fingerprint === fingerprint) {
      if (known.status === 'changed') await this.#record({ ...known, status: 'accepted', offered: null, offeredAt: null });
      return 'accepted';
    }
    if (known.offered !== fingerprint) await this.#record({ ...known, status: 'changed', offered: fingerprint, offeredAt: new Date().toISOString() });
    return 'changed';
  }

  /** A person takes the key now offered. */
  async accept(address: string, port: number, decision?: HostKeyDecision): Promise<void> {
    const { offered } = this.#offered(address, port, decision);
    const at = new Date().toISOString();
    await this.#record({ address, port, fingerprint: offered, firstSeen: at, status: 'accepted', offered: null, offeredAt: null, decision: decision === undefined ? null : { ...decision, at, verdict: 'accepted' } });
  }

  /** A person says that it is not to be trusted: nothing else becomes of it. */
  async refuse(address: string, port: number, decision: HostKeyDecision): Promise<void> {
    const { known } = this.#offered(address, port, decision);
    await this.#record({ ...known, decision: { ...decision, at: new Date().toISOString(), verdict: 'refused' } });
  }

  #offered(address: string, port: number, decision: HostKeyDecision | undefined): { readonly known: KnownHostKey; readonly offered: string } {
    const known = this.#keys.get(`${address} ${port}`);
    if (known === undefined || known.offered === null) throw hostKeyUnknown(`${address}:${port} has no key to accept`, { place: { device: address } });
    if (decision !== undefined && decision.fingerprint !== known.offered) throw hostKeyAnother(`${address}:${port} offers ${known.offered} by now`, { place: { device: address } });
    return { known, offered: known.offered };
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
