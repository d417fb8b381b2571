import 'reflect-metadata';
import { join } from 'node:path';
import { Container, type ServiceIdentifier } from 'inversify';
import { version } from '../control/index.ts';
import { apiMigrations } from '../api/index.ts';
import { accessMigrations, Audit, createAudit, createPeople, createProviderLogin, People, ProviderLogin } from '../access/index.ts';
import { ChangeService, changesMigrations, changeSettingsSchema, createChangeService, variablesSchema } from '../changes/index.ts';
import { CrashReports, createCrashReports } from '../diagnosis/index.ts';
import { createDiscoveryService, DiscoveryService } from '../discovery/index.ts';
import { createDriftService, driftMigrations, DriftService, driftSettingsSchema } from '../drift/index.ts';
import { HostEvents } from '../events/index.ts';
import { createHealthService, healthMigrations, healthSettingsSchema, HealthService } from '../health/index.ts';
import { createHistoryService, historyMigrations, HistoryService, historySettingsSchema } from '../history/index.ts';
import { createIncidentService, incidentsMigrations, IncidentService, teamsSchema } from '../incidents/index.ts';
import { createInventory, Inventory, inventoryMigrations, standingDevices } from '../inventory/index.ts';
import { createNotificationService, notificationMigrations, NotificationService, notificationSettingsSchema } from '../notifications/index.ts';
import { createKeptRecordings, KeptRecordings, recordingMigrations } from '../library/index.ts';
import { createDeviceNotes, DeviceNotes, notesMigrations } from '../notes/index.ts';
import { createPackageService, holdStore, PackageService } from '../packages/index.ts';
import { PluginCatalogue, PluginHost, ReloadingCatalogue, SandboxedPluginHost, storeFolder, superviseProcess, type SupervisedPlugin, type SupervisionOptions } from '../plugins/index.ts';
import { createRecoveryService, recoveryMigrations, RecoveryService } from '../recovery/index.ts';
import { createReportService, reportMigrations, ReportService, reportSettingsSchema } from '../reports/index.ts';
import { createRollouts, rolloutMigrations, RolloutService } from '../rollouts/index.ts';
import { ConfigurationService, createConfigurationService, providerSecret } from '../sites/index.ts';
import { openStore, Store } from '../store/index.ts';
import { createTrapService, TrapService, trapMigrations } from '../traps/index.ts';
import { createTransports, Transports, transportSettingsSchema } from '../transports/index.ts';
import { createSavedViews, SavedViews, viewsMigrations } from '../views/index.ts';

/** What the cascade's `settings` may hold: each room gives the schema of its own key. */
export const settingSchemas = {
  transports: transportSettingsSchema, health: healthSettingsSchema, variables: variablesSchema, changes: changeSettingsSchema, drift: driftSettingsSchema, history: historySettingsSchema, teams: teamsSchema, notifications: notificationSettingsSchema, reports: reportSettingsSchema,
};

const migrations = [...accessMigrations, ...inventoryMigrations, ...healthMigrations, ...changesMigrations, ...trapMigrations, ...historyMigrations, ...driftMigrations, ...recoveryMigrations, ...incidentsMigrations, ...notificationMigrations, ...reportMigrations, ...rolloutMigrations, ...notesMigrations, ...viewsMigrations, ...recordingMigrations, ...apiMigrations];

/**
 * All services of the host, each made once, when first asked for, from the ones it names. What can be closed goes on
 * `opened` as it is made, so that it is closed in reverse order.
 */
