import { randomUUID } from 'node:crypto';
import { reportOf } from '../control/index.ts';
import type { Inventory, ManagedDevice } from '../inventory/index.ts';
import type { DiscoveryProgress, DiscoveryRun, SiteRun } from './discovery-service.ts';
import type { SiteDiscovery } from './site-discovery.ts';

interface RecordedSite {
  readonly site: string;
  stage: SiteRun['stage'];
  done: number;
  total: number;
  discovery: SiteDiscovery | null;
  missing: readonly string[];
}

/** What a run did so far, for those who watch it and those who come later. */
export class RunRecord {
  readonly id = randomUUID();
  readonly #startedAt = new Date().toISOString();
  readonly #asked: { readonly person: string; readonly site: string | undefined; readonly network: string | undefined };
  #sites: readonly RecordedSite[];
  readonly #changed = new Map<string, Set<string>>();
  readonly #end = new AbortController();
  /** What is left of it when it is over: not what it worked with, which may be half the memory of a large site. */
  #told: DiscoveryRun | null = null;

  constructor(asked: { readonly person: string; readonly site: string | undefined; readonly network: string | undefined }, sites: readonly string[]) {
    this.#asked = asked;
    this.#sites = sites.map((site) => ({ site, stage: 'waiting', done: 0, total: 0, discovery: null, missing: [] }));
  }

  /** Aborted when somebody ends it. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  end(): void {
    this.#end.abort();
  }

  begun(site: string, discovery: SiteDiscovery): void {
    const at = this.#of(site);
    if (at !== undefined) Object.assign(at, { discovery, stage: 'sweep' });
  }

  progress({ site, stage, done, total }: DiscoveryProgress): void {
    const at = this.#of(site);
    if (at !== undefined) Object.assign(at, { stage, done, total });
  }

  changed(device: string, fields: readonly string[]): void {
    if (this.#told !== null) return;
    const known = this.#changed.get(device) ?? new Set();
    for (const field of fields) known.add(field);
    this.#changed.set(device, known);
  }

  /** A site was looked at whole. */
  looked(site: string, inventory: Pick<Inventory, 'devices'>): void {
    const at = this.#of(site);
    if (at === undefined) return;
    const isMissing = (device: ManagedDevice): boolean => at.discovery?.findings.devices.has(device.id) === false && at.discovery.misses(device);
    at.stage = 'done';
    at.missing = inventory.devices({ site }).filter(isMissing).map(({ id }) => id);
  }

  /** @param error why it failed, when it did */
  ended(state: Exclude<DiscoveryRun['state'], 'running'>, error?: unknown): void {
    this.#told = Object.freeze(this.#now({ state, endedAt: new Date().toISOString(), error: error === undefined ? null : reportOf(error) }));
    this.#sites = [];
    this.#changed.clear();
  }

  get told(): DiscoveryRun {
    return this.#told ?? this.#now({ state: 'running', endedAt: null, error: null });
  }

  #now(end: Pick<DiscoveryRun, 'state' | 'endedAt' | 'error'>): DiscoveryRun {
    const { person, site = null, network = null } = this.#asked;
    return { id: this.id, person, site, network, startedAt: this.#startedAt, ...end, sites: this.#sites.map((one) => this.#siteNow(one)) };
  }

  #siteNow({ site, stage, done, total, discovery, missing }: RecordedSite): SiteRun {
    if (discovery === null) return { site, stage, done, total, addresses: 0, answered: 0, devices: [], added: [], changed: [], missing: [], unmatched: [], problems: [] };
    const { addresses, alive, devices, added, unmatched, problems } = discovery.findings;
    const changed = [...this.#changed].filter(([device]) => devices.has(device) && !added.has(device)).map(([device, fields]) => ({ device, fields: [...fields] }));
    return { site, stage, done, total, addresses, answered: alive, devices: [...devices], added: [...added], changed, missing, unmatched: [...unmatched], problems: [...problems] };
  }

  #of(site: string): RecordedSite | undefined {
    return this.#sites.find((one) => one.site === site);
  }
}
