import type { FakeClock } from '@jackfield/sdk/testing';
import type { Fingerprint, JsonObject, Plugin } from '@jackfield/sdk';
import { superviseProcess, type DeprecationUse, type InstalledPlugin } from '../plugins/index.ts';
import { createTestHost, loadAnew, type RealDevice, type TestDevice, type TestHost } from '../test-host/index.ts';
import { readConformanceFile, type ConformanceFile } from './conformance-file.ts';
import { endingOf } from './ending.ts';
import { nothingToTry } from './errors.ts';
import { requirePushesFit } from './pushes-fit.ts';

/** A call of a phase that only reads. */
export interface Reading {
  /** Such as `check ports on access-1`. */
  readonly of: string;
  readonly kind: 'identify' | 'inspect' | 'check' | 'read' | 'list';
  readonly device: string;
  run(host: TestHost): Promise<unknown>;
}

/** A resource, a device and a spec to push to it. */
export interface Push {
  /** Such as `port on access-1`. */
  readonly of: string;
  readonly resource: string;
  readonly device: string;
  readonly spec: JsonObject;
  /** What of the device itself its undo may leave changed. */
  readonly leaves: readonly { readonly what: string; readonly reason: string }[];
}

/** A device of a kind that starts with what was saved last. */
export interface Saving {
  /** Such as `save switch on access-1`. */
  readonly of: string;
  readonly discovery: string;
  readonly device: string;
}

/** A resource of which the plugin can tell what instances a device has. */
export interface Listing {
  /** Such as `list port on access-1`. */
  readonly of: string;
  readonly resource: string;
  readonly device: string;
}

export interface SubjectOptions {
  /** Folder of the plugin's package.json. */
  readonly directory: string;
  /** The plugin from its sources; left out, the built bundle. */
  readonly plugin?: Plugin;
  /** Loads the plugin as a new process would, with nothing kept from before; left out, the built bundle is loaded anew. */
  readonly anew?: () => Promise<Plugin>;
  /** In its sandboxed process, as the host runs it, in place of this one. */
  readonly sandboxed?: boolean;
  /** Folders of the other plugins that are there, in place of those that conformance.yaml names. */
  readonly beside?: readonly string[];
  /** A device that is really there, in place of the described one that `as` names; the first unless told. */
  readonly real?: { readonly device: RealDevice; readonly as: string | null };
  /** Of each call. Default 10,000. */
  readonly deadlineMs?: number;
}

/** What was seen at the first look at each device. */
interface Looks {
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly claimed: ReadonlySet<string>;
  readonly listings: readonly Listing[];
  readonly unfit: string | null;
}

/** A plugin under trial: what it is tried on, and a fresh host for each trial. */
export class Subject {
  readonly directory: string;
  readonly file: ConformanceFile;
  /** What is run: the plugin itself, or the one to whose point a plugin without code contributes. */
  readonly plugin: InstalledPlugin;
  /** What is tried: the package in `directory`. */
  readonly packaged: InstalledPlugin;
  readonly pushes: readonly Push[];
  readonly listings: readonly Listing[];
  readonly savings: readonly Saving[];
  readonly readings: readonly Reading[];
  /** Why every call ends in one and the same fault, as those of a plugin that does not start; null where one does not. */
  readonly unfit: string | null;
  readonly #options: SubjectOptions;
  readonly #fingerprints: ReadonlyMap<string, Fingerprint>;

