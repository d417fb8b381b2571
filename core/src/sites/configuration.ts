import type { Json, JsonObject } from '@jackfield/sdk';
import type { Permissions } from '@jackfield/sdk/manifest';
import type { ServiceIdentifier } from 'inversify';
import type { FileWrite, FileWritten } from './file-write.ts';
import type { PluginLock } from './plugin-lock.ts';
import type { Trust } from './trust.ts';

/** A place in the tree that a setting can be asked for. A device's scope names its site too. */
export type Scope =
  | { readonly level: 'organization' }
  | { readonly level: 'region'; readonly region: string }
  | { readonly level: 'district'; readonly district: string }
  | { readonly level: 'site'; readonly site: string }
  | { readonly level: 'device'; readonly site: string; readonly device: string };

/** Where a value stands in a file, 1-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A device that a site's file names itself: settings, labels, a pinned address. */
export interface DeclaredDevice {
  readonly name: string;
  readonly address: string | null;
  readonly labels: { readonly [label: string]: string };
  readonly place: SourcePlace;
}

export interface Site {
  readonly id: string;
  readonly title: string;
  readonly region: string;
  readonly district: string;
  /** CIDR blocks; no two sites overlap. */
  readonly networks: readonly string[];
  readonly devices: readonly DeclaredDevice[];
  readonly file: string;
}

export interface Organization {
  readonly id: string;
  readonly title: string;
  readonly regions: readonly {
    readonly id: string;
    readonly title: string;
    readonly districts: readonly { readonly id: string; readonly title: string }[];
  }[];
}

