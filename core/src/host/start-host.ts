import { requireNoDaemon } from '../control/index.ts';
import { Audit, People, ProviderLogin, type SetUpLink } from '../access/index.ts';
import { createApi, type HostServices, type RunningHost } from '../api/index.ts';
import { ChangeService, type Change } from '../changes/index.ts';
import { CrashReports } from '../diagnosis/index.ts';
import { DiscoveryService } from '../discovery/index.ts';
import { DriftService } from '../drift/index.ts';
import { createHostEvents, listen } from '../events/index.ts';
import { HealthService } from '../health/index.ts';
import { HistoryService } from '../history/index.ts';
import { IncidentService } from '../incidents/index.ts';
import { Inventory } from '../inventory/index.ts';
import { NotificationService } from '../notifications/index.ts';
import { PackageService } from '../packages/index.ts';
import { pluginComplaints, PluginHost, ReloadingCatalogue } from '../plugins/index.ts';
import { RecoveryService } from '../recovery/index.ts';
import { ReportService } from '../reports/index.ts';
import { RolloutService } from '../rollouts/index.ts';
import { ConfigurationService } from '../sites/index.ts';
import { Store } from '../store/index.ts';
import { TrapService } from '../traps/index.ts';
import { Transports } from '../transports/index.ts';
import { composeHost, service } from './container.ts';
import { scheduleDiscovery } from './discovery-schedule.ts';
import { FollowUps } from './follow-ups.ts';
import { keepHeapsNarrow } from './heap-growth.ts';
import { openHostLog } from './host-log.ts';
import { startSimulatorProcess } from './simulators.ts';
import { Watchers } from './watchers.ts';

export interface StartOptions {
  /** The configuration's folder. */
  readonly directory: string;
  /** Called when all is up and before the first sweep, so that nothing happens unseen; what it returns is closed with the host. */
  readonly onUp?: (host: Pick<RunningHost, 'services' | 'problems' | 'listen'> & { readonly recovered: readonly Change[]; readonly firstLink: SetUpLink | null }) => Disposable;
}

const discoverEveryMs = 3_600_000;

/**
 * Starts a host: configuration, simulators when it names some, store, transports, plugins; finishes what a host that
 * died left half done; then serves the command line, discovers and checks.
 */
export async function startHost({ directory, onUp }: StartOptions): Promise<RunningHost> {
  keepHeapsNarrow();
  await using starting = new AsyncDisposableStack();
  const events = createHostEvents();
  const container = composeHost(directory, events, starting);

  const configuration = await service(container, ConfigurationService);
  const { daemon } = configuration.current;
  await requireNoDaemon(daemon.socket);
  const log = starting.use(await openHostLog(daemon.stateDirectory, daemon.logLevel, events));
  const store = await service(container, Store);
  if (daemon.simulators !== null) starting.use(await startSimulatorProcess(daemon.simulators));

  const transports = await service(container, Transports);
  const catalogue = await service(container, ReloadingCatalogue);
  for (const { directory: folder, error } of catalogue.refused) log.logger.error({ folder, error }, 'plugin refused');
  const problems = pluginComplaints(configuration.current, catalogue);
  let complaints = problems;
  // Whatever is taken over later has none: a reload refuses it.
  starting.use(listen(events, { 'configuration.reloaded': () => (complaints = []) }));
  for (const error of problems) log.logger.error({ error }, 'what the configuration says of a plugin is not understood');
  starting.use(configuration.participate(catalogue));
  const services: HostServices = {
    configuration, transports, catalogue, store, events, log,
    complaints: () => complaints,
    audit: await service(container, Audit),
    people: await service(container, People),
    providerLogin: await service(container, ProviderLogin),
    plugins: await service(container, PluginHost),
    packages: await service(container, PackageService),
    crashes: await service(container, CrashReports),
    inventory: await service(container, Inventory),
    discovery: await service(container, DiscoveryService),
    health: await service(container, HealthService),
    changes: await service(container, ChangeService),
    incidents: await service(container, IncidentService),
    notifications: await service(container, NotificationService),
    traps: await service(container, TrapService),
    history: await service(container, HistoryService),
    drift: await service(container, DriftService),
    recovery: await service(container, RecoveryService),
    reports: await service(container, ReportService),
    rollouts: await service(container, RolloutService),
  };

  const recovered = await services.changes.recover();
  for (const change of recovered) log.logger.warn({ change: change.id, state: change.state }, 'change recovered');
  const { listen: bound } = starting.use(await createApi({ services, daemon }));
  const renewCredentials = (): void => {
    transports.reloadCredentials().catch((error: unknown) => log.logger.error({ error }, 'credentials not reloaded, the old ones are kept'));
  };
  // Also when no file of the configuration changed: a secret in the environment's files or the vault may have.
  const reload = (): void => void configuration.reload().then(renewCredentials, (error: unknown) => log.logger.error({ error }, 'reload failed'));
  process.on('SIGHUP', reload);
  starting.defer(() => void process.off('SIGHUP', reload));
  if (onUp !== undefined) starting.use(onUp({ services, problems, recovered, listen: bound, firstLink: await services.people.inviteFirst() }));
  await services.inventory.keepDeclared();
  await services.health.start();
  await services.incidents.start();
  await services.notifications.start();
  await services.reports.start();
  services.history.start();
  services.drift.start();
  services.rollouts.start();
  starting.use(new Watchers(services));
  const discovery = starting.use(scheduleDiscovery(services.discovery, discoverEveryMs, log.logger));
  await starting.use(new FollowUps(services, discovery, log.logger)).tellKeys();
  log.logger.info({ sites: configuration.current.sites.size, plugins: catalogue.plugins.map(({ id, version }) => `${id}@${version}`) }, 'host is up');

  const opened = starting.move();
  return { services, problems, listen: bound, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
