import type { ManagedDevice } from '../inventory/index.ts';
import type { PluginCatalogue } from '../plugins/index.ts';
import type { ConfigurationService, Scope } from '../sites/index.ts';
import { behindJump, jumpHops, transportSettings } from '../transports/index.ts';
import type { IncidentSubject } from './incident-book.ts';
import type { GateSubject } from './reachability.ts';
import { checkKey, newCheck, ordersOf, type ScheduledCheck } from './scheduled-check.ts';
import { healthSettings } from './settings.ts';
import type { RestoredCheck } from './state-records.ts';
import type { Way } from './way.ts';

export interface RosterChange {
  readonly added: readonly ScheduledCheck[];
  /** Kept, with another interval. */
  readonly rescheduled: readonly ScheduledCheck[];
  readonly gone: readonly ScheduledCheck[];
  /** Null where no gate is wanted. */
  readonly gate: GateSubject | null;
}

const defaultEchoTimeout = 1_000;

/** Which checks there are, by device: follows inventory, catalogue and cascade. */
export class Roster {
  readonly #configuration: Pick<ConfigurationService, 'current'>;
  readonly #catalogue: Pick<PluginCatalogue, 'find'>;
  /** Few for each device: a list takes a fifth of a table. */
  readonly #devices = new Map<string, ScheduledCheck[]>();
  readonly #restored = new Map<string, RestoredCheck>();

  constructor(configuration: Pick<ConfigurationService, 'current'>, catalogue: Pick<PluginCatalogue, 'find'>) {
    this.#configuration = configuration;
    this.#catalogue = catalogue;
  }

  get size(): number {
    let size = 0;
    for (const checks of this.#devices.values()) size += checks.length;
    return size;
  }

  /** What an earlier run of the host left; taken up as the checks come in. */
  restore(states: ReadonlyMap<string, RestoredCheck>): void {
    for (const [key, state] of states) this.#restored.set(key, state);
  }

  all(): ScheduledCheck[] {
    return [...this.#devices.values()].flat();
  }

  ofDevice(device: string): ScheduledCheck[] {
    return [...(this.#devices.get(device) ?? [])];
  }

  has(subject: IncidentSubject): boolean {
    return this.#find(subject.device, checkKey(subject.device, subject.plugin, subject.check)) !== undefined;
  }

  /** Whether this very check is still wanted. */
  holds(check: ScheduledCheck): boolean {
    return this.#devices.get(check.order.device.id)?.includes(check) ?? false;
  }

  update(device: ManagedDevice, now: number): RosterChange {
    const configuration = this.#configuration.current;
    const orders = ordersOf(device, configuration, this.#catalogue);
    const checks: ScheduledCheck[] = [];
    const added: ScheduledCheck[] = [];
    const rescheduled: ScheduledCheck[] = [];
    for (const order of orders) {
      const known = this.#find(device.id, order.key);
      if (known) {
        checks.push(known);
        if (known.order.interval !== order.interval) rescheduled.push(known);
        known.order = order;
        continue;
      }
      const check = { ...newCheck(order, now), ...this.#restored.get(order.key) };
      this.#restored.delete(order.key);
      checks.push(check);
      added.push(check);
    }
    const gone = (this.#devices.get(device.id) ?? []).filter((check) => !checks.includes(check));
    this.#devices.set(device.id, checks);
    return { added, rescheduled, gone, gate: this.#gateOf(device) };
  }

  /** Drops the devices that are not present any more. */
  forgetExcept(present: ReadonlySet<string>): { readonly device: string; readonly checks: readonly ScheduledCheck[] }[] {
    const left = [...this.#devices].filter(([device]) => !present.has(device));
    return left.map(([device, checks]) => {
      this.#devices.delete(device);
      return { device, checks };
    });
  }

  #find(device: string, key: string): ScheduledCheck | undefined {
    return this.#devices.get(device)?.find(({ order }) => order.key === key);
  }

  #gateOf(device: ManagedDevice): GateSubject | null {
    const configuration = this.#configuration.current;
    if (!configuration.sites.has(device.site)) return null;
    const scope = { level: 'device', site: device.site, device: device.name } as const;
    const settings = healthSettings(configuration, scope);
    if (settings.gate === 'off') return null;
    const way = this.#wayTo(device, scope);
    const timeout = configuration.setting('transports.icmp.timeoutMs', scope);
    return { device: device.id, address: device.address, settings, timeoutMs: typeof timeout === 'number' ? timeout : defaultEchoTimeout, expected: device.lastSeen === null || way !== null, way };
  }

  #wayTo(device: ManagedDevice, scope: Scope): Way | null {
    const configuration = this.#configuration.current;
    if (!behindJump(configuration, device.site, device.name)) return null;
    const { id: key, site, address } = device;
    const settings = transportSettings(configuration.setting('transports', scope));
    return { target: { key, site, address, settings }, hops: jumpHops(settings.ssh, address).map((hop) => `${hop.address}:${hop.port}`) };
  }
}