/** Where the daemon is asked over HTTP. */
export interface Listen {
  readonly address: string;
  readonly port: number;
  /** Files in PEM; absolute. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** An OpenID provider at which people log in. */
export interface IdentityProvider {
  /** On the button. */
  readonly title: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Where it stands. */
  readonly place: SourcePlace;
  /** Entry of credentials.yaml with the client's secret; null for a client without. */
  readonly credentials: string | null;
  /** Origins beside the issuer's that its endpoints may have. */
  readonly alsoAt: readonly string[];
  readonly scopes: readonly string[];
  /** Claim that says what the person is called here. */
  readonly nameClaim: string;
  /** Whether people who have no account are given one. */
  readonly create: boolean;
  /** Roles by groups; null for none. `at` as `nodeText` writes it. */
  readonly groups: { readonly claim: string; readonly roles: { readonly [group: string]: readonly { readonly role: string; readonly at: string }[] } } | null;
}

/** jackfield.yaml: what the daemon itself needs. */
export interface DaemonSettings {
  /** Folder of the database, journal and vault key; absolute. */
  readonly stateDirectory: string;
  /** Unix socket of the command line; absolute. */
  readonly socket: string;
  /** Address and port of the HTTP API, /healthz and /metrics; without `tls` on loopback. */
  readonly listen: Listen;
  /** What people open in a browser, such as https://jackfield.example.org; null for where the daemon listens. */
  readonly publicUrl: string | null;
  readonly oidc: IdentityProvider | null;
  /** Whether a password opens a session also of people who have passkeys. */
  readonly passwords: 'always' | 'until-passkey';
  /** Folders of plugin packages; absolute. */
  readonly plugins: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly retention: { readonly samplesDays: number; readonly rollupsDays: number; readonly resultsDays: number };
  /** Where traps are received, and the line that says so; null for nowhere. */
  readonly traps: { readonly address: string; readonly port: number; readonly place: SourcePlace } | null;
  /** Start the simulators of simulators.yaml beside it with the daemon. */
  readonly simulators: string | null;
}

/** Whether, in which version and with which rights a plugin may work at a place. */
export interface Enablement {
  readonly enabled: boolean;
  /** Semver range; null takes the newest installed. */
  readonly version: string | null;
  /** `read`: all the manifest asks for reading; `write`: all it asks; or exactly these. */
  readonly grant: 'read' | 'write' | Permissions;
  /** Whether its checks may have PBXs place test calls: no other grant gives that. */
  readonly calls: boolean;
}

/** One layer of the cascade that sets a key. */
export interface SettingLayer {
  readonly layer: 'default' | 'organization' | 'region' | 'district' | 'site' | 'device' | 'policy';
  /** Name of the region, district, …; the plugin for defaults. */
  readonly name: string;
  readonly value: Json;
  /** Null for built-in defaults. */
  readonly place: SourcePlace | null;
  /** True for the layer whose value counts. */
  readonly effective: boolean;
}

/** The weakest layer of a plugin's keys: the tree from `plugins` on, and where each part of it stands. */
export interface SettingDefaults {
  readonly name: string;
  readonly tree: JsonObject;
  readonly place: (path: readonly (string | number)[]) => SourcePlace;
}

/** An entry of a list that stands for one for each device that fits. */
export interface StandsForDevices {
  /** Such as `plugins.backup-appliance.settings.repositories.0.objects.1`. */
  readonly key: string;
  readonly place: SourcePlace | null;
  /** Names of the devices as of now; null where no daemon tells. */
  readonly names: readonly string[] | null;
}

export interface Explanation {
  readonly key: string;
  readonly value: Json | undefined;
  /** Weakest first; for a mapping, every layer that sets the key or a part of it. */
  readonly layers: readonly SettingLayer[];
  /** Left out where nothing stands for devices. */
  readonly devices?: readonly StandsForDevices[];
}

/** A loaded, valid configuration: a snapshot that never changes. */
export interface Configuration {
  readonly directory: string;
  /** SHA-256 over all files read. */
  readonly etag: string;
  readonly daemon: DaemonSettings;
  readonly organization: Organization;
  readonly sites: ReadonlyMap<string, Site>;
  /** The plugin packages that are installed, by plugin id. */
  readonly pluginLock: PluginLock;
  readonly trust: Trust;
  /** The cascade's value for a dotted key such as `transports.snmp.port`; mappings are merged, lists replaced. */
  setting(key: string, scope: Scope): Json | undefined;
  /** Settings of a plugin (`plugins.<id>.settings`), before the plugin's own defaults. */
  pluginSettings(plugin: string, scope: Scope): JsonObject;
  enablement(plugin: string, scope: Scope): Enablement;
  /** `defaults`: what a plugin gives when nobody sets the key. */
  explain(key: string, scope: Scope, defaults?: SettingDefaults): Explanation;
  /** The site whose networks hold the address. */
  siteOf(address: string): Site | null;
}

export type ReloadOutcome =
  /** `atNextStart`: keys of jackfield.yaml that changed and that a running daemon does not take over. */
  | { readonly kind: 'swapped'; readonly configuration: Configuration; readonly atNextStart: readonly string[] }
  /** `since`: when what the files say was taken over. */
  | { readonly kind: 'unchanged'; readonly since: string }
  | { readonly kind: 'refused'; readonly errors: readonly Error[] };

/** Takes part in a reload: says no by throwing before anything is swapped. */
export interface ReloadParticipant {
  /** Whether something beside the files of the configuration is another now, which a reload that somebody asks for takes over too. */
  isStale?(current: Configuration): Promise<boolean>;
  prepare(next: Configuration): Promise<{ commit(): Promise<void>; abandon(): Promise<void> }>;
}

/** The current configuration and its transactional reload. */
export interface ConfigurationService extends AsyncDisposable {
  readonly current: Configuration;
  /** JSON Schema of the keys under `settings`. */
  readonly settingsSchema: JsonObject;
  /** For whom: a person, or `jackfield` when files changed or a signal came. */
  reload(person?: string): Promise<ReloadOutcome>;
  /**
   * Writes one file and takes it over, as a whole or not at all: judged with all the others, prepared, put in the place of the
   * one before, swapped. Throws `ConfigurationRefused` with all that is wrong, `FileConflict` when somebody wrote it meanwhile.
   */
  write(write: FileWrite, person: string): Promise<FileWritten>;
  /** All that would be wrong if the file said that. Nothing is written. */
  check(file: string, text: string): Promise<readonly Error[]>;
  /** Dispose to leave. */
  participate(participant: ReloadParticipant): Disposable;
}
export const ConfigurationService: ServiceIdentifier<ConfigurationService> = Symbol.for('ConfigurationService');
