import type { ChangeService } from '../changes/index.ts';
import { listen, type HostEvents } from '../events/index.ts';
import { every, systemClock, type Clock, type HealthService } from '../health/index.ts';
import type { IncidentService } from '../incidents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { PluginHost } from '../plugins/index.ts';
import type { ConfigurationService, Scope } from '../sites/index.ts';
import type { Store } from '../store/index.ts';
import type { Delivery, Outcome } from './courier.ts';
import { channelUnknown } from './errors.ts';
import { IncidentMessages } from './incident-messages.ts';
import type { ChannelAt, Notification, NotificationFilter, NotificationService, RouteAt } from './notification-service.ts';
import { Outbox, type Posted } from './outbox.ts';
import { PluginNotifiers } from './plugin-notifiers.ts';
import { reasonOf } from './reason-of.ts';
import { notificationSettings, type Channel } from './settings.ts';
import { ThreadedCourier } from './threaded-courier.ts';

export interface NotificationDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly health: Pick<HealthService, 'incidents'>;
  readonly incidents: Pick<IncidentService, 'maintenanceOf'>;
  readonly changes: Pick<ChangeService, 'underWay'>;
  readonly inventory: Pick<Inventory, 'find' | 'devices'>;
  readonly plugins: Pick<PluginHost, 'notify'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly clock?: Clock;
  /** In place of the courier's thread. */
  readonly deliver?: (delivery: Delivery) => Promise<Outcome>;
}

/** How late a message may be for what no event tells of: an hour that ends, an escalation. */
const lookEvery = 2_000;
const tidyEvery = 3_600_000;

export function createNotificationService(needs: NotificationDependencies): NotificationService {
  return new Notifications(needs);
}

class Notifications implements NotificationService {
  readonly #needs: NotificationDependencies;
  readonly #clock: Clock;
  readonly #opened = new AsyncDisposableStack();
  readonly #outbox: Outbox;
  readonly #messages: IncidentMessages;
  readonly #deliver: (delivery: Delivery) => Promise<Outcome>;
  #looking: Promise<void> | null = null;
  readonly #notifiers: PluginNotifiers;
  #again = false;
  #closed = false;

  constructor(needs: NotificationDependencies) {
    this.#needs = needs;
    this.#clock = needs.clock ?? systemClock;
    this.#notifiers = new PluginNotifiers(needs);
    this.#deliver = needs.deliver ?? this.#courier();
    this.#outbox = this.#opened.use(new Outbox({ store: needs.store, events: needs.events, clock: this.#clock, deliver: (posted, signal) => this.#send(posted, signal) }));
    this.#messages = new IncidentMessages({ ...needs, clock: this.#clock, post: (message) => this.#outbox.statement(message) });
  }

  async start(): Promise<void> {
    const { events } = this.#needs;
    const look = (): void => void this.#look();
    this.#opened.use(listen(events, { 'incident.opened': look, 'incident.resolved': look, 'incident.lapsed': look, 'maintenance.state': look, 'change.state': look }));
    this.#opened.use(every(this.#clock, lookEvery, look));
    this.#opened.use(every(this.#clock, tidyEvery, () => void this.#needs.store.writeSoon(this.#outbox.tidy()).catch(() => undefined)));
    await this.#look();
  }

  async list(filter: NotificationFilter = {}): Promise<readonly Notification[]> {
    const { seen, before, atMost = 1_000 } = filter;
    const held = this.#messages.held.filter((one) => (seen === undefined || one.devices.every((device) => seen.devices.includes(device))) && (before === undefined || newestFirst(before, one) < 0));
    return [...held, ...await this.#outbox.list(filter)].toSorted(newestFirst).slice(0, atMost);
  }

  counts(): ReturnType<NotificationService['counts']> {
    return this.#outbox.counts();
  }

  routes(site: string): readonly RouteAt[] {
    const { routes = {} } = notificationSettings(this.#needs.configuration.current, { level: 'site', site });
    return Object.entries(routes).flatMap(([name, route]) => (route === null ? [] : [{ ...route, name, site }]));
  }

  channels(site: string | null): readonly ChannelAt[] {
    const { channels = {} } = notificationSettings(this.#needs.configuration.current, scopeOf(site));
    return Object.entries(channels).map(([name, channel]) => ({
      name, site, ...targetOf(channel),
    }));
  }

  async test({ channel, site, person }: Parameters<NotificationService['test']>[0]): Promise<Notification> {
    if (!this.channels(site).some(({ name }) => name === channel)) throw channelUnknown(`there is no channel ${channel} ${site === null ? 'of the organization' : `at ${site}`}`);
    const message = { title: 'A test message of Jackfield', text: `${person} asked for this message, to see that it comes.\n`, incidents: [], attachments: [] };
    const { id } = await this.send({ kind: 'test', route: '', channel, site, message });
    await this.#outbox.settled();
    return this.#outbox.find(id);
  }

  async send(message: Parameters<NotificationService['send']>[0]): Promise<Notification> {
    const id = crypto.randomUUID();
    await this.#needs.store.write([this.#outbox.statement(message, id)]);
    await this.#outbox.run();
    return this.#outbox.find(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#looking;
    await this.#opened.disposeAsync();
  }

  /** One look at a time; what happens meanwhile is looked at after it. A full disk is told by the store, and what it kept away is due at the next look. */
  #look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#looks().catch(() => undefined).finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #looks(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      const due = await this.#messages.due();
      if (due.length > 0) await this.#needs.store.write(due);
      await this.#outbox.run();
    }
  }

  async #send({ id, kind, channel, site, message }: Posted, signal: AbortSignal): Promise<Outcome> {
    try {
      const settings = notificationSettings(this.#needs.configuration.current, scopeOf(site));
      const found = settings.channels?.[channel];
      if (found === undefined) return { taken: false, reason: reasonOf(channelUnknown(`there is no channel ${channel}`)) };
      if ('notifier' in found) {
        await this.#notifiers.notify(found, site, { id, kind, ...message }, signal);
        return { taken: true, reason: '' };
      }
      return await this.#deliver({ id, kind, channel: found, mail: settings.mail ?? null, allow: settings.allow ?? [], message });
    } catch (error) {
      return { taken: false, reason: reasonOf(error) };
    }
  }

  #courier(): (delivery: Delivery) => Promise<Outcome> {
    const { directory, daemon: { stateDirectory } } = this.#needs.configuration.current;
    const courier = this.#opened.use(new ThreadedCourier({ directory, stateDirectory }));
    return (delivery) => courier.deliver(delivery);
  }
}

/** The path of a webhook may be its secret: its host is shown. */
function targetOf(channel: Channel): Pick<ChannelAt, 'kind' | 'target'> {
  if ('mail' in channel) return { kind: 'mail', target: channel.mail.join(', ') };
  if ('webhook' in channel) return { kind: 'webhook', target: URL.parse(channel.webhook)?.host ?? '' };
  return { kind: 'plugin', target: `${channel.notifier} on ${channel.device}${channel.to.length === 0 ? '' : `: ${channel.to.join(', ')}`}` };
}

function newestFirst(one: Pick<Notification, 'madeAt' | 'id'>, other: Pick<Notification, 'madeAt' | 'id'>): number {
  return Date.parse(other.madeAt) - Date.parse(one.madeAt) || (one.id === other.id ? 0 : one.id < other.id ? 1 : -1);
}

const scopeOf = (site: string | null): Scope => (site === null ? { level: 'organization' } : { level: 'site', site });
