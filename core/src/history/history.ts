import { callTarget, DeviceAccess, differences, PushRecord, Redaction, StatePlanner, stepTitle, type Change, type ChangeDependencies, type ChangeService } from '../changes/index.ts';
import { deviceUnknown, type ManagedDevice } from '../inventory/index.ts';
import type { Clock } from '../health/index.ts';
import type { PluginHost } from '../plugins/index.ts';
import { DeviceRounds, Turns } from '../rounds/index.ts';
import { deviceInChange, nothingToRead, versionUnknown } from './errors.ts';
import type { HistoryService, ItemDifference, Progress, Taken, Version, VersionContent } from './history-service.ts';
import { identityOf } from './instances.ts';
import { managedPlugins } from './managed-plugins.ts';
import { readConfiguration, type Touched } from './read-configuration.ts';
import { restoreOrders } from './restore-orders.ts';
import { historySettings, type HistorySettings } from './settings.ts';
import { shownVersion, versionHash, VersionStore, type StoredVersion } from './version-store.ts';

export interface HistoryDependencies extends ChangeDependencies {
  readonly changes: Pick<ChangeService, 'find'>;
  readonly plugins: ChangeDependencies['plugins'] & Pick<PluginHost, 'list'>;
  readonly clock?: Clock;
}

export function createHistoryService(dependencies: HistoryDependencies): HistoryService {
  return new History(dependencies);
}

interface Occasion {
  readonly cause: Version['cause'];
  readonly person: string;
  readonly change: string | null;
  readonly touched: Touched | null;
}

/** By whom the host itself is known in the audit. */
const host = 'jackfield';
const scheduled: Occasion = { cause: 'schedule', person: host, change: null, touched: null };
const devicesAtOnce = 8;
const listingMs = 30_000;
/** A device is read soon after it is found: what it had before it was changed must be in a version. */
const firstWithinMs = 10 * 60_000;
/** How long versions of a device stay that left the inventory: a merge can be undone. */
const forgetAfterMs = 30 * 86_400_000;

class History implements HistoryService {
  readonly #needs: HistoryDependencies;
  readonly #access: DeviceAccess;
  readonly #versions: VersionStore;
  readonly #pushes: PushRecord;
  readonly #rounds: DeviceRounds;
  readonly #closing = new AbortController();
  /** Why a device is read out of turn. */
  readonly #occasions = new Map<string, Occasion>();
  readonly #now: () => Date;
  /** One reading of a device at a time: versions are numbered one after the other. */
  readonly #turns = new Turns();

  constructor(needs: HistoryDependencies) {
    this.#needs = needs;
    this.#now = needs.now ?? (() => new Date());
    this.#access = new DeviceAccess(needs);
    this.#versions = new VersionStore(needs.store);
    this.#pushes = new PushRecord(needs.store);
    this.#rounds = new DeviceRounds({
      name: 'history', inventory: needs.inventory, events: needs.events, clock: needs.clock, atOnce: devicesAtOnce,
      every: (device) => everyOf(this.#settings(device)), tidy: () => this.#forgetVanished(), changes: needs.changes,
      early: { withinMs: firstWithinMs, known: () => this.#versions.devices() },
      changed: (device, change) => this.#note(device, change),
      work: async (device, signal) => {
        const occasion = this.#occasions.get(device.id) ?? scheduled;
        this.#occasions.delete(device.id);
        await this.#take(device, occasion, signal);
      },
    });
  }

  start(): void {
    this.#rounds.start();
  }

  async take(asked: string, options: Parameters<HistoryService['take']>[1], signal?: AbortSignal): Promise<Taken> {
    const device = this.#device(asked);
    const taken = await this.#take(device, { cause: 'request', person: options.person, change: null, touched: null }, this.#signal(signal), options.onProgress);
    const place = { place: { device: device.name } };
    if (taken === 'nothing') throw nothingToRead(`no plugin can read anything of ${device.name}`, place);
    if (taken === 'in a change') throw deviceInChange(`${device.name} is being changed`, place);
    return taken;
  }

  async versions(asked: string): Promise<readonly Version[]> {
    const stored = await this.#versions.of(this.#device(asked).id);
    return stored.map((version, at) => shownVersion(version, stored[at - 1])).toReversed();
  }

  async version(asked: string, number: number): Promise<VersionContent> {
    const device = this.#device(asked);
    const stored = await this.#versions.of(device.id);
    const at = stored.findIndex(({ version }) => version === number);
    const found = stored[at];
    if (found === undefined) throw versionUnknown(`${device.name} has no version ${number}`, { place: { device: device.name } });
    const contents = await this.#versions.contents(found.items.map(({ hash }) => hash));
    return {
      ...shownVersion(found, stored[at - 1]),
      items: found.items.map(({ hash, ...item }) => ({ ...item, title: stepTitle(item), state: contents.get(hash) ?? {} })),
    };
  }

