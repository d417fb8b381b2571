import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { auditMigrations, createAudit } from '../../core/src/access/index.ts';
import { changesMigrations, createChangeService, type Change } from '../../core/src/changes/index.ts';
import { createDiscoveryService } from '../../core/src/discovery/index.ts';
import { createHostEvents } from '../../core/src/events/index.ts';
import { createHealthService, healthMigrations } from '../../core/src/health/index.ts';
import { settingSchemas } from '../../core/src/host/index.ts';
import { createInventory, inventoryMigrations } from '../../core/src/inventory/index.ts';
import { ReloadingCatalogue, SandboxedPluginHost } from '../../core/src/plugins/index.ts';
import { createConfigurationService } from '../../core/src/sites/index.ts';
import { openStore } from '../../core/src/store/index.ts';
import { createTransports } from '../../core/src/transports/index.ts';
import { orderSchema, type Said } from './orders.ts';
import { WatchedStore } from './watched-store.ts';

// A host as it is, without what has no part in changes (API, schedules, log): configuration, store, transports, plugins in
// their sandboxes, inventory, checks. It recovers, says what it found, and then does as it is told.
const [directory = ''] = process.argv.slice(2);
const person = 'ann';
const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const isCoded = (error: unknown): error is Error & { readonly code: string } => error instanceof Error && 'code' in error && typeof error.code === 'string';

/** The thread of the store, so that it can be ended from outside. */
let storeThread: Worker | null = null;
Worker.prototype.postMessage = new Proxy(Worker.prototype.postMessage, {
  apply(post, worker: Worker, args) {
    storeThread ??= worker;
    return Reflect.apply(post, worker, args);
  },
});

const events = createHostEvents();
const configuration = await createConfigurationService({ directory, events, schemas: settingSchemas, watch: false });
const { stateDirectory } = configuration.current.daemon;
const opened = await openStore({ file: join(stateDirectory, 'jackfield.db'), migrations: [...auditMigrations, ...inventoryMigrations, ...healthMigrations, ...changesMigrations] }).catch((error: unknown) => {
  say({ said: 'refused', code: isCoded(error) ? error.code : '', message: error instanceof Error ? error.message : String(error) });
  process.exit(3);
});
const store = new WatchedStore(opened);
const audit = await createAudit(opened);
const transports = createTransports({ directory, stateDirectory, events });
const catalogue = await ReloadingCatalogue.open(configuration.current);
const plugins = new SandboxedPluginHost(catalogue, configuration, transports, audit, events);
const inventory = await createInventory({ store: opened, configuration, events });
const health = createHealthService({ store: opened, plugins, catalogue, inventory, transports, configuration, events });
let clockMs = 0;
const now = (): Date => new Date(Date.now() + clockMs);
const changes = createChangeService({ store, plugins, catalogue, inventory, health, audit, configuration, events, now });

const shown = (change: Change): Extract<Said, { said: 'up' }>['changes'][number] => ({ ...change, message: change.message ?? null, steps: change.steps.map(({ device, ...step }) => ({ ...step, device: inventory.find(device)?.name ?? device })) });
const held = async (): Promise<number> => Number((await opened.read({ sql: 'SELECT count(*) AS held FROM change_lease WHERE change_id IS NOT NULL' }))[0]?.['held']);
const known = async (): Promise<Extract<Said, { said: 'up' }>['changes']> => (await changes.list()).slice(0, 3).map(shown);

async function change(text: string): Promise<void> {
  let begin = performance.now();
  try {
    const plan = await changes.plan({ text, file: 'change.yaml', person });
    begin = performance.now();
    say({ said: 'begun' });
    const applied = await changes.apply({ plan, person });
    say({ said: 'ended', change: shown(applied), error: null, writes: store.writes, ms: performance.now() - begin });
  } catch (error) {
    say({ said: 'ended', change: null, error: error instanceof Error ? `${error.message}${isCoded(error) ? ` (${error.code})` : ''}` : String(error), writes: store.writes, ms: performance.now() - begin });
  }
}

async function obey(line: string): Promise<void> {
  const order = orderSchema.parse(JSON.parse(line));
  switch (order.do) {
    case 'discover':
      await discoverAll();
      return say({ said: 'done' });
    case 'change':
      store.writes = 0;
      store.killAt = order.killAt;
      return change(order.text);
    case 'break':
      if (order.what === 'store') await storeThread?.terminate();
      else for (const { pid } of await plugins.status()) if (pid !== null) process.kill(pid, 'SIGKILL');
      return say({ said: 'done' });
    case 'clock':
      clockMs += order.byMs;
      return say({ said: 'done' });
    case 'look':
      return say({ said: 'state', changes: await known(), leases: await held() });
    default:
      order satisfies never;
  }
}

async function discoverAll(): Promise<void> {
  const discovery = createDiscoveryService({ transports, plugins, catalogue, configuration, inventory, events });
  await inventory.keepDeclared();
  await discovery.run({});
}

const recovered = await changes.recover();
say({ said: 'up', recovered: recovered.map(shown), changes: await known(), leases: await held(), plugins: catalogue.plugins.length });
for await (const line of createInterface({ input: process.stdin })) void obey(line);
await changes[Symbol.asyncDispose]();
await health[Symbol.asyncDispose]();
await plugins[Symbol.asyncDispose]();
await transports[Symbol.asyncDispose]();
await opened[Symbol.asyncDispose]();
await configuration[Symbol.asyncDispose]();
