import { canonicalJson, DeviceAccess, sha256, StatePlanner, stepTitle, type ChangeDependencies, type ChangeService, type Plan } from '../changes/index.ts';
import type { Clock, HealthService } from '../health/index.ts';
import { identityOf } from '../history/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import { DeviceRounds, Turns } from '../rounds/index.ts';
import { compare, intentOf, type Pushed } from './compare.ts';
import type { Drift, DriftFilter, DriftService } from './drift-service.ts';
import { DriftStore, type Acceptance, type Comparison } from './drift-store.ts';
import { changedSinceCompared, notAccepted, nothingToAccept } from './errors.ts';
import { DriftIncidents } from './incidents.ts';
import { wantedState } from './intent.ts';
import { PushedResources } from './pushed-resources.ts';
import { driftSettings } from './settings.ts';

export interface DriftDependencies extends ChangeDependencies {
  readonly health: Pick<HealthService, 'checkNow' | 'report' | 'resolve'>;
  readonly changes: Pick<ChangeService, 'find'>;
  readonly clock?: Clock;
}

export function createDriftService(dependencies: DriftDependencies): DriftService {
  return new DriftWatch(dependencies);
}

/** By whom the host itself is known in the audit. */
const host = 'jackfield';
const devicesAtOnce = 8;

class DriftWatch implements DriftService {
  readonly #needs: DriftDependencies;
  readonly #access: DeviceAccess;
  readonly #store: DriftStore;
  readonly #pushed: PushedResources;
  readonly #incidents: DriftIncidents;
  readonly #rounds: DeviceRounds;
  readonly #turns = new Turns();
  readonly #closing = new AbortController();
  readonly #now: () => Date;