  async diff(device: string, from: number, to: number): Promise<readonly ItemDifference[]> {
    const [before, after] = await Promise.all([this.version(device, from), this.version(device, to)]);
    const was = new Map(before.items.map((item) => [identityOf(item), item]));
    const is = new Map(after.items.map((item) => [identityOf(item), item]));
    const shown = new Redaction(new Set());
    return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((identity): ItemDifference[] => {
      const [old, now] = [was.get(identity), is.get(identity)];
      const found = differences(old?.state ?? {}, now?.state ?? {}, shown);
      if (found.length === 0 && old !== undefined && now !== undefined) return [];
      return [{ title: now?.title ?? old?.title ?? '', kind: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed', differences: found }];
    });
  }

  async restore(options: Parameters<HistoryService['restore']>[0], signal?: AbortSignal): ReturnType<HistoryService['restore']> {
    const { person, onProgress } = options;
    const device = this.#device(options.device);
    const version = await this.version(device.id, options.version);
    const target = options.onto === undefined ? device : this.#device(options.onto);
    const { orders, leftOut } = restoreOrders(target, version, managedPlugins(target, this.#needs));
    const title = target.id === device.id ? `Restore ${device.name} to version ${version.version} of ${version.takenAt}` : `Give ${target.name} version ${version.version} of ${device.name}, of ${version.takenAt}`;
    const plan = await new StatePlanner(this.#needs).plan({
      title, person, orders, onProgress: onProgress && (({ done, total, step }) => onProgress({ done, total, label: `${target.name} ${step}` })),
    }, this.#signal(signal));
    return { plan, leftOut };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('Jackfield is closing'));
    await this.#rounds[Symbol.asyncDispose]();
    await this.#turns.ended();
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  #device(asked: string): ManagedDevice {
    const device = this.#needs.inventory.find(asked);
    if (device === null) throw deviceUnknown(`there is no device ${asked}`, { place: { device: asked } });
    return device;
  }

  #settings(device: ManagedDevice): HistorySettings {
    return historySettings(this.#needs.configuration.current, { level: 'device', site: device.site, device: device.name });
  }

  async #take(device: ManagedDevice, occasion: Occasion, signal: AbortSignal, onProgress?: (progress: Progress) => void): Promise<Taken | 'nothing' | 'in a change'> {
    return this.#turns.take(device.id, () => this.#takeNow(device, occasion, signal, onProgress));
  }

  async #takeNow(device: ManagedDevice, { cause, person, change, touched }: Occasion, signal: AbortSignal, onProgress?: (progress: Progress) => void): Promise<Taken | 'nothing' | 'in a change'> {
    if (await this.#pushes.underWay(device.id)) return 'in a change';
    const [known, pushed] = await Promise.all([this.#versions.of(device.id), this.#pushes.of(device.id)]);
    const latest = known.at(-1);
    const read = await readConfiguration(
      { device, plugins: managedPlugins(device, this.#needs), known: [...pushed, ...latest?.items ?? []], latest, touched, person, onProgress },
      { read: (...call) => this.#access.read(...call), list: (...call) => this.#list(...call) }, signal,
    );
    if (read === null) return 'nothing';
    const { items, contents, unread } = read;
    // What was read while a change began is half the old and half the new.
    if (await this.#pushes.underWay(device.id)) return 'in a change';
    const at = this.#now().toISOString();
    const hash = versionHash(items);
    if (latest?.hash === hash) {
      await this.#versions.seen(device.id, latest.version, at);
      return { version: { ...shownVersion(latest, known.at(-2)), seenAt: at }, fresh: false, unread };
    }
    const version: StoredVersion = { version: (latest?.version ?? 0) + 1, hash, takenAt: at, seenAt: at, cause, person, change, items };
    await this.#versions.add(device.id, version, contents, this.#settings(device).keep);
    return { version: shownVersion(version, latest), fresh: true, unread };
  }

  /** A device that was changed twice before it is come to has both to be read. */
  #note(device: string, { id: change, person, steps }: Change): void {
    const touched = steps.filter((step) => step.device === device);
    this.#occasions.set(device, { cause: 'change', person, change, touched: [...this.#occasions.get(device)?.touched ?? [], ...touched] });
  }

  #list({ device, ...of }: { readonly device: ManagedDevice; readonly plugin: string; readonly resource: string }, person: string, signal: AbortSignal): ReturnType<PluginHost['list']> {
    return this.#needs.plugins.list({ ...of, device: callTarget(device, of.plugin), deadlineMs: listingMs, person, signal });
  }

  async #forgetVanished(): Promise<void> {
    const horizon = new Date(this.#now().getTime() - forgetAfterMs).toISOString();
    for (const device of await this.#versions.devices()) {
      if (this.#needs.inventory.find(device) !== null) continue;
      const [latest] = await this.#versions.of(device, 'latest');
      if (latest !== undefined && latest.seenAt < horizon) await this.#versions.forget(device);
    }
  }
}

function everyOf({ every }: HistorySettings): number | null {
  return every === 'off' ? null : every;
}