  private constructor(options: SubjectOptions, file: ConformanceFile, host: TestHost, { fingerprints, claimed, listings, unfit }: Looks) {
    this.#options = options;
    this.#fingerprints = fingerprints;
    this.directory = options.directory;
    this.file = file;
    this.plugin = host.plugin;
    this.packaged = host.packaged;
    this.pushes = file.pushes.map(({ resource, device, spec, leaves }, at) => ({ of: pushName(file, at), resource, device, spec, leaves }));
    this.listings = listings;
    this.unfit = unfit;
    // What is really there is told to save only by whoever lets it be written to.
    const saving = options.real?.device.write === false ? [] : Object.entries(host.plugin.manifest.contributes.discovery).filter(([, { saves }]) => saves === true).map(([name]) => name);
    this.savings = Object.keys(file.devices).flatMap((device) => saving.filter((name) => claimed.has(claim(name, device))).map((discovery) => ({ of: `save ${discovery} on ${device}`, discovery, device })));
    this.readings = Object.keys(file.devices).flatMap((device) => this.#readingsOf(device, claimed));
  }

  /** Reads conformance.yaml and looks once at each device, to know which of them the plugin says are its own. */
  static async load(options: SubjectOptions): Promise<Subject> {
    const file = narrowed(readConformanceFile(options.directory), options);
    await using host = await openHost(options, file, file.devices);
    requirePushesFit(host.plugin, file, options.directory);
    const fingerprints = new Map<string, Fingerprint>();
    const claimed = new Set<string>();
    for (const device of Object.keys(file.devices)) {
      const fingerprint = await host.fingerprint(device);
      fingerprints.set(device, fingerprint);
      for (const discovery of Object.keys(host.plugin.manifest.contributes.discovery)) {
        // What it throws is a rule's business.
        const identification = await host.identify(discovery, device, fingerprint).catch(() => null);
        if (identification !== null) claimed.add(claim(discovery, device));
      }
    }
    const looks = { fingerprints, claimed, listings: await listingsOf(host, file), unfit: null };
    const subject = new Subject(options, file, host, looks);
    const unfit = await commonFault(subject, host);
    return unfit === null ? subject : new Subject(options, file, host, { ...looks, unfit });
  }

  /** A host before devices as they are described, untouched by any trial before. */
  open(devices: { readonly [name: string]: TestDevice } = this.file.devices, deadlineMs = this.#options.deadlineMs ?? 10_000, clock?: FakeClock): Promise<TestHost> {
    return openHost({ ...this.#options, deadlineMs }, this.file, devices, clock);
  }

  /** A host before one of them alone. */
  openOne(device: string, deadlineMs?: number, clock?: FakeClock): Promise<TestHost> {
    const described = this.file.devices[device];
    return this.open(described === undefined ? {} : { [device]: described }, deadlineMs, clock);
  }

  /** A host before the one device that a push is for; one that is really there has afterwards what it had before. */
  async openFor({ resource, device, spec }: Push, clock?: FakeClock): Promise<TestHost> {
    const host = await this.openOne(device, undefined, clock);
    if (this.#options.real !== undefined) host.keep(resource, device, await host.plan(resource, device, spec));
    return host;
  }

  /** Whether the device is asked before a push whether it takes it. */
  probes({ resource }: Push): boolean {
    return this.plugin.manifest.contributes.resources[resource]?.probe === true;
  }

  /** Pushes that can be undone: what is done once cannot. */
  get undoable(): readonly Push[] {
    return this.pushes.filter(({ resource }) => this.plugin.manifest.contributes.resources[resource]?.once !== true);
  }

  /** Whether the devices are really there: nobody can look into them but the plugin. */
  get isReal(): boolean {
    return this.#options.real !== undefined;
  }

  /** A host before the devices of another, as they are now, whose plugin has seen nothing before: as after a restart. Close it first. */
  async again(host: TestHost): Promise<TestHost> {
    if (this.#options.sandboxed === true) return host.again();
    return host.again(await (this.#options.anew?.() ?? loadAnew(this.plugin)));
  }

  /** What it is seen to use that is deprecated, while all of its reading calls run. */
  async deprecations(): Promise<readonly DeprecationUse[]> {
    await using host = await this.open();
    for (const reading of this.readings) await endingOf(reading.run(host));
    return host.deprecations();
  }

  #readingsOf(device: string, claimed: ReadonlySet<string>): Reading[] {
    const { discovery, checks } = this.plugin.manifest.contributes;
    const fingerprint = this.#fingerprints.get(device);
    return [
      ...Object.keys(discovery).map((name): Reading => ({ of: `identify ${name} on ${device}`, kind: 'identify', device, run: (host) => host.identify(name, device, fingerprint) })),
      ...Object.keys(discovery).filter((name) => claimed.has(claim(name, device))).map((name): Reading => ({
        of: `inspect ${name} on ${device}`, kind: 'inspect', device, run: (host) => host.inspect(name, device),
      })),
      ...Object.keys(checks).map((name): Reading => ({ of: `check ${name} on ${device}`, kind: 'check', device, run: (host) => host.check(name, device) })),
      ...this.pushes.filter((push) => push.device === device).map((push): Reading => ({
        of: `read ${push.of}`, kind: 'read', device, run: (host) => host.plan(push.resource, device, push.spec),
      })),
      ...this.listings.filter((listing) => listing.device === device).map(({ of, resource }): Reading => ({ of, kind: 'list', device, run: (host) => host.list(resource, device) })),
    ];
  }
}

/** With a real device there is nothing but that, and pushes only when it may be written to. */
function narrowed(file: ConformanceFile, { directory, real }: SubjectOptions): ConformanceFile {
  if (real === undefined) return file;
  const name = real.as ?? Object.keys(file.devices)[0] ?? '';
  const described = file.devices[name];
  if (described === undefined) throw nothingToTry(`conformance.yaml has no device ${name}, but ${Object.keys(file.devices).join(', ')}`, { place: { file: directory } });
  return { ...file, devices: { [name]: { facts: described.facts } }, pushes: real.device.write ? file.pushes.filter(({ device }) => device === name) : [], exemptions: [] };
}

function claim(discovery: string, device: string): string {
  return `${discovery}/${device}`;
}

/** One reading that ends otherwise is enough to know that the plugin runs; of a single one nothing can be known. */
async function commonFault({ readings }: Subject, host: TestHost): Promise<string | null> {
  let common: string | null = null;
  for (const reading of readings.length > 1 ? readings : []) {
    const ending = await endingOf(reading.run(host));
    if (ending.kind !== 'fault' || (common !== null && common !== ending.message)) return null;
    common = ending.message;
  }
  return common;
}

/** Asked where something of the resource is pushed: other devices need not have it. */
async function listingsOf(host: TestHost, { pushes }: ConformanceFile): Promise<readonly Listing[]> {
  const places = new Map(pushes.map(({ resource, device }) => [`list ${resource} on ${device}`, { resource, device }]));
  const listings: Listing[] = [];
  for (const [of, { resource, device }] of places) {
    // What it throws is a rule's business; null is the answer of a resource that cannot tell.
    const keys = await host.list(resource, device).catch(() => []);
    if (keys !== null) listings.push({ of, resource, device });
  }
  return listings;
}

/** Two pushes of one resource to one device are told apart by their place. */
function pushName({ pushes }: ConformanceFile, at: number): string {
  const name = (place: number): string => `${pushes[place]?.resource ?? ''} on ${pushes[place]?.device ?? ''}`;
  const before = pushes.slice(0, at).filter((_push, place) => name(place) === name(at)).length;
  return before === 0 ? name(at) : `${name(at)} (${before + 1})`;
}

function openHost({ directory, plugin, sandboxed = false, beside, real, deadlineMs = 10_000 }: SubjectOptions, file: ConformanceFile, devices: { readonly [name: string]: TestDevice }, clock?: FakeClock): Promise<TestHost> {
  const [name = ''] = Object.keys(file.devices);
  return createTestHost({
    directory, devices, settings: file.settings, with: beside ?? file.with, deadlineMs, ...(clock === undefined ? {} : { clock }), ...(sandboxed ? { supervise: superviseProcess } : {}), ...(plugin === undefined ? {} : { plugin }),
    ...(real !== undefined && Object.hasOwn(devices, name) ? { real: { [name]: real.device } } : {}),
  });
}