export function composeHost(directory: string, events: HostEvents, opened: AsyncDisposableStack): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  const keep = <Closable extends AsyncDisposable>(made: Closable): Closable => opened.use(made);

  container.bind(HostEvents).toConstantValue(events);
  container
    .bind(ConfigurationService)
    .toResolvedValue(async () => keep(await createConfigurationService({ directory, events, schemas: settingSchemas, watch: true, hold: (state) => holdStore(storeFolder(state)) })));
  container.bind(Store).toResolvedValue(
    async ({ current }: ConfigurationService) =>
      keep(
        await openStore({
          file: join(current.daemon.stateDirectory, 'jackfield.db'),
          migrations,
          onRestart: (reason) => events.emit('thread.restarted', { thread: 'store', reason }),
          onFull: ({ code, message, where, hint }) => events.emit('storage.full', { code, message, where, hint }),
          onRoom: (written, lost) => events.emit('storage.free', { what: 'database', written, lost }),
        }),
      ),
    [ConfigurationService],
  );
  container.bind(Audit).toResolvedValue((store: Store) => createAudit(store), [Store]);
  container.bind(People).toResolvedValue((store: Store) => createPeople(store), [Store]);
  container.bind(DeviceNotes).toResolvedValue((store: Store) => createDeviceNotes(store), [Store]);
  container.bind(SavedViews).toResolvedValue((store: Store) => createSavedViews(store), [Store]);
  container.bind(KeptRecordings).toResolvedValue((store: Store) => keep(createKeptRecordings(store)), [Store]);
  container.bind(ProviderLogin).toResolvedValue(
    ({ current: { directory: folder, daemon: { stateDirectory } } }: ConfigurationService) => createProviderLogin({ secret: (name) => providerSecret({ directory: folder, stateDirectory }, name) }),
    [ConfigurationService],
  );
  container.bind(Transports).toResolvedValue(
    ({ current }: ConfigurationService) =>
      keep(createTransports({ directory: current.directory, stateDirectory: current.daemon.stateDirectory, events })),
    [ConfigurationService],
  );
  container.bind(ReloadingCatalogue).toResolvedValue(({ current }: ConfigurationService) => ReloadingCatalogue.open(current), [ConfigurationService]);
  container.bind(PluginCatalogue).toResolvedValue((catalogue: ReloadingCatalogue) => catalogue, [ReloadingCatalogue]);
  container.bind(PackageService).toResolvedValue(async (configuration: ConfigurationService, audit: Audit) => keep(await createPackageService({ configuration, events, audit })), [ConfigurationService, Audit]);
  container.bind(CrashReports).toResolvedValue(
    ({ current: { directory: folder, daemon: { stateDirectory } } }: ConfigurationService) => keep(createCrashReports({ directory: folder, stateDirectory, events, version })),
    [ConfigurationService],
  );
  container.bind(PluginHost).toResolvedValue(
    (catalogue: PluginCatalogue, configuration: ConfigurationService, transports: Transports, audit: Audit, crashes: CrashReports, inventory: Inventory) => {
      const supervise = (options: SupervisionOptions): SupervisedPlugin =>
        superviseProcess({ ...options, devices: () => inventory.devices().filter(({ plugins }) => plugins.some(({ id }) => id === options.id)).length });
      return keep(new SandboxedPluginHost(catalogue, configuration, transports, audit, events, (site) => standingDevices(inventory, site), supervise, (crash) => crashes.record(crash), 'left out'));
    },
    [PluginCatalogue, ConfigurationService, Transports, Audit, CrashReports, Inventory],
  );
  container.bind(Inventory).toResolvedValue(
    (store: Store, configuration: ConfigurationService) => createInventory({ store, configuration, events }),
    [Store, ConfigurationService],
  );
  container.bind(DiscoveryService).toResolvedValue(
    (transports: Transports, plugins: PluginHost, catalogue: PluginCatalogue, configuration: ConfigurationService, inventory: Inventory) =>
      keep(createDiscoveryService({ transports, plugins, catalogue, configuration, inventory, events })),
    [Transports, PluginHost, PluginCatalogue, ConfigurationService, Inventory],
  );
  container.bind(HealthService).toResolvedValue(
    (store: Store, plugins: PluginHost, catalogue: PluginCatalogue, inventory: Inventory, transports: Transports, configuration: ConfigurationService) =>
      keep(createHealthService({ store, plugins, catalogue, inventory, transports, configuration, events })),
    [Store, PluginHost, PluginCatalogue, Inventory, Transports, ConfigurationService],
  );
  container.bind(TrapService).toResolvedValue(
    (store: Store, inventory: Inventory, transports: Transports, configuration: ConfigurationService) =>
      keep(createTrapService({ store, inventory, transports, configuration, events })),
    [Store, Inventory, Transports, ConfigurationService],
  );
  container.bind(ChangeService).toResolvedValue(
    (
      store: Store, plugins: PluginHost, catalogue: PluginCatalogue, inventory: Inventory, health: HealthService, audit: Audit,
      configuration: ConfigurationService,
    ) => keep(createChangeService({ store, plugins, catalogue, inventory, health, audit, configuration, events })),
    [Store, PluginHost, PluginCatalogue, Inventory, HealthService, Audit, ConfigurationService],
  );
  container.bind(IncidentService).toResolvedValue(
    (store: Store, health: HealthService, changes: ChangeService, inventory: Inventory, configuration: ConfigurationService) =>
      keep(createIncidentService({ store, health, changes, inventory, configuration, events })),
    [Store, HealthService, ChangeService, Inventory, ConfigurationService],
  );
  container.bind(NotificationService).toResolvedValue(
    (store: Store, health: HealthService, incidents: IncidentService, changes: ChangeService, inventory: Inventory, configuration: ConfigurationService, plugins: PluginHost) =>
      keep(createNotificationService({ store, health, incidents, changes, inventory, configuration, plugins, events })),
    [Store, HealthService, IncidentService, ChangeService, Inventory, ConfigurationService, PluginHost],
  );
  container.bind(HistoryService).toResolvedValue(
    (
      store: Store, plugins: PluginHost, catalogue: PluginCatalogue, inventory: Inventory, health: HealthService, audit: Audit,
      configuration: ConfigurationService, changes: ChangeService,
    ) => keep(createHistoryService({ store, plugins, catalogue, inventory, health, audit, configuration, events, changes })),
    [Store, PluginHost, PluginCatalogue, Inventory, HealthService, Audit, ConfigurationService, ChangeService],
  );
  container.bind(DriftService).toResolvedValue(
    (
      store: Store, plugins: PluginHost, catalogue: PluginCatalogue, inventory: Inventory, health: HealthService, audit: Audit,
      configuration: ConfigurationService, changes: ChangeService,
    ) => keep(createDriftService({ store, plugins, catalogue, inventory, health, audit, configuration, events, changes })),
    [Store, PluginHost, PluginCatalogue, Inventory, HealthService, Audit, ConfigurationService, ChangeService],
  );
  container.bind(RolloutService).toResolvedValue(
    (store: Store, configuration: ConfigurationService, audit: Audit, health: HealthService, inventory: Inventory, plugins: PluginHost) =>
      keep(createRollouts({ store, configuration, audit, health, inventory, plugins, events })),
    [Store, ConfigurationService, Audit, HealthService, Inventory, PluginHost],
  );
  container.bind(RecoveryService).toResolvedValue(
    (store: Store, inventory: Inventory, catalogue: PluginCatalogue, configuration: ConfigurationService, history: HistoryService, changes: ChangeService, health: HealthService) =>
      createRecoveryService({ store, inventory, catalogue, configuration, history, changes, health }),
    [Store, Inventory, PluginCatalogue, ConfigurationService, HistoryService, ChangeService, HealthService],
  );
  container.bind(ReportService).toResolvedValue(
    (
      store: Store, health: HealthService, incidents: IncidentService, changes: ChangeService, recovery: RecoveryService, inventory: Inventory, configuration: ConfigurationService, notifications: NotificationService,
    ) => keep(createReportService({ store, events, health, incidents, changes, recovery, inventory, configuration, notifications })),
    [Store, HealthService, IncidentService, ChangeService, RecoveryService, Inventory, ConfigurationService, NotificationService],
  );
  return container;
}

/** One service, made with all it needs. */
export async function service<Service>(container: Container, token: ServiceIdentifier<Service>): Promise<Service> {
  return container.getAsync(token);
}
