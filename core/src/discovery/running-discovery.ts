import type { HostEvents } from '../events/index.ts';
import { calledAddresses } from '../inventory/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { DiscoveryProgress, DiscoveryReport, DiscoveryService } from './discovery-service.ts';
import { siteUnknown } from './errors.ts';
import { SiteDiscovery, type SiteDiscoveryNeeds, type SiteFindings } from './site-discovery.ts';

export interface DiscoveryDependencies extends SiteDiscoveryNeeds {
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly events: HostEvents;
}

export function createDiscoveryService(dependencies: DiscoveryDependencies): DiscoveryService {
  return new RunningDiscovery(dependencies);
}

type Listener = (progress: DiscoveryProgress) => void;

class RunningDiscovery implements DiscoveryService {
  readonly #needs: DiscoveryDependencies;
  readonly #listeners = new Set<Listener>();
  #running: { readonly site: string | undefined; readonly report: Promise<DiscoveryReport> } | null = null;

  constructor(needs: DiscoveryDependencies) {
    this.#needs = needs;
  }

  async run({ site, onProgress }: { readonly site?: string; readonly onProgress?: Listener }, signal?: AbortSignal): Promise<DiscoveryReport> {
    if (onProgress !== undefined) this.#listeners.add(onProgress);
    try {
      // Another one's run that covers what is asked serves; else it is waited for.
      while (this.#running !== null) {
        const { site: covered, report } = this.#running;
        if (covered === undefined || covered === site) return await report;
        await report.catch(() => undefined);
      }
      const report = this.#run(site, signal ?? new AbortController().signal);
      this.#running = { site, report };
      try {
        return await report;
      } finally {
        this.#running = null;
      }
    } finally {
      if (onProgress !== undefined) this.#listeners.delete(onProgress);
    }
  }

  async lookAgain(devices: Iterable<string>, signal = new AbortController().signal): Promise<void> {
    const configuration = this.#needs.configuration.current;
    const known = [...devices].map((id) => this.#needs.inventory.find(id)).filter((device) => device !== null);
    for (const site of configuration.sites.values()) {
      const addresses = [...new Set(known.filter((device) => device.site === site.id).flatMap(calledAddresses))];
      if (addresses.length > 0) await new SiteDiscovery(this.#needs, configuration, site, signal, () => undefined).look(addresses);
    }
  }

  async #run(wanted: string | undefined, signal: AbortSignal): Promise<DiscoveryReport> {
    const startedAt = performance.now();
    const configuration = this.#needs.configuration.current;
    const sites = [...configuration.sites.values()].filter((site) => wanted === undefined || site.id === wanted);
    if (wanted !== undefined && sites.length === 0) throw siteUnknown(`there is no site ${wanted}`, { hint: `There are: ${[...configuration.sites.keys()].join(', ')}.` });
    const tell = (progress: DiscoveryProgress): void => {
      for (const listener of this.#listeners) listener(progress);
      const { site, done, total, found } = progress;
      this.#needs.events.emit('discovery.progress', { site, done, total, found });
    };
    const findings: SiteFindings[] = [];
    for (const site of sites) {
      signal.throwIfAborted();
      findings.push(await new SiteDiscovery(this.#needs, configuration, site, signal, tell).run());
    }
    // What is so of the machine was seen at every site, and is told once.
    const problems = [...new Map(findings.flatMap((one) => one.problems).map((problem) => [`${problem.code} ${problem.address} ${problem.plugin} ${problem.message}`, problem])).values()];
    const sum = (count: (one: SiteFindings) => number): number => findings.reduce((total, one) => total + count(one), 0);
    const report: DiscoveryReport = {
      sites: sites.map((site) => site.id),
      addresses: sum((one) => one.addresses),
      alive: sum((one) => one.alive),
      fingerprinted: sum((one) => one.fingerprinted),
      devices: findings.flatMap((one) => [...one.devices]),
      added: findings.flatMap((one) => [...one.added]),
      unmatched: findings.flatMap((one) => one.unmatched),
      problems,
      elapsedMs: Math.round(performance.now() - startedAt),
    };
    const { addresses, alive, fingerprinted, devices } = report;
    this.#needs.events.emit('discovery.done', { addresses, alive, fingerprinted, devices: devices.length, problems: problems.map(({ address, plugin, where, code, message, hint }) => ({ address, plugin, where, code, message, hint })).slice(0, 20) });
    return report;
  }
}
