import { listen, type HostEvents } from '../events/index.ts';
import { calledAddresses } from '../inventory/index.ts';
import type { Configuration, ConfigurationService, Site } from '../sites/index.ts';
import { isWithin, networkMeant } from './address-range.ts';
import type { DiscoveryPlace, DiscoveryProgress, DiscoveryReport, DiscoveryRun, DiscoveryService } from './discovery-service.ts';
import { anotherRuns, networkOutside, runUnknown, siteUnknown } from './errors.ts';
import { RunRecord } from './run-record.ts';
import { SiteDiscovery, type SiteDiscoveryNeeds, type SiteFindings } from './site-discovery.ts';

export interface DiscoveryDependencies extends SiteDiscoveryNeeds {
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly events: HostEvents;
}

export function createDiscoveryService(dependencies: DiscoveryDependencies): DiscoveryService {
  return new RunningDiscovery(dependencies);
}

type Listener = (progress: DiscoveryProgress) => void;

/** The sites that are looked at, and the network within the one site; null for all of theirs. */
interface MeantPlace {
  readonly sites: readonly Site[];
  readonly network: string | null;
}

interface Running {
  readonly place: MeantPlace;
  readonly record: RunRecord;
  readonly report: Promise<DiscoveryReport>;
}

/** By whom the host itself is known. */
const host = 'jackfield';
const mostRuns = 20;

class RunningDiscovery implements DiscoveryService {
  readonly #needs: DiscoveryDependencies;
  readonly #listeners = new Set<Listener>();
  readonly #closing = new AbortController();
  readonly #listening: Disposable;
  #records: readonly RunRecord[] = [];
  #running: Running | null = null;

  constructor(needs: DiscoveryDependencies) {
    this.#needs = needs;
    this.#listening = listen(needs.events, { 'device.changed': ({ device, fields }) => this.#running?.record.changed(device, fields) });
  }

