import { OutcomeError, type Fingerprint } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';
import type { Inventory, ManagedDevice, Sighting } from '../inventory/index.ts';
import type { CallTarget, InstalledPlugin, PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { Configuration, Site } from '../sites/index.ts';
import { transportSettings, type Target, type Transports } from '../transports/index.ts';
import { hostAddresses } from './address-range.ts';
import type { DiscoveryProblem, DiscoveryProgress } from './discovery-service.ts';
import { takeFingerprint, wantedBy, type Wanted } from './fingerprinting.ts';
import { matchingDiscoveries } from './match.ts';

export interface SiteDiscoveryNeeds {
  readonly transports: Transports;
  readonly plugins: Pick<PluginHost, 'identify' | 'inspect'>;
  readonly catalogue: Pick<PluginCatalogue, 'plugins' | 'find'>;
  readonly inventory: Inventory;
}

/** What one site gave. */
export interface SiteFindings {
  addresses: number;
  alive: number;
  fingerprinted: number;
  readonly devices: Set<string>;
  readonly added: Set<string>;
  readonly unmatched: string[];
  readonly problems: DiscoveryProblem[];
}

const addressesAtOnce = 64;
const identifyMs = 30_000;
const inspectMs = 60_000;

/** Sweeps, fingerprints, identifies, inspects and files one site. */
export class SiteDiscovery {
  readonly #needs: SiteDiscoveryNeeds;
  readonly #configuration: Configuration;
  readonly #site: Site;
  readonly #signal: AbortSignal;
  readonly #onProgress: (progress: DiscoveryProgress) => void;
  readonly findings: SiteFindings = { addresses: 0, alive: 0, fingerprinted: 0, devices: new Set(), added: new Set(), unmatched: [], problems: [] };
  #done = 0;

  constructor(needs: SiteDiscoveryNeeds, configuration: Configuration, site: Site, signal: AbortSignal, onProgress: (progress: DiscoveryProgress) => void) {
    this.#needs = needs;
    this.#configuration = configuration;
    this.#site = site;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  async run(): Promise<SiteFindings> {
    return this.#lookAt(await this.#sweep());
  }

  /** Without a sweep: these addresses and no others. */
  async look(addresses: readonly string[]): Promise<SiteFindings> {
    return this.#lookAt(new Map(addresses.map((address) => [address, null])));
  }

  async #lookAt(swept: ReadonlyMap<string, number | null>): Promise<SiteFindings> {
    const plugins = this.#plugins();
    const wanted = wantedBy(plugins.map(({ id, manifest }) => ({ manifest, grant: this.#configuration.enablement(id, { level: 'site', site: this.#site.id }).grant })));
    this.#tell('fingerprint', 0, swept.size);
    const waiting = [...swept];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [address, rttMs] = next;
        await this.#look(address, rttMs, wanted, plugins).catch((error: unknown) => {
          this.#signal.throwIfAborted();
          this.#problem(address, null, error);
        });
        this.#done += 1;
        this.#tell('identify', this.#done, swept.size);
      }
    };
    await Promise.all(Array.from({ length: Math.min(addressesAtOnce, swept.size) }, worker));
    return this.findings;
  }

  /** Plugins enabled at the site that discover something, each in the version the site has. */
  #plugins(): InstalledPlugin[] {
    const ids = new Set(this.#needs.catalogue.plugins.map((plugin) => plugin.id));
    return [...ids].flatMap((id) => {
      const { enabled, version } = this.#configuration.enablement(id, { level: 'site', site: this.#site.id });
      const plugin = enabled ? this.#needs.catalogue.find(id, version) : null;
      return plugin === null ? [] : [plugin];
    });
  }

  /** Addresses to look at with their round trip: those that answer, those declared, those of known devices. */
  async #sweep(): Promise<ReadonlyMap<string, number | null>> {
    const { networks, devices, id } = this.#site;
    const addresses = networks.flatMap((network) => {
      try {
        return hostAddresses(network);
      } catch (error) {
        this.#problem(network, null, error);
        return [];
      }
    });
    this.findings.addresses = addresses.length;
    this.#tell('sweep', 0, addresses.length);
    const { timeoutMs } = this.#target(networks[0] ?? '').settings.icmp;
    const alive = await this.#needs.transports.sweep(addresses, { timeoutMs }, this.#signal).catch((error: unknown) => {
      this.#signal.throwIfAborted();
      this.#problem(id, null, error);
      return new Map<string, number>();
    });
    this.findings.alive = alive.size;
    this.#tell('sweep', addresses.length, addresses.length);
    const swept = new Map<string, number | null>(alive);
    const known = this.#needs.inventory.devices({ site: id }).map((device) => device.address);
    for (const address of [...devices.map((device) => device.address), ...known]) {
      if (address !== null && !swept.has(address)) swept.set(address, null);
    }
    return swept;
  }

  async #look(address: string, rttMs: number | null, wanted: Wanted, plugins: readonly InstalledPlugin[]): Promise<void> {
    const target = this.#target(address);
    const timeoutMs = (target.settings.snmp.retries + 1) * target.settings.snmp.timeoutMs + 2_000;
    const fingerprint = await takeFingerprint(this.#needs.transports, target, wanted, rttMs, timeoutMs, this.#signal, (error) => this.#problem(address, null, error));
    if (fingerprint.snmp === null && fingerprint.ssh === null && fingerprint.ami === null && fingerprint.http === null && fingerprint.tls === null && fingerprint.tcp === undefined) return;
    this.findings.fingerprinted += 1;
    const sightings = (await Promise.all(plugins.flatMap((plugin) => matchingDiscoveries(plugin.manifest, fingerprint).map((discovery) => this.#sight(plugin, discovery, address, fingerprint))))).filter((sighting) => sighting !== null);
    const [first, ...others] = sightings;
    if (first === undefined) {
      this.findings.unmatched.push(address);
      return;
    }
    const before = new Set(this.#needs.inventory.devices({ site: this.#site.id }).map((device) => device.id));
    const device = await this.#needs.inventory.record([first, ...others]);
    this.findings.devices.add(device.id);
    if (!before.has(device.id)) this.findings.added.add(device.id);
  }

  /** What one plugin says of an address; null when it is not its own or it could not look. */
  async #sight(plugin: InstalledPlugin, discovery: string, address: string, fingerprint: Fingerprint): Promise<Sighting | null> {
    const call = { plugin: plugin.id, discovery, signal: this.#signal, person: 'jackfield' };
    const device = this.#callTarget(address);
    try {
      const identification = await this.#needs.plugins.identify({ ...call, device, fingerprint, deadlineMs: identifyMs });
      if (identification === null) return null;
      const inspection = await this.#needs.plugins.inspect({ ...call, device, deadlineMs: inspectMs }).catch((error: unknown) => {
        this.#signal.throwIfAborted();
        this.#problem(address, plugin.id, error);
        // Half a picture is better than none: what it is, without its ports.
        return { ...identification, interfaces: [], neighbours: [], addresses: [] };
      });
      return { site: this.#site.id, address, plugin: plugin.id, discovery, fingerprint, inspection };
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#problem(address, plugin.id, error);
      return null;
    }
  }

  #callTarget(address: string): CallTarget {
    const declared = this.#site.devices.find((device) => device.address === address);
    const known: ManagedDevice | undefined = this.#needs.inventory.devices({ site: this.#site.id }).find((device) => device.address === address);
    return {
      id: address, name: declared?.name ?? known?.name ?? address, site: this.#site.id, address, labels: declared?.labels ?? {},
      vendor: null, model: null, os: null, version: null, serial: null,
    };
  }

  #target(address: string): Target {
    const declared = this.#site.devices.find((device) => device.address === address);
    const scope = declared === undefined ? ({ level: 'site', site: this.#site.id } as const) : ({ level: 'device', site: this.#site.id, device: declared.name } as const);
    return { key: address, site: this.#site.id, address, settings: transportSettings(this.#configuration.setting('transports', scope)) };
  }

  #problem(address: string, plugin: string | null, error: unknown): void {
    const code = error instanceof OutcomeError || error instanceof JackfieldError ? error.code : 'JF4100';
    this.findings.problems.push({ address, plugin, code, message: error instanceof Error ? error.message : String(error) });
  }

  #tell(stage: DiscoveryProgress['stage'], done: number, total: number): void {
    this.#onProgress({ site: this.#site.id, stage, done, total, found: this.findings.devices.size });
  }
}
