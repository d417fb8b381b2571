import type { JsonObject, Plugin } from '@jackfield/sdk';
import type { FakeClock } from '@jackfield/sdk/testing';
import type { SupervisedPlugin, SupervisionOptions } from '../plugins/index.ts';
import type { Enablement } from '../sites/index.ts';
import type { TestDevice } from './device-description.ts';
import type { RealDevice } from './real-device.ts';

/**
 * What a test host is made of.
 *
 * @experimental
 * @since 0.1.0
 */
export interface TestHostOptions {
  /** What `definePlugin` returned. Left out, the built bundle is loaded. */
  readonly plugin?: Plugin;
  /** The folder of its package.json: `new URL('..', import.meta.url)` from a file in `src`. */
  readonly directory: URL | string;
  /** Further plugins, by folder or package name: the one to whose point this plugin contributes data. */
  readonly with?: readonly string[];
  /** By name. */
  readonly devices: { readonly [name: string]: TestDevice };
  /** Devices that are really there, by the name of the described one for which each stands. */
  readonly real?: { readonly [name: string]: RealDevice };
  /** As a site would set them; the defaults of the plugin's schema are filled in. */
  readonly settings?: JsonObject;
  /** What a manager granted. Default `write`: all that the manifest asks for. */
  readonly grant?: Enablement['grant'];
  /** What the devices' clocks, counters and slowness go by, and the schedule. Default the machine's own clock. */
  readonly clock?: FakeClock;
  /** Of each call. Default 10,000. */
  readonly deadlineMs?: number;
  /** Runs the built bundle in another way than in this process: in its sandbox, as the host does. The package is read anew then. */
  readonly supervise?: (options: SupervisionOptions) => SupervisedPlugin;
}