  async run({ person = host, onProgress, ...place }: Parameters<DiscoveryService['run']>[0], signal?: AbortSignal): Promise<DiscoveryReport> {
    if (onProgress !== undefined) this.#listeners.add(onProgress);
    try {
      // Another one's run that covers what is asked serves; else it is waited for.
      while (this.#running !== null) {
        if (covers(this.#running.place, this.#meant(place))) return await this.#running.report;
        await this.#running.report.catch(() => undefined);
      }
      return await this.#start(place, person, signal).report;
    } finally {
      if (onProgress !== undefined) this.#listeners.delete(onProgress);
    }
  }

  async begin({ person, ...place }: Parameters<DiscoveryService['begin']>[0]): Promise<DiscoveryRun> {
    const meant = this.#meant(place);
    // Not where: who asks may see nothing of that place.
    if (this.#running !== null && !covers(this.#running.place, meant)) throw anotherRuns('a discovery of another place runs');
    const { record, report } = this.#running ?? this.#start(place, person, undefined);
    // What became of it is in its record.
    report.catch(() => undefined);
    return record.told;
  }

  runs(): readonly DiscoveryRun[] {
    return this.#records.map(({ told }) => told);
  }

  async end(id: string): Promise<DiscoveryRun> {
    const record = this.#records.find((one) => one.id === id);
    if (record === undefined) throw runUnknown(`there is no discovery ${id}`);
    record.end();
    if (this.#running?.record === record) await this.#running.report.catch(() => undefined);
    return record.told;
  }

  async lookAgain(devices: Iterable<string>, signal = new AbortController().signal): Promise<void> {
    const configuration = this.#needs.configuration.current;
    const known = [...devices].map((id) => this.#needs.inventory.find(id)).filter((device) => device !== null);
    for (const site of configuration.sites.values()) {
      const addresses = [...new Set(known.filter((device) => device.site === site.id).flatMap(calledAddresses))];
      if (addresses.length > 0) await new SiteDiscovery(this.#needs, configuration, site, signal, () => undefined).look(addresses);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#listening[Symbol.dispose]();
    await this.#running?.report.catch(() => undefined);
  }

  #start(place: DiscoveryPlace, person: string, signal: AbortSignal | undefined): Running {
    const meant = this.#meant(place);
    const { sites, network } = meant;
    const record = new RunRecord({ person, site: place.site, network: place.network }, sites.map(({ id }) => id));
    const ends = AbortSignal.any([this.#closing.signal, record.signal, ...(signal === undefined ? [] : [signal])]);
    const report = this.#run(sites, network, record, ends).then(
      (done) => {
        record.ended('done');
        return done;
      },
      (error: unknown) => {
        if (ends.aborted) record.ended('ended');
        else record.ended('failed', error);
        throw error;
      },
    ).finally(() => {
      this.#running = null;
    });
    this.#running = { place: meant, record, report };
    this.#records = [record, ...this.#records].slice(0, mostRuns);
    return this.#running;
  }

  /** The sites to look at; a network is of one, and lies within its networks. */
  #meant({ site: wanted, network }: DiscoveryPlace): MeantPlace {
    const { current } = this.#needs.configuration;
    const sites = [...current.sites.values()].filter((site) => wanted === undefined || site.id === wanted);
    if (wanted !== undefined && sites.length === 0) throw siteUnknown(`there is no site ${wanted}`, { hint: `There are: ${[...current.sites.keys()].join(', ')}.` });
    if (network === undefined) return { sites, network: null };
    const meant = networkMeant(network);
    const owner = meant === null ? undefined : sites.find(({ networks }) => networks.some((one) => isWithin(meant, one)));
    if (meant === null || owner === undefined) throw networkOutside(meant === null ? `${network} is no network and no address` : `${network} lies in no network of ${wanted ?? 'any site'}`);
    return { sites: [owner], network: meant };
  }

  async #run(sites: readonly Site[], network: string | null, record: RunRecord, signal: AbortSignal): Promise<DiscoveryReport> {
    const startedAt = performance.now();
    const configuration: Configuration = this.#needs.configuration.current;
    const tell = (progress: DiscoveryProgress): void => {
      record.progress(progress);
      for (const listener of this.#listeners) listener(progress);
      const { site, done, total, found } = progress;
      this.#needs.events.emit('discovery.progress', { site, done, total, found });
    };
    const findings: SiteFindings[] = [];
    for (const site of sites) {
      signal.throwIfAborted();
      const discovery = new SiteDiscovery(this.#needs, configuration, site, signal, tell, network);
      record.begun(site.id, discovery);
      findings.push(await discovery.run());
      record.looked(site.id, this.#needs.inventory);
    }
    const report = reportOf(sites.map(({ id }) => id), findings, performance.now() - startedAt);
    const { addresses, alive, fingerprinted, devices, problems } = report;
    this.#needs.events.emit('discovery.done', { addresses, alive, fingerprinted, devices: devices.length, problems: problems.map(({ address, plugin, where, code, message, hint }) => ({ address, plugin, where, code, message, hint })).slice(0, 20) });
    return report;
  }
}

/** Whether a run looks at all that is asked for. */
function covers(running: MeantPlace, asked: MeantPlace): boolean {
  if (running.network !== null && (asked.network === null || !isWithin(asked.network, running.network))) return false;
  return asked.sites.every(({ id }) => running.sites.some((site) => site.id === id));
}

function reportOf(sites: readonly string[], findings: readonly SiteFindings[], elapsedMs: number): DiscoveryReport {
  const sum = (count: (one: SiteFindings) => number): number => findings.reduce((total, one) => total + count(one), 0);
  return {
    sites,
    addresses: sum((one) => one.addresses),
    alive: sum((one) => one.alive),
    fingerprinted: sum((one) => one.fingerprinted),
    devices: findings.flatMap((one) => [...one.devices]),
    added: findings.flatMap((one) => [...one.added]),
    unmatched: findings.flatMap((one) => one.unmatched),
    // What is so of the machine was seen at every site, and is told once.
    problems: [...new Map(findings.flatMap((one) => one.problems).map((problem) => [`${problem.code} ${problem.address} ${problem.plugin} ${problem.message}`, problem])).values()],
    elapsedMs: Math.round(elapsedMs),
  };
}
