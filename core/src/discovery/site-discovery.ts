import { setTimeout as delay } from 'node:timers/promises';
import { OutcomeError, type Fingerprint } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';
import { calledAddresses, type Inventory, type ManagedDevice, type Sighting, type Unseen } from '../inventory/index.ts';
import type { CallTarget, InstalledPlugin, PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { Configuration, DeclaredDevice, Scope, Site } from '../sites/index.ts';
import { behindJump, jumpHops, pingMissing, transportSettings, type Target, type Transports } from '../transports/index.ts';
import { AddressQueue } from './address-queue.ts';
import { hostAddresses, isWithin } from './address-range.ts';
import type { DiscoveryProblem } from '../events/index.ts';
import type { DiscoveryProgress } from './discovery-service.ts';
import { assignedSilent, engineIdShared, networkNotAsked, nothingToLookWith } from './errors.ts';
import { onlySsh, takeFingerprint, wantedBy, type Wanted } from './fingerprinting.ts';
import { matchAny, type Match } from './match.ts';
import { Missed, pausesMs } from './missed.ts';

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
/** Without echoes nobody knows who is there: a small network is asked address by address, in fewer steps at a time. */
const mostAskedBlindly = 1_024;
const blindlyAtOnce = 32;
const identifyMs = 30_000;
const inspectMs = 60_000;

/** Sweeps, fingerprints, identifies, inspects and files one site. */
export class SiteDiscovery {
  readonly #needs: SiteDiscoveryNeeds;
  readonly #configuration: Configuration;
  readonly #site: Site;
  readonly #signal: AbortSignal;
  readonly #onProgress: (progress: DiscoveryProgress) => void;
  /** What of the site is looked at; all of it when null. */
  readonly #range: string | null;
  readonly findings: SiteFindings = { addresses: 0, alive: 0, fingerprinted: 0, devices: new Set(), added: new Set(), unmatched: [], problems: [] };
  /** Devices that were there when it began. */
  readonly #before: ReadonlySet<string>;
  /** Addresses that only jump hosts reach: no echo gets there. */
  readonly #behindJump: ReadonlySet<string>;
  readonly #missed = new Missed();
  readonly #answered = new Set<string>();
  /** Addresses that answered an echo. */
  readonly #echoed = new Set<string>();
  /** Devices that told all that they know: what is attached to another may be there. */
  readonly #inspected = new Set<string>();
  #done = 0;
  #isSwept = false;

  constructor(needs: SiteDiscoveryNeeds, configuration: Configuration, site: Site, signal: AbortSignal, onProgress: (progress: DiscoveryProgress) => void, range: string | null = null) {
    this.#needs = needs;
    this.#configuration = configuration;
    this.#site = site;
    this.#signal = signal;
    this.#onProgress = onProgress;
    this.#range = range;
    this.#behindJump = new Set(site.devices.flatMap(({ name, address }) => (address !== null && behindJump(configuration, site.id, name) ? [address] : [])));
    this.#before = new Set(needs.inventory.devices({ site: site.id }).map((device) => device.id));
  }

  async run(): Promise<SiteFindings> {
    if (this.#plugins().length === 0) {
      this.#problem('', null, nothingToLookWith(`none of the plugins installed is enabled at ${this.#site.id}: nothing was looked for`));
      return this.findings;
    }
    const queue = new AddressQueue();
    // Whoever answers is looked at while the others are still asked: most of a large network never answers, and is waited for.
    const [unasked] = await Promise.all([this.#sweep(queue).finally(() => queue.end()), this.#lookAt(queue, addressesAtOnce)]);
    if (unasked !== null) await this.#lookAt(unasked, blindlyAtOnce);
    await this.#lookAgain();
    this.#tellTwins();
    return this.findings;
  }

  /** A plugin that ends while a large network is looked at must not leave a hole in it. What was told of the first look goes. */
  async #lookAgain(): Promise<void> {
    const { problems, unmatched } = this.findings;
    for (const pauseMs of pausesMs) {
      const again = this.#missed.take(pauseMs === 0);
      if (again.size === 0) return;
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal: this.#signal });
      problems.splice(0, problems.length, ...problems.filter(({ address }) => !again.has(address)));
      unmatched.splice(0, unmatched.length, ...unmatched.filter((address) => !again.has(address)));
      this.#done -= again.size;
      await this.#lookAt(again, addressesAtOnce);
    }
  }

  /** Without a sweep: these addresses and no others. */
  async look(addresses: readonly string[]): Promise<SiteFindings> {
    const queue = new AddressQueue();
    for (const address of addresses) queue.add(address, null);
    queue.end();
    this.#isSwept = true;
    await this.#lookAt(queue, addressesAtOnce);
    this.#tellTwins();
    return this.findings;
  }

  async #lookAt(queue: AddressQueue, atOnce: number): Promise<void> {
    const plugins = this.#plugins();
    const wanted = wantedBy(plugins.map(({ id, manifest }) => ({ manifest, grant: this.#configuration.enablement(id, { level: 'site', site: this.#site.id }).grant })));
    const worker = async (): Promise<void> => {
      for (let next = await queue.next(); next !== null; next = await queue.next()) {
        const { address, rttMs } = next;
        await this.#look(address, rttMs, wanted, plugins).catch((error: unknown) => {
          this.#signal.throwIfAborted();
          this.#problem(address, null, error);
        });
        this.#signal.throwIfAborted();
        this.#missed.looked(address, rttMs);
        this.#done += 1;
        if (this.#isSwept) this.#tell('identify', this.#done, Math.max(this.#done, queue.size));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  /** Plugins enabled at the site, or for a device that its file names, each in the version of that place. */
  #plugins(): InstalledPlugin[] {
    const ids = new Set(this.#needs.catalogue.plugins.map((plugin) => plugin.id));
    const scopes = [this.#scope(null), ...this.#site.devices.map(({ name }) => this.#scope(name))];
    return [...ids].flatMap((id) => {
      const enabled = scopes.map((scope) => this.#configuration.enablement(id, scope)).find((one) => one.enabled);
      const plugin = enabled === undefined ? null : this.#needs.catalogue.find(id, enabled.version);
      return plugin === null ? [] : [plugin];
    });
  }

  #scope(device: string | null): Scope {
    return device === null ? { level: 'site', site: this.#site.id } : { level: 'device', site: this.#site.id, device };
  }

  #declared(address: string): DeclaredDevice | undefined {
    return this.#site.devices.find((device) => device.address === address);
  }

  /**
   * Adds the addresses to look at: those that answer as they do, then those declared and those of known devices. Where no echo
   * can be sent, all of them come in a queue of their own.
   */
  async #sweep(queue: AddressQueue): Promise<AddressQueue | null> {
    const { devices, id } = this.#site;
    const networks = this.#range === null ? this.#site.networks : [this.#range];
    const ranges = networks.flatMap((network) => {
      try {
        return [{ network, addresses: hostAddresses(network).filter((address) => !this.#behindJump.has(address)) }];
      } catch (error) {
        this.#problem(network, null, error);
        return [];
      }
    });
    const addresses = ranges.flatMap((range) => range.addresses);
    const places = new Map(addresses.map((address, place) => [address, place]));
    this.findings.addresses = addresses.length;
    this.#tell('sweep', 0, addresses.length);
    const { timeoutMs } = this.#target(networks[0] ?? '').settings.icmp;
    let asked = 0;
    const onAlive = (address: string, rttMs: number): void => {
      this.findings.alive += 1;
      queue.add(address, rttMs);
      // They are asked in their order: who answers tells how far it has come.
      asked = Math.max(asked, (places.get(address) ?? 0) + 1);
      this.#tell('sweep', asked, addresses.length);
    };
    const toLookAt = await this.#needs.transports.sweep(addresses, { timeoutMs, onAlive }, this.#signal).then(
      (alive) => {
        this.findings.alive = alive.size;
        for (const [address, rttMs] of alive) queue.add(address, rttMs);
        return queue;
      },
      (error: unknown) => {
        this.#signal.throwIfAborted();
        return this.#withoutEchoes(ranges, error);
      },
    );
    this.#tell('sweep', addresses.length, addresses.length);
    this.#isSwept = true;
    const known = this.#needs.inventory.devices({ site: id }).flatMap(calledAddresses);
    for (const address of [...devices.map((device) => device.address), ...known]) if (address !== null && this.#isLookedAt(address)) toLookAt.add(address, null);
    if (toLookAt === queue) return null;
    toLookAt.end();
    return toLookAt;
  }

  #isLookedAt(address: string): boolean {
    return this.#range === null || isWithin(address, this.#range);
  }

  /** Whether nothing answered where a known device was, an echo neither: one that answers and could not be looked at is there. */
  misses(device: ManagedDevice): boolean {
    if (device.attachedTo !== undefined && !this.#inspected.has(device.attachedTo.device)) return false;
    const sought = calledAddresses(device).filter((address) => this.#isLookedAt(address));
    return sought.length > 0 && !sought.some((address) => this.#answered.has(address) || this.#echoed.has(address));
  }

  /** Every address of the networks that are small enough together; the reason is told once, whatever the sites. */
  #withoutEchoes(ranges: readonly { readonly network: string; readonly addresses: readonly string[] }[], error: unknown): AddressQueue {
    this.#problem('', null, pingMissing.is(error) ? pingMissing(`${error.message}: small networks are asked address by address, which is slow, and a device that goes silent shows by its checks alone`) : error);
    const asked = new AddressQueue();
    for (const { network, addresses } of ranges.toSorted((a, b) => a.addresses.length - b.addresses.length)) {
      if (asked.size + addresses.length <= mostAskedBlindly) for (const address of addresses) asked.add(address, null);
      else this.#problem(network, null, networkNotAsked(`${addresses.length} addresses are too many to ask one by one; of them, the devices known and declared were looked at`));
    }
    return asked;
  }

  async #look(address: string, rttMs: number | null, wanted: Wanted, plugins: readonly InstalledPlugin[]): Promise<void> {
    if (rttMs !== null) this.#echoed.add(address);
    const target = this.#target(address);
    const { snmp, ssh } = target.settings;
    const timeoutMs = (snmp.retries + 1) * snmp.timeoutMs + 2_000 + jumpHops(ssh, address).length * ssh.connectTimeoutMs;
    const fingerprint = await takeFingerprint(this.#needs.transports, target, this.#behindJump.has(address) ? onlySsh(wanted) : wanted, rttMs, timeoutMs, this.#signal, (error) => this.#problem(address, null, error));
    const answers = [fingerprint.snmp, fingerprint.ssh, fingerprint.ami, fingerprint.http, fingerprint.tls].some((one) => one !== null) || fingerprint.tcp !== undefined;
    const { inventory } = this.#needs;
    // A file may name a device without its address: then it is known by the name it was found with.
    const scope = this.#scope(this.#declared(address)?.name ?? this.#known(address)[0]?.name ?? null);
    const looks = await Promise.all(plugins.filter(({ id }) => this.#configuration.enablement(id, scope).enabled).flatMap((plugin) =>
      Object.entries(plugin.manifest.contributes.discovery).map(([discovery, { match: rules }]) => this.#try(plugin, discovery, matchAny(fingerprint, rules, plugin.manifest.permissions.tcp?.probes), address, fingerprint))));
    const sightings = looks.flatMap((look) => ('inspection' in look ? [look] : []));
    const unseen = [...looks.flatMap((look) => ('inspection' in look ? [] : [look])), ...this.#missing(address, plugins)];
    if (answers) {
      if (!this.#answered.has(address)) {
        this.#answered.add(address);
        this.findings.fingerprinted += 1;
        // A device that does not answer echoes, or one that nobody could send an echo, is alive all the same.
        if (rttMs === null) this.findings.alive += 1;
      }
      this.#tellSilent(address, unseen);
    }
    const [first, ...others] = sightings;
    if (first === undefined) {
      await inventory.withdraw(this.#site.id, address, unseen);
      if (answers && this.#known(address).every(({ plugins: managing, attachedTo }) => managing.length === 0 && attachedTo === undefined)) this.findings.unmatched.push(address);
      return;
    }
    const device = await inventory.record([first, ...others], unseen);
    if (!sightings.some(({ partial }) => partial === true)) this.#inspected.add(device.id);
    // Of the addresses that a device tells of only those of its own site count: it could name any.
    const attached = sightings.flatMap(({ inspection }) => inspection.attached ?? []).filter((one) => one.address !== address && this.#configuration.siteOf(one.address)?.id === this.#site.id);
    for (const { id } of [device, ...(attached.length === 0 ? [] : await inventory.attach(device, attached))]) {
      this.findings.devices.add(id);
      if (!this.#before.has(id)) this.findings.added.add(id);
    }
  }

  /** SNMPv3 keeps boots, time and keys by engine id: two agents with one put each other out of step. */
  #tellTwins(): void {
    const byEngine = Map.groupBy(this.#needs.inventory.devices(), ({ keys }) => keys.find(({ type }) => type === 'snmpEngineId')?.value);
    for (const [engine, twins] of byEngine) {
      if (engine === undefined || twins.length < 2 || !twins.some(({ id }) => this.findings.devices.has(id))) continue;
      const names = twins.map(({ name, address }) => `${name} (${address})`).sort().join(' and ');
      this.#problem(twins[0]?.address ?? '', null, engineIdShared(`${names} have the engine id ${engine}`));
    }
  }

  #known(address: string): readonly ManagedDevice[] {
    return this.#needs.inventory.at(this.#site.id, address);
  }

  /** What manages the device at this address and could not be asked: its plugin is enabled, but its package is broken or gone. */
  #missing(address: string, plugins: readonly InstalledPlugin[]): Unseen[] {
    return this.#known(address).flatMap(({ name, plugins: managing }) => managing
      .filter(({ id }) => !plugins.some((plugin) => plugin.id === id) && this.#configuration.enablement(id, this.#scope(name)).enabled)
      .map(({ id, discovery }) => ({ plugin: id, discovery, because: 'silent' as const })));
  }

  /** A plugin that manages the device and heard nothing has reported no error of its own. */
  #tellSilent(address: string, unseen: readonly Unseen[]): void {
    const managing = this.#known(address).flatMap(({ name, plugins }) => plugins.map(({ id, discovery }) => ({ name, id, discovery })));
    for (const { plugin, discovery, because } of unseen) {
      const of = managing.find((one) => one.id === plugin && one.discovery === discovery);
      if (because !== 'silent' || of === undefined || this.findings.problems.some((problem) => problem.address === address && problem.plugin === plugin)) continue;
      this.#problem(address, plugin, assignedSilent(`${of.name}: nothing that ${plugin} speaks with answers; it stays with the device`));
    }
  }

  /** What one discovery of a plugin says of an address. */
  async #try(plugin: InstalledPlugin, discovery: string, match: Match, address: string, fingerprint: Fingerprint): Promise<Sighting | Unseen> {
    const unseen = (because: Unseen['because']): Unseen => ({ plugin: plugin.id, discovery, because });
    if (match !== 'fits') return unseen(match === 'silent' ? 'silent' : 'declined');
    const call = { plugin: plugin.id, discovery, signal: this.#signal, person: 'jackfield' };
    const device = this.#callTarget(address);
    try {
      const identification = await this.#needs.plugins.identify({ ...call, device, fingerprint, deadlineMs: identifyMs });
      if (identification === null) return unseen('declined');
      const sighting = { site: this.#site.id, address, plugin: plugin.id, discovery, fingerprint };
      try {
        return { ...sighting, inspection: await this.#needs.plugins.inspect({ ...call, device, deadlineMs: inspectMs }) };
      } catch (error) {
        this.#signal.throwIfAborted();
        this.#problem(address, plugin.id, error);
        // Half a picture is better than none: what it is, without its ports.
        return { ...sighting, partial: true, inspection: { ...identification, interfaces: [], neighbours: [], addresses: [] } };
      }
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#problem(address, plugin.id, error);
      return unseen('silent');
    }
  }

  #callTarget(address: string): CallTarget {
    const declared = this.#declared(address);
    const known = this.#needs.inventory.at(this.#site.id, address).find((device) => device.address === address);
    return {
      id: address, name: declared?.name ?? known?.name ?? address, site: this.#site.id, address, labels: declared?.labels ?? {},
      vendor: null, model: null, os: null, version: null, serial: null,
    };
  }

  #target(address: string): Target {
    const scope = this.#scope(this.#declared(address)?.name ?? null);
    return { key: address, site: this.#site.id, address, settings: transportSettings(this.#configuration.setting('transports', scope)) };
  }

  #problem(address: string, plugin: string | null, error: unknown): void {
    this.#missed.failed(address, error);
    const code = error instanceof OutcomeError || error instanceof JackfieldError ? error.code : 'JF4100';
    const hint = (error instanceof OutcomeError || error instanceof JackfieldError ? error.hint : undefined) ?? '';
    const message = error instanceof Error ? error.message : String(error);
    // A file to mend is one problem, not one of every address that needs it.
    if (error instanceof JackfieldError && error.place.file !== undefined) this.findings.problems.push({ address: '', plugin: null, where: error.where, code, message, hint });
    else this.findings.problems.push({ address, plugin, where: '', code, message, hint });
  }

  #tell(stage: DiscoveryProgress['stage'], done: number, total: number): void {
    this.#onProgress({ site: this.#site.id, stage, done, total, found: this.findings.devices.size });
  }
}
