import type { JsonObject } from '@jackfield/sdk';
import type { Manifest } from '@jackfield/sdk/manifest';
import type { ServiceIdentifier } from 'inversify';
import type { DeprecationUse } from './deprecation-use.ts';

/** A contribution that is left out because this host cannot do what it needs. */
export interface OffContribution {
  /** Such as `checks.fans`. */
  readonly contribution: string;
  /** Capabilities that this host has not. */
  readonly missing: readonly string[];
}

/** A plugin package found on disk, with a manifest that is valid and files that stay inside the package. */
export interface InstalledPlugin {
  /** Short id used in configuration and output: the package name after `plugin-`, such as `snmp-switch`. */
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly directory: string;
  readonly manifest: Manifest;
  /** Absolute path of the bundle; null for a plugin without code. */
  readonly entry: string | null;
  /** JSON Schemas by the names the manifest uses. */
  readonly resourceSchemas: ReadonlyMap<string, JsonObject>;
  readonly settingsSchema: JsonObject | null;
  /** JSON Schemas of what channels set, of the notifiers that have some. */
  readonly notifierSchemas?: ReadonlyMap<string, JsonObject>;
  /** Text and SHA-256 of each packaged script, read once: later edits on disk change nothing. */
  readonly scripts: ReadonlyMap<string, { readonly text: string; readonly sha256: string }>;
  /** SHA-256 over permissions and scripts: what a grant is given for. */
  readonly permissionsHash: string;
  /** Data other plugins contribute to this plugin's points, valid by their schemas. */
  readonly points: { readonly [point: string]: readonly JsonObject[] };
  /** Contributions that are not in `manifest` because this host cannot do what they need. */
  readonly off?: readonly OffContribution[];
  /** Deprecated keys of the manifest. */
  readonly deprecated?: readonly DeprecationUse[];
}

/** The plugins on disk. Those that are broken are listed with their error and never started. */
export interface PluginCatalogue {
  readonly plugins: readonly InstalledPlugin[];
  readonly refused: readonly { readonly directory: string; readonly error: Error }[];
  /** The newest installed version that the range allows. */
  find(id: string, range?: string | null): InstalledPlugin | null;
}
export const PluginCatalogue: ServiceIdentifier<PluginCatalogue> = Symbol.for('PluginCatalogue');
