import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { approvalMissing, packPlugin, readPackage, registrySpec, type InstallResult, type WaitingPackage } from '../packages/index.ts';
import type { InstallOptions, Packages } from './packages.ts';
import type { ProgressBar } from './progress-bar.ts';
import type { Session } from './session.ts';
import { grantView } from './views/package-view.ts';

/** The packages of another machine's host: a folder is packed and a file is read here, a name is fetched there. */
export class RemotePackages implements Packages {
  readonly #session: Session;
  readonly #command: Command;
  readonly #bar: ProgressBar;

  constructor(session: Session, command: Command, bar: ProgressBar) {
    this.#session = session;
    this.#command = command;
    this.#bar = bar;
  }

  install: Packages['install'] = async (from, options) => this.#installed(await this.#handed(from, null), options);

  upgrade: Packages['upgrade'] = async (plugin, from, options) => this.#installed(await (from === null ? this.#session.call(this.#command, 'package-fetch', { plugin }) : this.#handed(from, plugin)), options);

  rollback: Packages['rollback'] = (plugin) => this.#session.call(this.#command, 'package-rollback', { plugin });

  remove: Packages['remove'] = (plugin, force) => this.#session.call(this.#command, 'package-remove', { plugin, force });

  enable: Packages['enable'] = ({ grant, ...asked }) => this.#session.call(this.#command, 'plugin-enable', { ...asked, ...(grant === null ? {} : { grant }) });

  list: Packages['list'] = () => this.#session.call(this.#command, 'packages', {});

  history: Packages['history'] = (limit) => this.#session.call(this.#command, 'package-history', { limit });

  /** Has the package wait at the host. */
  async #handed(from: string, plugin: string | null): Promise<WaitingPackage> {
    const path = resolve(from);
    const found = await stat(path).catch(() => null);
    const expected = plugin === null ? {} : { plugin };
    if (found === null && registrySpec(from) !== null) return this.#session.call(this.#command, 'package-fetch', { from, ...expected });
    if (found?.isDirectory() !== true) return this.#sent(path, (await readPackage(path)).length, basename(path), expected);
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-send-'));
    try {
      const { bytes, plugin: { id, version } } = await packPlugin(path);
      const file = join(folder, `${id}-${version}.tgz`);
      await writeFile(file, bytes);
      return await this.#sent(file, bytes.length, basename(file), expected);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #sent(file: string, bytes: number, name: string, expected: { readonly plugin?: string }): Promise<WaitingPackage> {
    this.#bar.show({ done: 0, total: 0, label: `send ${name}` });
    return this.#session.call(this.#command, 'package-offer', { upload: { file, bytes, sha256: '' }, name, ...expected });
  }

  /** What asks for nothing new is installed. All else is granted by a person who has just logged in, and by no token. */
  async #installed(waiting: WaitingPackage, { downgrade }: InstallOptions): Promise<InstallResult> {
    const { plugin, version, before, integrity, change: { added } } = waiting;
    const { terminal } = this.#session;
    if (added.length === 0) return this.#session.call(this.#command, 'package-install', { plugin, integrity, before, downgrade: downgrade === true });
    terminal.writeError(grantView(waiting, terminal));
    throw approvalMissing(`${plugin} ${version} waits at the host: it asks for ${added.length === 1 ? 'a permission' : `${added.length} permissions`} that nobody granted`, {
      hint: `Approve it in the console: ${this.#session.host(this.#command) ?? ''}/plugins/${plugin}/waiting. A token approves no permission; on the machine of the host, --grant does.`,
    });
  }
}
