import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeStateFolder } from '../store/index.ts';
import { contributionKinds } from './contributions.ts';
import { tooManyWait } from './errors.ts';
import type { Preview } from './preview.ts';
import { coming } from './receive.ts';
import { replaceFile, syncFolder } from './staging.ts';

const signed = { key: z.string(), at: z.string() };
const permissionLine = z.strictObject({ words: z.string(), writes: z.boolean() });
const contribution = z.strictObject({ kind: z.enum(contributionKinds), name: z.string(), title: z.string() });

const waitingSchema = z.strictObject({
  plugin: z.string(), package: z.string(), title: z.string(), version: z.string(), before: z.string().nullable(),
  proof: z.strictObject({ publisher: z.strictObject({ name: z.string(), ...signed }).nullable(), organization: z.strictObject({ ...signed, expires: z.string().nullable() }).nullable() }),
  change: z.strictObject({ added: z.array(permissionLine), removed: z.array(permissionLine), same: z.array(permissionLine) }),
  contributions: z.strictObject({ added: z.array(contribution), removed: z.array(contribution), same: z.int() }),
  files: z.int(), integrity: z.string(), older: z.boolean(),
  bytes: z.int(), source: z.string(), person: z.string(), at: z.iso.datetime(),
  problem: z.strictObject({ code: z.string().nullable(), message: z.string(), hint: z.string() }).nullable().default(null),
});

/** A package that was handed to the host and waits until somebody says yes or no. */
export interface WaitingPackage extends Preview {
  readonly bytes: number;
  /** As the lock file will keep it. */
  readonly source: string;
  /** Who handed it over. */
  readonly person: string;
  readonly at: string;
  /** Why it could not be held against what runs by now: then it says what it said before. */
  readonly problem: { readonly code: string | null; readonly message: string; readonly hint: string } | null;
}

/** Longer ago than this nobody remembers why. */
const lifeMs = 14 * 86_400_000;

/** More than a page would be read of, and than a disk is kept free for. */
const mostWaiting = 20;

export const isExpired = ({ at }: Pick<WaitingPackage, 'at'>, now: Date): boolean => now.getTime() - Date.parse(at) > lifeMs;

/** The waiting packages on disk, one a plugin: its archive, and what was seen in it. The second is what counts. */
export class WaitingPackages {
  readonly folder: string;

  constructor(stateDirectory: string) {
    this.folder = join(stateDirectory, 'waiting');
  }

  /** Makes the folder, and takes out of it what a host that was killed left behind. */
  async open(): Promise<void> {
    await makeStateFolder(this.folder);
    const names = await readdir(this.folder);
    for (const name of names) {
      const half = name.startsWith(coming) || (name.endsWith('.tgz') && !names.includes(name.replace(/tgz$/, 'json')));
      if (half) await rm(join(this.folder, name), { force: true });
    }
  }

  /** By plugin. */
  async list(): Promise<readonly WaitingPackage[]> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
    const found = await Promise.all(names.map(async (name) => this.#read(join(this.folder, name))));
    return found.flatMap((one) => (one === null ? [] : [one]));
  }

  /** Puts a package in its place, over another of the same plugin. `received` is gone afterwards. */
  async keep(waiting: WaitingPackage, received: string): Promise<void> {
    const others = (await this.list()).filter(({ plugin }) => plugin !== waiting.plugin);
    if (others.length >= mostWaiting) throw tooManyWait(`${others.length} packages wait for a person`, { place: { plugin: waiting.plugin } });
    // The archive first: one that does not fit its facts is refused by its integrity, and the other way round nothing would be there.
    await rename(received, this.file(waiting.plugin));
    await this.note(waiting);
    await syncFolder(this.folder);
  }

  /** What is seen in the archive that is there. */
  async note(waiting: WaitingPackage): Promise<void> {
    await replaceFile(this.#facts(waiting.plugin), `${JSON.stringify(waiting)}\n`);
  }

  async remove(plugin: string): Promise<void> {
    await rm(this.#facts(plugin), { force: true });
    await rm(this.file(plugin), { force: true });
  }

  /** Its archive. */
  file(plugin: string): string {
    return join(this.folder, `${plugin}.tgz`);
  }

  #facts(plugin: string): string {
    return join(this.folder, `${plugin}.json`);
  }

  async #read(file: string): Promise<WaitingPackage | null> {
    const text = await readFile(file, 'utf8').catch(() => '');
    try {
      return waitingSchema.parse(JSON.parse(text));
    } catch {
      // Of another version, or half written: it is handed over once more.
      return null;
    }
  }
}
