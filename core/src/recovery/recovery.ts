import type { ChangeService } from '../changes/index.ts';
import type { HealthService } from '../health/index.ts';
import { managedPlugins, type HistoryService, type Version } from '../history/index.ts';
import { deviceUnknown, nameBeforeReplaced, replacedName, type Inventory, type ManagedDevice } from '../inventory/index.ts';
import type { PluginCatalogue } from '../plugins/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Store } from '../store/index.ts';
import { cautionsOf } from './cautions.ts';
import { dataRestores } from './data-restores.ts';
import { notATime, notBegun, nothingRemembered, replacementMissing, stepUnknown } from './errors.ts';
import type { Recovery, RecoveryService, SiteScore } from './recovery-service.ts';
import { checksStep, configurationStep, dataSteps, replacementStep } from './recovery-steps.ts';
import { RecoveryStore, type StoredRecovery } from './recovery-store.ts';
import { siteScores } from './site-scores.ts';

export interface RecoveryDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly inventory: Pick<Inventory, 'find' | 'devices'>;
  readonly catalogue: Pick<PluginCatalogue, 'find'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly history: Pick<HistoryService, 'version' | 'versions' | 'restore'>;
  readonly changes: Pick<ChangeService, 'list'>;
  readonly health: Pick<HealthService, 'statuses'>;
  readonly now?: () => Date;
}

export function createRecoveryService(dependencies: RecoveryDependencies): RecoveryService {
  return new Recoveries(dependencies);
}

class Recoveries implements RecoveryService {
  readonly #needs: RecoveryDependencies;
  readonly #store: RecoveryStore;

  constructor(needs: RecoveryDependencies) {
    this.#needs = needs;
    this.#store = new RecoveryStore(needs.store);
  }

  async find(asked: string): Promise<Recovery> {
    const lost = await this.#lost(asked);
    return this.#view(lost, await this.#store.find(lost.id));
  }

  async begin({ device, onto, at, person }: Parameters<RecoveryService['begin']>[0]): Promise<Recovery> {
    const lost = await this.#lost(device);
    const replacement = onto === null ? this.#successor(lost) : this.#device(onto);
    const { version } = await this.#remembered(lost, at);
    await this.#store.begin({ device: lost.id, person, begunAt: this.#now(), replacement: replacement.id, version });
    return this.find(lost.id);
  }

  async plan({ device, person, onProgress }: Parameters<RecoveryService['plan']>[0], signal?: AbortSignal): ReturnType<RecoveryService['plan']> {
    const lost = await this.#lost(device);
    const begun = await this.#begun(lost);
    const [replacement] = (await this.#view(lost, begun)).steps;
    if (replacement?.done !== true) throw replacementMissing(replacement?.summary ?? lost.name, { place: { device: lost.name } });
    const found = await this.#needs.history.restore(
      { device: lost.id, version: begun.version, onto: begun.replacement, person, ...(onProgress === undefined ? {} : { onProgress }) }, signal,
    );
    const { hash, steps } = found.plan;
    await this.#store.planned(lost.id, { at: this.#now(), person, hash, steps: steps.length, leftOut: found.leftOut });
    return found;
  }

  async done({ device, step, person }: Parameters<RecoveryService['done']>[0]): Promise<Recovery> {
    const lost = await this.#lost(device);
    const { steps } = await this.#view(lost, await this.#begun(lost));
    if (!steps.some(({ kind, name }) => kind === 'data' && name === step)) throw stepUnknown(`${lost.name}: there is nothing to restore that is called ${step}`, { place: { device: lost.name } });
    await this.#store.mark(lost.id, { step, person, at: this.#now() });
    return this.find(lost.id);
  }