  constructor(needs: DriftDependencies) {
    this.#needs = needs;
    this.#now = needs.now ?? (() => new Date());
    this.#access = new DeviceAccess(needs);
    this.#store = new DriftStore(needs.store);
    this.#pushed = new PushedResources(needs, this.#store);
    this.#incidents = new DriftIncidents(needs.health);
    this.#rounds = new DeviceRounds({
      name: 'drift', inventory: needs.inventory, events: needs.events, clock: needs.clock, atOnce: devicesAtOnce, changes: needs.changes,
      tidy: () => this.#forgetVanished(),
      every: (device) => {
        const { every } = driftSettings(needs.configuration.current, { level: 'device', site: device.site, device: device.name });
        return every === 'off' ? null : every;
      },
      work: (device, signal) => this.#compare(device, host, signal),
    });
  }

  start(): void {
    this.#rounds.start();
  }

  async list(filter: DriftFilter = {}): Promise<readonly Drift[]> {
    const pushed = await this.#pushed.to(filter);
    return pushed.map(shown).filter(({ title }) => isMeant(title, filter.resource));
  }

  async check({ filter, person, onProgress }: Parameters<DriftService['check']>[0], signal?: AbortSignal): Promise<readonly Drift[]> {
    const until = this.#signal(signal);
    const devices = await this.#pushed.devices(filter);
    const waiting = [...devices];
    let done = 0;
    const work = async (): Promise<void> => {
      for (let device = waiting.shift(); device !== undefined; device = waiting.shift()) {
        onProgress?.({ done, total: devices.length, label: device.name });
        await this.#compare(device, person, until);
        done += 1;
        onProgress?.({ done, total: devices.length, label: device.name });
      }
    };
    await Promise.all(Array.from({ length: devicesAtOnce }, work));
    return this.list(filter);
  }

  async replan({ filter, person, onProgress }: Parameters<DriftService['replan']>[0], signal?: AbortSignal): Promise<Plan> {
    const drifting = (await this.#pushed.to(filter)).filter((pushed) => isDrifting(pushed, filter));
    const orders = drifting.flatMap((pushed) => {
      const intent = intentOf(pushed, this.#needs);
      // What no plugin manages any more was told as unknown by the last comparison, and drifts no longer.
      if (typeof intent === 'string') return [];
      const { device, plugin, push: { resource, key } } = intent;
      return [{ device, plugin, resource, key, wanted: (current: Acceptance['state'], until: AbortSignal) => wantedState(intent, current, this.#needs.plugins, person, until) }];
    });
    return new StatePlanner(this.#needs).plan({
      title: 'Push again what drifts', person, orders,
      onProgress: onProgress && (({ done, total, device, step }) => onProgress({ done, total, label: `${this.#needs.inventory.find(device)?.name ?? device} ${step}` })),
    }, this.#signal(signal));
  }

  async accept({ filter, person, onProgress }: Parameters<DriftService['accept']>[0], signal?: AbortSignal): Promise<readonly Drift[]> {
    const until = this.#signal(signal);
    const drifting = (await this.#pushed.to(filter)).filter((pushed) => isDrifting(pushed, filter));
    if (drifting.length === 0) throw nothingToAccept('nothing there drifts', filter.device === undefined ? {} : { place: { device: filter.device } });
    const accepted: { readonly pushed: Pushed; readonly acceptance: Acceptance }[] = [];
    // All are read before one is accepted: what a person agreed to holds as a whole, or not at all.
    for (const [done, pushed] of drifting.entries()) {
      onProgress?.({ done, total: drifting.length, label: `${pushed.device.name} ${stepTitle(pushed.push)}` });
      try {
        accepted.push({ pushed, acceptance: await this.#acceptance(pushed, person, until) });
      } catch (error) {
        await this.#audit(pushed, person, 'failed');
        throw error;
      }
    }
    for (const [device, ofDevice] of Map.groupBy(accepted, ({ pushed }) => pushed.device)) {
      await this.#store.accept(device.id, ofDevice.map(({ acceptance }) => acceptance));
      for (const { pushed } of ofDevice) await this.#audit(pushed, person, 'done');
      await this.#compare(device, person, until);
    }
    const identities = new Set(accepted.map(({ pushed: { device, push } }) => `${device.id} ${identityOf(push)}`));
    return (await this.list(filter)).filter((drift) => identities.has(`${drift.device} ${identityOf(drift)}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('Jackfield is closing'));
    await this.#rounds[Symbol.asyncDispose]();
    await this.#turns.ended();
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  async #compare(device: ManagedDevice, person: string, signal: AbortSignal): Promise<void> {
    await this.#turns.take(device.id, async () => {
      if (await this.#pushed.underWay(device.id)) return;
      const [pushed, earlier] = await Promise.all([this.#pushed.on(device), this.#store.comparisons(device.id)]);
      if (pushed.length === 0 && earlier.size === 0) return;
      const compared: { readonly pushed: Pushed; readonly comparison: Comparison }[] = [];
      const options = { needs: this.#needs, access: this.#access, person, now: this.#now(), closed: new Map<string, string>() };
      for (const one of pushed) compared.push({ pushed: one, comparison: await compare(one, options, signal) });
      // What was read while a change ran is neither what was pushed before nor what is pushed now.
      if (await this.#pushed.underWay(device.id) || pushesOf(await this.#pushed.on(device)) !== pushesOf(pushed)) return;
      await this.#store.keep(device.id, compared.map(({ comparison }) => comparison));
      await this.#incidents.tell(device, compared, [...earlier.keys()]);
    });
  }

  async #acceptance(pushed: Pushed, person: string, signal: AbortSignal): Promise<Acceptance> {
    const { push, device, before } = pushed;
    const place = { place: { device: device.name } };
    const title = stepTitle(push);
    const current = await this.#access.read({ device: device.id, deviceName: device.name, plugin: push.plugin, resource: push.resource, key: push.key }, person, signal).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw notAccepted(`${device.name}: ${title}: ${cause instanceof Error ? cause.message : String(cause)}`, { ...place, cause });
    });
    if (sha256(canonicalJson(current)) !== before?.seenHash) throw changedSinceCompared(`${device.name}: ${title} is not what it was at ${before?.checkedAt ?? 'the comparison'}`, place);
    return { identity: identityOf(push), change: push.change, person, at: this.#now().toISOString(), state: current };
  }

  #audit({ push, device, before }: Pushed, person: string, outcome: 'done' | 'failed'): Promise<void> {
    const fields = before?.differences.map(({ path }) => path).join(', ') ?? '';
    return this.#needs.audit.record({
      person, action: 'drift.accept', plugin: push.plugin, pluginVersion: null, device: device.id, change: push.change, outcome, detail: `${device.name}: ${stepTitle(push)}: ${fields}`,
      changed: outcome === 'done' ? (before?.differences.map(({ path }) => ({ what: path, before: 'drift', after: 'accepted' })) ?? []) : [],
    });
  }

  async #forgetVanished(): Promise<void> {
    for (const device of await this.#store.devices()) if (this.#needs.inventory.find(device) === null) await this.#store.forget(device);
  }
}

function pushesOf(pushed: readonly Pushed[]): string {
  return pushed.map(({ push, accepted }) => `${identityOf(push)} ${push.change} ${accepted?.at ?? ''}`).join('\n');
}

function isMeant(title: string, resource: string | undefined): boolean {
  return resource === undefined || title === resource || title.startsWith(`${resource} `);
}

function isDrifting({ push, before }: Pushed, { resource }: DriftFilter): boolean {
  return before?.state === 'drifting' && isMeant(stepTitle(push), resource);
}

function shown({ push, device, accepted, before }: Pushed): Drift {
  const { plugin, resource, key, change, title: changeTitle, person, at: pushedAt } = push;
  return {
    device: device.id, deviceName: device.name, site: device.site, plugin, resource, key, title: stepTitle(push),
    state: before?.state ?? 'pending', change, changeTitle, person, pushedAt,
    accepted: accepted === null ? null : { person: accepted.person, at: accepted.at },
    checkedAt: before?.checkedAt ?? null, equalAt: before?.equalAt ?? accepted?.at ?? pushedAt, since: before?.since ?? null,
    differences: before?.differences ?? [], message: before?.message ?? null,
  };
}
