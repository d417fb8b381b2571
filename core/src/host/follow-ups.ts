import type { HostServices } from '../api/index.ts';
import type { ChangeState } from '../changes/index.ts';
import { listen, type HostEventMap } from '../events/index.ts';
import type { Logger } from 'pino';
import type { DiscoverySchedule } from './discovery-schedule.ts';

/** A device is looked at again when its change is over, not while it is being pushed or put back. */
const underWay: ReadonlySet<string> = new Set<ChangeState>(['planned', 'applying', 'verifying', 'reverting']);

/** What the host does because something happened in another of its rooms. */
export class FollowUps implements AsyncDisposable {
  readonly #services: HostServices;
  readonly #logger: Logger;
  readonly #listening: Disposable;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(services: HostServices, discovery: DiscoverySchedule, logger: Logger) {
    this.#services = services;
    this.#logger = logger;
    const { audit, inventory, transports } = services;
    const record = (person: string, outcome: 'done' | 'refused', detail: string): Promise<void> =>
      audit.record({ person, action: 'configuration.reload', outcome, detail, plugin: null, pluginVersion: null, device: null, change: null });
    this.#listening = listen(services.events, {
      'configuration.reloaded': ({ person, sites }) => {
        this.#follow('a reload is audited', () => record(person, 'done', `${sites} sites`));
        this.#follow('credentials are read again, the old ones are kept until then', async () => void (await transports.reloadCredentials()));
        this.#follow('declared devices', async () => {
          await inventory.keepDeclared();
          discovery.again();
        });
      },
      'configuration.refused': ({ person, errors: [first, ...more] }) => this.#follow('a refused reload is audited', () =>
        record(person, 'refused', `${first?.code ?? ''} ${first?.where ?? ''} ${first?.message ?? ''}${more.length === 0 ? '' : ` and ${more.length} more`}`)),
      'device.unassigned': ({ device, plugin, name, reason }) => this.#follow('a plugin that leaves a device is audited', () =>
        audit.record({ person: 'jackfield', action: 'device.unassigned', outcome: 'done', detail: `${name}: ${reason}`, plugin, pluginVersion: null, device, change: null })),
      'settings.devices': ({ plugin, device, key, where, names }) => this.#follow('which devices a plugin is told of is audited', () =>
        audit.record({ person: 'jackfield', action: 'settings.devices', outcome: 'done', detail: `${device}: ${key} (${where}) stands for ${names.join(', ') || 'no device'}`, plugin, pluginVersion: null, device: inventory.find(device)?.id ?? null, change: null })),
      'hostkey.recorded': (key) => this.#follow('a host key that changed', () => this.#tellKey(key)),
      // What discovery found while there was no room is not in the inventory.
      'storage.free': ({ what }) => {
        if (what === 'database') discovery.again();
      },
      'change.state': ({ change, to }) => {
        if (!underWay.has(to)) this.#follow('devices of a change', () => this.#lookAgain(change));
      },
    });
  }

  /** Keys that changed while nobody looked after incidents, such as just before the host ended. */
  async tellKeys(): Promise<void> {
    for (const key of await this.#services.transports.hostKeys()) if (key.status === 'changed') await this.#tellKey(key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    this.#stop.abort();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #lookAgain(id: string): Promise<void> {
    const change = await this.#services.changes.find(id);
    await this.#services.discovery.lookAgain(new Set(change?.steps.map(({ device }) => device)), this.#stop.signal);
  }

  /** Somebody between, or a reinstalled machine: worse than not to know how the device is. */
  async #tellKey({ address, port, status, fingerprint, offered }: HostEventMap['hostkey.recorded']): Promise<void> {
    const { inventory, health } = this.#services;
    const device = inventory.find(address);
    if (device === null) return;
    const subject = { device: device.id, about: `host key ${address}:${port}` };
    if (status !== 'changed') return health.resolve(subject);
    const place = port === 22 ? address : `${address} --port ${port}`;
    await health.report(subject, {
      state: 'critical',
      summary: `the SSH host key of ${device.name} (${address}:${port}) has changed from ${fingerprint} to ${offered ?? 'another'}: somebody between, or a reinstalled machine. Nothing is sent to it. Compare the key at its console, then \`jackfield accept-hostkey ${place}\``,
    });
  }

  #follow(what: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#logger.error({ error }, `failed: ${what}`);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
