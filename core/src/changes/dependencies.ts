import type { Audit } from '../access/index.ts';
import type { HostEvents } from '../events/index.ts';
import type { HealthService } from '../health/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Store } from '../store/index.ts';

export interface ChangeDependencies {
  readonly store: Store;
  readonly plugins: Pick<PluginHost, 'read' | 'plan' | 'probe' | 'apply' | 'confirm' | 'restore' | 'save'>;
  readonly catalogue: Pick<PluginCatalogue, 'find'>;
  readonly inventory: Pick<Inventory, 'devices' | 'find'>;
  readonly health: Pick<HealthService, 'checkNow' | 'report' | 'resolve'>;
  readonly audit: Pick<Audit, 'record' | 'recordDeed'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly events: HostEvents;
  /** The time now; the system's unless told. */
  readonly now?: () => Date;
  /** Waits between looks at a device that does not answer just after a push, in milliseconds. */
  readonly patience?: readonly number[];
  /** How much longer than its trial a device may need until it answers again, in milliseconds. */
  readonly graceMs?: number;
  /** Lets time pass between looks at a device. */
  readonly pass?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
