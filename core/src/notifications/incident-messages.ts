import type { NoticeIncident } from '@jackfield/sdk';
import { states, type State } from '@jackfield/sdk';
import type { ChangeService } from '../changes/index.ts';
import type { Clock, HealthService, Incident } from '../health/index.ts';
import type { IncidentService } from '../incidents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Statement, Store } from '../store/index.ts';
import { dueOf, type Told } from './due.ts';
import { messageOf } from './message-text.ts';
import type { Message } from './notification-service.ts';
import { notificationSettings, type RouteSettings } from './settings.ts';

interface Needs {
  readonly store: Store;
  readonly clock: Clock;
  readonly health: Pick<HealthService, 'incidents'>;
  readonly incidents: Pick<IncidentService, 'maintenanceOf'>;
  readonly changes: Pick<ChangeService, 'underWay'>;
  readonly inventory: Pick<Inventory, 'find'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly post: (message: { readonly kind: 'incidents'; readonly route: string; readonly channel: string; readonly site: string; readonly message: Message }) => Statement;
}

/** What is the same for all incidents that are looked at in one go. */
interface Round {
  readonly said: ReadonlyMap<string, Told>;
  /** Devices that a change is at work on, and since when. */
  readonly changing: ReadonlyMap<string, Date>;
  readonly now: number;
}

/** What one route of the same settings has to say, of all sites that have it. */
interface Gathered {
  readonly name: string;
  readonly route: RouteSettings;
  readonly site: string;
  /** Where its channels lead: sites that call different people the same tell each their own. */
  readonly key: string;
  readonly told: NoticeIncident[];
}

/**
 * Decides what routes have to say of the incidents, from what is in the store: an event that was missed, a restart or a clock
 * that jumps loses nothing, and what was said is written in one transaction with the message.
 */
export class IncidentMessages {
  readonly #needs: Needs;
  /** By gathering: since when its first waits for others, and when it last spoke. */
  readonly #since = new Map<string, number>();
  readonly #spoke = new Map<string, number>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** The statements that put due messages into the outbox. */
  async due(): Promise<readonly Statement[]> {
    const { clock, store, health, configuration: { current } } = this.#needs;
    const now = clock.now();
    if (![...current.sites.keys()].some((site) => notificationSettings(current, { level: 'site', site }).routes !== undefined)) return [];
    const rows = await store.read({ sql: 'SELECT route, incident, state, told_at FROM notification_told' });
    const said = new Map(rows.map((row): [string, Told] =>
      [`${String(row['route'])} ${String(row['incident'])}`, { state: stateOf(row['state']), at: Number(row['told_at']) }]));
    const gathered = new Map<string, Gathered>();
    const gone: Statement[] = [];
    const over = said.size === 0 ? [] : await health.incidents({ status: 'resolved', ids: [...new Set(rows.map((row) => String(row['incident'])))] });
    const open = await health.incidents({ status: 'open' });
    const changing = this.#needs.changes.underWay();
    for (const incident of [...open, ...over]) this.#gather(incident, { said, changing, now }, gathered, gone);
    for (const key of this.#since.keys()) if (!gathered.has(key)) this.#since.delete(key);
    return [...gone, ...[...gathered.values()].flatMap((one) => this.#speak(one, now))];
  }

  #gather(incident: Incident, { said, changing, now }: Round, gathered: Map<string, Gathered>, gone: Statement[]): void {
    const device = this.#needs.inventory.find(incident.device);
    if (device === null) return;
    const { channels = {}, mail, routes = {} } = notificationSettings(this.#needs.configuration.current, { level: 'site', site: device.site });
    const inMaintenance = this.#needs.incidents.maintenanceOf(device.id).length > 0;
    for (const [name, route] of Object.entries(routes)) {
      if (route === null) continue;
      const told = said.get(`${name} ${incident.id}`) ?? null;
      const what = dueOf({ route, incident, told, inMaintenance, changing: changing.get(device.id) ?? null, now });
      if (what === null) {
        if (told !== null && incident.status === 'resolved' && !route.resolved) gone.push(forget(name, incident.id));
        continue;
      }
      const key = JSON.stringify([name, route, route.to.map((to) => channels[to]), mail]);
      const one = gathered.get(key) ?? { name, route, site: device.site, key, told: [] };
      gathered.set(key, one);
      const { id, state, summary, openedAt, resolvedAt } = incident;
      one.told.push({ incident: id, what, device: device.id, deviceName: device.name, site: device.site, state, summary, openedAt, resolvedAt });
    }
  }

  #speak({ name, route, site, key, told }: Gathered, now: number): readonly Statement[] {
    const since = this.#since.get(key) ?? now;
    this.#since.set(key, since);
    const spoke = this.#spoke.get(key);
    if (now - since < route.group || (spoke !== undefined && now - spoke < route.digest)) return [];
    this.#since.delete(key);
    this.#spoke.set(key, now);
    const message = messageOf(told);
    return [
      ...route.to.map((channel) => this.#needs.post({ kind: 'incidents', route: name, channel, site, message })),
      ...told.map(({ incident, what, state }): Statement => what === 'resolved' ? forget(name, incident) : {
        sql: 'INSERT INTO notification_told (route, incident, state, told_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state, told_at = excluded.told_at', values: [name, incident, state, now],
      }),
    ];
  }
}

const stateOf = (value: unknown): State => states.find((state) => state === value) ?? 'critical';

function forget(route: string, incident: string): Statement {
  return { sql: 'DELETE FROM notification_told WHERE route = ? AND incident = ?', values: [route, incident] };
}
