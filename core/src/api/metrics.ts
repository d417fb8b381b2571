import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { countStates } from './commands/index.ts';
import type { HostServices } from './host-services.ts';

/** What Prometheus may scrape: the daemon about itself and its plugins. Read at each scrape, kept nowhere. */
export function createMetrics(services: HostServices): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'jackfield_' });
  const gauge = (name: string, help: string, labels: readonly string[], collect: (set: (value: number, labels?: Record<string, string>) => void) => void | Promise<void>): void => {
    const made: Gauge = new Gauge({
      name: `jackfield_${name}`, help, labelNames: [...labels], registers: [registry],
      collect: async () => {
        made.reset();
        await collect((value, of = {}) => made.set(of, value));
      },
    });
  };

  gauge('devices', 'Devices in the inventory.', ['site'], (set) => {
    for (const [site, devices] of Map.groupBy(services.inventory.devices(), (device) => device.site)) set(devices.length, { site });
  });
  gauge('checks', 'Checks by their last state.', ['state'], (set) => {
    for (const [state, count] of Object.entries(countStates(services.health.states()))) set(count, { state });
  });
  gauge('incidents', 'Incidents that are not resolved.', ['status'], async (set) => {
    for (const status of ['open', 'acknowledged'] as const) set((await services.health.incidents({ status })).length, { status });
  });
  gauge('notifications', 'Messages of the last 90 days: sent, waiting to be tried again, given up.', ['state'], async (set) => {
    for (const [state, count] of Object.entries(await services.notifications.counts())) set(count, { state });
  });
  gauge('schedule_lag_milliseconds', 'Between due and start of the last 1,024 checks.', ['quantile'], (set) => {
    const { p50, p95, max } = services.health.schedule().lagMs;
    set(p50, { quantile: '0.5' });
    set(p95, { quantile: '0.95' });
    set(max, { quantile: '1' });
  });
  gauge('check_runs', 'Checks since the start: run, and cycles left out because the one before was still running.', ['outcome'], (set) => {
    const { runs, skipped } = services.health.schedule();
    set(runs, { outcome: 'run' });
    set(skipped, { outcome: 'skipped' });
  });
  gauge('checks_in_flight', 'Checks running now.', [], (set) => set(services.health.schedule().inFlight));
  gauge('storage_writes', 'Writes that wait for room on the disk, and those since the start that were too much to be kept.', ['file', 'state'], (set) => {
    for (const [file, { waiting, lost }] of Object.entries({ database: services.store.status(), log: services.log.status() })) {
      set(waiting, { file, state: 'waiting' });
      set(lost, { file, state: 'lost' });
    }
  });
  gauge('transport', 'Counters of the transport threads.', ['thread', 'counter'], (set) => {
    for (const { thread, operations, failures, inFlight, restarts } of services.transports.status()) {
      for (const [counter, value] of Object.entries({ operations, failures, inFlight, restarts })) set(value, { thread, counter });
    }
  });
  gauge('ssh_login_milliseconds', 'What the last 1,024 SSH logins of each transport thread took, connection and all.', ['thread', 'quantile'], (set) => {
    for (const { thread, sshLoginMs: { p50, p95, max } } of services.transports.status()) {
      for (const [quantile, value] of Object.entries({ '0.5': p50, '0.95': p95, '1': max })) set(value, { thread, quantile });
    }
  });
  gauge('traps', 'SNMP traps and informs since the start: accepted, of these informs acknowledged, and dropped by reason.', ['outcome'], (set) => {
    const traps = services.traps.status();
    if (traps === null) return;
    set(traps.accepted, { outcome: 'accepted' });
    set(traps.acknowledged, { outcome: 'acknowledged' });
    for (const [outcome, count] of Object.entries(traps.dropped)) set(count, { outcome });
  });
  gauge('traps_listening', '1 while the port of traps is open, 0 when it cannot be had; absent where none are received.', [], (set) => {
    const traps = services.traps.status();
    if (traps !== null) set(traps.listening ? 1 : 0);
  });
  const numbers = { restarts: 'Restarts of the process.', cpuMs: 'CPU time in milliseconds.', pssBytes: 'Memory (PSS).', calls: 'Calls into the plugin.', operations: 'Device operations allowed.', refused: 'Device operations refused.' } as const;
  gauge('plugin_state', '1 for the state the plugin is in.', ['plugin', 'state'], async (set) => {
    for (const { id, state } of await services.plugins.status()) set(1, { plugin: id, state });
  });
  gauge('plugin', Object.entries(numbers).map(([name, help]) => `${name}: ${help}`).join(' '), ['plugin', 'counter'], async (set) => {
    for (const status of await services.plugins.status()) {
      for (const counter of ['restarts', 'cpuMs', 'pssBytes', 'calls', 'operations', 'refused'] as const) set(status[counter] ?? 0, { plugin: status.id, counter });
    }
  });
  return registry;
}
