import type { Fingerprint, JsonObject, Plugin } from '@jackfield/sdk';
import type { InstalledPlugin } from '../plugins/index.ts';
import { createTestHost, type TestDevice, type TestHost } from '../test-host/index.ts';
import { readConformanceFile, type ConformanceFile } from './conformance-file.ts';

/** A call of a phase that only reads. */
export interface Reading {
  /** Such as `check ports on access-1`. */
  readonly of: string;
  readonly kind: 'identify' | 'inspect' | 'check' | 'read';
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
}

export interface SubjectOptions {
  /** Folder of the plugin's package.json. */
  readonly directory: string;
  /** The plugin from its sources; left out, the built bundle. */
  readonly plugin?: Plugin;
  /** Of each call. Default 10,000. */
  readonly deadlineMs?: number;
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
  readonly readings: readonly Reading[];
  readonly #options: SubjectOptions;
  readonly #fingerprints: ReadonlyMap<string, Fingerprint>;

  private constructor(options: SubjectOptions, file: ConformanceFile, host: TestHost, fingerprints: ReadonlyMap<string, Fingerprint>, claimed: ReadonlySet<string>) {
    this.#options = options;
    this.#fingerprints = fingerprints;
    this.directory = options.directory;
    this.file = file;
    this.plugin = host.plugin;
    this.packaged = host.packaged;
    this.pushes = file.pushes.map(({ resource, device, spec }, at) => ({ of: pushName(file, at), resource, device, spec }));
    this.readings = Object.keys(file.devices).flatMap((device) => this.#readingsOf(device, claimed));
  }

  /** Reads conformance.yaml and looks once at each device, to know which of them the plugin says are its own. */
  static async load(options: SubjectOptions): Promise<Subject> {
    const file = readConformanceFile(options.directory);
    await using host = await openHost(options, file, file.devices);
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
    return new Subject(options, file, host, fingerprints, claimed);
  }

  /** A host before devices as they are described, untouched by any trial before. */
  open(devices: { readonly [name: string]: TestDevice } = this.file.devices, deadlineMs = this.#options.deadlineMs ?? 10_000): Promise<TestHost> {
    return openHost({ ...this.#options, deadlineMs }, this.file, devices);
  }

  /** A host before the one device that a push is for. */
  openFor({ device }: Push): Promise<TestHost> {
    const described = this.file.devices[device];
    return this.open(described === undefined ? {} : { [device]: described });
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
    ];
  }
}

function claim(discovery: string, device: string): string {
  return `${discovery}/${device}`;
}

/** Two pushes of one resource to one device are told apart by their place. */
function pushName({ pushes }: ConformanceFile, at: number): string {
  const name = (place: number): string => `${pushes[place]?.resource ?? ''} on ${pushes[place]?.device ?? ''}`;
  const before = pushes.slice(0, at).filter((_push, place) => name(place) === name(at)).length;
  return before === 0 ? name(at) : `${name(at)} (${before + 1})`;
}

function openHost({ directory, plugin, deadlineMs = 10_000 }: SubjectOptions, file: ConformanceFile, devices: { readonly [name: string]: TestDevice }): Promise<TestHost> {
  return createTestHost({ directory, devices, settings: file.settings, with: file.with, deadlineMs, ...(plugin === undefined ? {} : { plugin }) });
}
