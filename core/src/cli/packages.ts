import type { Command } from 'commander';
import { currentPerson } from '../control/index.ts';
import type { EnableResult, GrantQuestion, HistoryRecord, InstalledPackage, InstallNeeds, InstallResult, PackageNeeds, RemoveResult, RollbackResult } from '../packages/index.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import type { ProgressBar } from './progress-bar.ts';
import type { Session } from './session.ts';
import { grantView } from './views/package-view.ts';

// Packages load much of the host: the other commands start without it.
const packages = () => import('../packages/index.ts');

export interface InstallOptions {
  readonly grant?: boolean;
  readonly downgrade?: boolean;
}

export interface Enabling {
  readonly plugin: string;
  readonly site: string;
  readonly enabled: boolean;
  readonly grant: 'read' | 'write' | null;
}

/** What is done to packages: of this machine by itself, with or without a daemon, of another by its API. */
export interface Packages {
  install(from: string, options: InstallOptions): Promise<InstallResult>;
  /** Without `from`: of where it came from. */
  upgrade(plugin: string, from: string | null, options: InstallOptions): Promise<InstallResult>;
  rollback(plugin: string): Promise<RollbackResult>;
  remove(plugin: string, force: boolean): Promise<RemoveResult>;
  enable(enabling: Enabling): Promise<EnableResult>;
  list(): Promise<readonly InstalledPackage[]>;
  /** Newest first. */
  history(limit: number): Promise<readonly HistoryRecord[]>;
}

/** The packages of the host that a command line names. */
export async function packagesOf(session: Session, command: Command, bar: ProgressBar): Promise<Packages> {
  if (session.host(command) === null) return new LocalPackages(session, command, bar);
  const { RemotePackages } = await import('./remote-packages.ts');
  return new RemotePackages(session, command, bar);
}

class LocalPackages implements Packages {
  readonly #session: Session;
  readonly #command: Command;
  readonly #bar: ProgressBar;

  constructor(session: Session, command: Command, bar: ProgressBar) {
    this.#session = session;
    this.#command = command;
    this.#bar = bar;
  }

  install: Packages['install'] = async (from, options) => (await packages()).installPackage(from, { ...(await this.#needs()), ...this.#answers(options) });

  upgrade: Packages['upgrade'] = async (plugin, from, options) => (await packages()).upgradePackage(plugin, from, { ...(await this.#needs()), ...this.#answers(options) });

  rollback: Packages['rollback'] = async (plugin) => (await packages()).rollbackPackage(plugin, await this.#needs());

  remove: Packages['remove'] = async (plugin, force) => (await packages()).removePackage(plugin, { ...(await this.#needs()), force });

  enable: Packages['enable'] = async ({ plugin, ...asked }) => (await packages()).enablePlugin(plugin, { ...(await this.#needs()), ...asked });

  list: Packages['list'] = async () => (await packages()).listPackages(this.#session.directory(this.#command));

  history: Packages['history'] = async (limit) => (await (await packages()).packageHistory(this.#session.directory(this.#command))).toReversed().slice(0, limit);

  async #needs(): Promise<PackageNeeds> {
    const { packageSteps } = await packages();
    return {
      directory: this.#session.directory(this.#command),
      person: currentPerson(),
      activate: () => this.#activate(),
      onStep: (step) => this.#bar.show({ done: packageSteps.indexOf(step), total: packageSteps.length, label: step }),
    };
  }

  /** Tells the daemon; false when none runs: it reads the files when it starts. */
  async #activate(): Promise<boolean> {
    try {
      const { kind, errors } = await this.#session.call(this.#command, 'reload', {});
      const { reloadRefused } = await packages();
      if (kind === 'refused') throw reloadRefused(errors.map(({ code, where, message }) => [code, where, message].filter((part) => part !== '').join(' ')).join('\n'));
      return true;
    } catch (error) {
      if (exitCodeOf(error) === exitCodes.notRunning) return false;
      throw error;
    }
  }

  /** `--grant` says yes; else the person at the terminal is asked, and nobody is no. */
  #answers({ grant, downgrade }: InstallOptions): Pick<InstallNeeds, 'consent' | 'downgrade'> {
    const { terminal } = this.#session;
    return {
      downgrade: downgrade === true,
      consent: async (question: GrantQuestion) => {
        if (grant === true) return true;
        terminal.writeError(grantView(question, terminal));
        if (!terminal.interactive) return false;
        return ['y', 'yes'].includes((await terminal.ask(`Grant this to ${question.plugin} ${question.version}? [y/N] `)).toLowerCase());
      },
    };
  }
}
