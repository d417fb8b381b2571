import { join } from 'node:path';
import { accessMigrations, createAudit, type Audit } from '../../core/src/access/index.ts';
import { changeSettingsSchema, changesMigrations, createChangeService, variablesSchema, type ChangeService } from '../../core/src/changes/index.ts';
import { createDiscoveryService } from '../../core/src/discovery/index.ts';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createHealthService, healthMigrations, healthSettingsSchema } from '../../core/src/health/index.ts';
import { createInventory, inventoryMigrations, type Inventory } from '../../core/src/inventory/index.ts';
import { ReloadingCatalogue, SandboxedPluginHost, superviseProcess, type PluginHost } from '../../core/src/plugins/index.ts';
import { createConfigurationService } from '../../core/src/sites/index.ts';
import { openStore } from '../../core/src/store/index.ts';
import { createTransports, transportSettingsSchema, type Transports } from '../../core/src/transports/index.ts';
import { loadInProcess } from './in-process.ts';
import type { HostArguments, KillPoint } from './orders.ts';
import { WatchedStore } from './watched-store.ts';

const settingSchemas = { transports: transportSettingsSchema, health: healthSettingsSchema, variables: variablesSchema, changes: changeSettingsSchema };

export interface HostOptions extends Pick<HostArguments, 'directory' | 'plugging'> {
  readonly killAt?: KillPoint | null;
  readonly maxPages?: number | undefined;
  /** Stands between the plugins and the network. */
  readonly between?: (transports: Transports) => Transports;
  /** Lets time pass between looks at a device; the machine's time unless told. */
  readonly pass?: (milliseconds: number) => Promise<void>;
}

/** A host as it is, without what has no part in changes: API, schedules, log. */
export interface Host extends AsyncDisposable {
  readonly store: WatchedStore;
  readonly changes: ChangeService;
  readonly inventory: Inventory;
  readonly plugins: PluginHost;
  readonly audit: Audit;
  /** The engine's clock is ahead of the machine's by so much. */
  clockMs: number;
  discover(): Promise<void>;
}

export async function openHost({ directory, plugging, killAt = null, between = (transports) => transports, pass, maxPages }: HostOptions): Promise<Host> {
  await using opening = new AsyncDisposableStack();
  const events = createHostEvents();
  const configuration = opening.use(await createConfigurationService({ directory, events, schemas: settingSchemas, watch: false }));
  const { stateDirectory } = configuration.current.daemon;
  const migrations = [...accessMigrations, ...inventoryMigrations, ...healthMigrations, ...changesMigrations];
  const file = join(stateDirectory, 'jackfield.db');
  const store = new WatchedStore(opening.use(await openStore({ file, migrations, ...(maxPages === undefined ? {} : { maxPages }) })), killAt);
  const audit = await createAudit(store);
  const transports = between(opening.use(createTransports({ directory, stateDirectory, events })));
  const catalogue = await ReloadingCatalogue.open(configuration.current);
  const supervise = plugging === 'sandboxed' ? superviseProcess : await loadInProcess(catalogue.plugins);
  const plugins = opening.use(new SandboxedPluginHost(catalogue, configuration, transports, audit, events, () => [], supervise));
  const inventory = await createInventory({ store, configuration, events });
  const health = opening.use(createHealthService({ store, plugins, catalogue, inventory, transports, configuration, events }));
  const clock = { aheadMs: 0 };
  const now = (): Date => new Date(Date.now() + clock.aheadMs);
  const changes = opening.use(createChangeService({ store, plugins, catalogue, inventory, health, audit, configuration, events, now, ...(pass === undefined ? {} : { pass }) }));
  const opened = opening.move();
  return {
    store, changes, inventory, plugins, audit,
    get clockMs() {
      return clock.aheadMs;
    },
    set clockMs(aheadMs) {
      clock.aheadMs = aheadMs;
    },
    async discover() {
      await inventory.keepDeclared();
      await using discovery = createDiscoveryService({ transports, plugins, catalogue, configuration, inventory, events });
      await discovery.run({});
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