  async meant(asked: string): Promise<string | null> {
    const { inventory } = this.#needs;
    const device = inventory.find(asked);
    // Who asks by name or address finds the replacement there: what was lost is the one that it took the place of.
    if (device !== null) return (asked === device.id ? null : inventory.find(replacedName(device.name)))?.id ?? device.id;
    // The replacement took the name too, with the configuration.
    const twins = inventory.devices().filter(({ name }) => name.toLowerCase() === asked.toLowerCase()).map(({ id }) => id);
    const begun = await Promise.all(twins.map((id) => this.#store.find(id)));
    const [lost, ...others] = begun.filter((one) => one !== null && one.replacement !== one.device && twins.includes(one.replacement));
    return others.length > 0 ? null : lost?.device ?? null;
  }

  scores(site: string | null): readonly SiteScore[] {
    const { inventory, health, configuration: { current } } = this.#needs;
    const sites = site === null ? [...current.sites.keys()] : [site];
    const only = site === null ? {} : { site };
    return siteScores(sites, inventory.devices(only), health.statuses(only), (device, { plugin, check }) =>
      managedPlugins(device, this.#needs).find(({ id }) => id === plugin)?.manifest.contributes.checks[check]?.recoverability === true);
  }

  async #view(lost: ManagedDevice, begun: StoredRecovery | null): Promise<Recovery> {
    const replacement = begun === null ? this.#successor(lost) : this.#device(begun.replacement);
    const version = begun === null ? await this.#remembered(lost, null) : await this.#needs.history.version(lost.id, begun.version);
    const { items } = await this.#needs.history.version(lost.id, version.version);
    const [marks, changes] = await Promise.all([begun === null ? [] : this.#store.marks(lost.id), this.#needs.changes.list()]);
    // A spare may have copies of what it was before: they are not the lost device's.
    const machine = nameBeforeReplaced(lost.name) === replacement.name ? [lost, replacement] : [lost];
    const data = dataRestores(machine, this.#needs.health.statuses(), (id) => this.#needs.inventory.find(id));
    const configuration = configurationStep(version.version, begun?.planned ?? null, changes);
    return {
      device: lost.id, deviceName: lost.name, replacement: replacement.id, replacementName: replacement.name, version: version.version, versionSeenAt: version.seenAt,
      begun: begun === null ? null : { person: begun.person, at: begun.begunAt },
      steps: [
        replacementStep(replacement, [...new Set(items.map(({ plugin }) => plugin))].sort(), begun?.begunAt ?? null),
        configuration, ...dataSteps(data, marks), checksStep(configuration, this.#needs.health.statuses({ device: replacement.id })),
      ],
      leftOut: begun?.planned?.leftOut ?? [], cautions: cautionsOf(lost, replacement, version, data),
    };
  }

  /** What the device had at a time, else what it had last. */
  async #remembered(lost: ManagedDevice, at: string | null): Promise<Version> {
    const then = at === null ? null : new Date(at);
    if (then !== null && Number.isNaN(then.getTime())) throw notATime(`${at} is no time`);
    const version = (await this.#needs.history.versions(lost.id)).find(({ takenAt }) => then === null || takenAt <= then.toISOString());
    if (version === undefined) throw nothingRemembered(`nothing is remembered of ${lost.name}${at === null ? '' : ` before ${at}`}`, { place: { device: lost.name } });
    return version;
  }

  async #begun(lost: ManagedDevice): Promise<StoredRecovery> {
    const begun = await this.#store.find(lost.id);
    if (begun === null) throw notBegun(`no recovery of ${lost.name} was begun`, { place: { device: lost.name } });
    return begun;
  }

  async #lost(asked: string): Promise<ManagedDevice> {
    return this.#device(await this.meant(asked) ?? asked);
  }

  #successor(lost: ManagedDevice): ManagedDevice {
    const name = nameBeforeReplaced(lost.name);
    return (name === null ? null : this.#needs.inventory.find(name)) ?? lost;
  }

  #device(asked: string): ManagedDevice {
    const device = this.#needs.inventory.find(asked);
    if (device === null) throw deviceUnknown(`there is no device ${asked}`, { place: { device: asked } });
    return device;
  }

  #now(): string {
    return (this.#needs.now?.() ?? new Date()).toISOString();
  }
}
