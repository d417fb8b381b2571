import { contentHash, Conflict, SettingsInvalid, type JsonObject, type SshReader, type WritingContext } from '@jackfield/sdk';
import { tryParse } from '../json.ts';
import type { RepositorySettings, Settings } from '../settings.ts';

type Product = RepositorySettings['product'];

/** A file that the appliance's program reads; all of it, so that it can be put back. */
export type FileState<Content extends JsonObject> = { readonly exists: false } | ({ readonly exists: true } & Content);

/** Files of one kind, by name. `contentOf` gives what a file holds, its fields in one order, or null for what is no file of ours. */
export class FilesOfJson<Content extends JsonObject> {
  readonly #folder: string;
  readonly #contentOf: (value: unknown) => Content | null;

  constructor(folder: string, contentOf: (value: unknown) => Content | null) {
    this.#folder = folder;
    this.#contentOf = contentOf;
  }

  async read(ssh: SshReader, name: string): Promise<FileState<Content>> {
    return (await this.#read(ssh, name)).state;
  }

  /** `expect`: the state the file must still have. */
  async write({ ssh }: WritingContext<Settings>, name: string, wanted: FileState<Content>, expect: FileState<Content> | null): Promise<void> {
    const { state, hash } = await this.#read(ssh, name);
    if (this.#render(state) === this.#render(wanted)) return;
    if (expect !== null && this.#render(state) !== this.#render(expect)) {
      throw new Conflict(`${this.#path(name)} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
    }
    const text = this.#render(wanted);
    if (text !== null) await ssh.writeFile(this.#path(name), Buffer.from(text), { mode: 0o644, expect: hash });
    else await ssh.removeFile(this.#path(name));
  }

  #path(name: string): string {
    return `${this.#folder}/${name}.json`;
  }

  /** Null for a file that is not there; equal states are equal text. */
  #render(state: FileState<Content>): string | null {
    if (!state.exists) return null;
    const { exists: _exists, ...content }: JsonObject = state;
    return `${JSON.stringify(this.#contentOf(content), null, 2)}\n`;
  }

  async #read(ssh: SshReader, name: string): Promise<{ readonly state: FileState<Content>; readonly hash: string | null }> {
    const file = await ssh.readFile(this.#path(name));
    if (file === null) return { state: { exists: false }, hash: null };
    const content = this.#contentOf(tryParse(Buffer.from(file.content).toString('utf8')));
    if (content === null) throw new Conflict(`${this.#path(name)} is not of ours`, { hint: 'Somebody wrote it by hand: move it away, then plan again.' });
    return { state: { exists: true, ...content }, hash: contentHash(file.content) };
  }
}

/** The repository that the appliance's program is to work on, with its password file. */
export function workable({ repositories }: Settings, path: string): { readonly repository: string; readonly passwordFile: string; readonly product: Product } {
  const known: RepositorySettings | undefined = repositories.find((repository) => repository.path === path);
  if (known === undefined) throw new SettingsInvalid(`${path} is no repository of this appliance`, { hint: 'Name it under "repositories" in the settings, with its password file.' });
  const { product, passwordFile } = known;
  if ((product !== 'restic' && product !== 'borg') || passwordFile === undefined) throw new SettingsInvalid(`${path} is not of restic or borg with a password file: the appliance's program works on those`);
  return { repository: path, passwordFile, product };
}

/** Whom a file is for, as the appliance's program has it: restic unless it says otherwise. */
export function isFor(product: unknown): product is 'borg' | undefined {
  return product === undefined || product === 'borg';
}
