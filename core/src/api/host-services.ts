import type { Audit, People, ProviderLogin } from '../access/index.ts';
import type { ChangeService } from '../changes/index.ts';
import type { CrashReports } from '../diagnosis/index.ts';
import type { DiscoveryService } from '../discovery/index.ts';
import type { DriftService } from '../drift/index.ts';
import type { HostEvents } from '../events/index.ts';
import type { HealthService } from '../health/index.ts';
import type { HistoryService } from '../history/index.ts';
import type { IncidentService } from '../incidents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { NotificationService } from '../notifications/index.ts';
import type { PackageService } from '../packages/index.ts';
import type { PluginCatalogue, PluginHost } from '../plugins/index.ts';
import type { RecoveryService } from '../recovery/index.ts';
import type { ReportService } from '../reports/index.ts';
import type { RolloutService } from '../rollouts/index.ts';
import type { ConfigurationService, Listen } from '../sites/index.ts';
import type { StorageStatus, Store } from '../store/index.ts';
import type { TrapService } from '../traps/index.ts';
import type { Transports } from '../transports/index.ts';

/** The services of a running host, as the API and the command line use them. */
export interface HostServices {
  readonly configuration: ConfigurationService;
  readonly transports: Transports;
  readonly plugins: PluginHost;
  readonly packages: PackageService;
  readonly crashes: Pick<CrashReports, 'list'>;
  readonly catalogue: PluginCatalogue;
  readonly inventory: Inventory;
  readonly discovery: DiscoveryService;
  readonly health: HealthService;
  readonly incidents: IncidentService;
  readonly notifications: NotificationService;
  readonly reports: ReportService;
  readonly changes: ChangeService;
  readonly traps: Pick<TrapService, 'status' | 'kept' | 'droppedFrom'>;
  readonly history: HistoryService;
  readonly drift: DriftService;
  readonly recovery: RecoveryService;
  readonly rollouts: RolloutService;
  readonly audit: Audit;
  readonly people: People;
  readonly providerLogin: ProviderLogin;
  readonly events: HostEvents;
  readonly store: Store;
  readonly log: { status(): StorageStatus };
  /** What the configuration in force says of plugins and none understands: left out until it is mended. */
  readonly complaints: () => readonly Error[];
}

/** A host that is up; dispose to end it. */
export interface RunningHost extends AsyncDisposable {
  readonly services: HostServices;
  /** What its configuration says of plugins and none understands: it runs without that. */
  readonly problems: readonly Error[];
  /** Where the HTTP API is; the port is the real one when 0 was configured. */
  readonly listen: Listen;
}
