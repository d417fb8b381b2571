import { Cron } from 'croner';
import type { JackfieldError } from '../errors/index.ts';
import type { HostEvents } from '../events/index.ts';
import { every, type Clock } from '../health/index.ts';
import { notificationSettings, type NotificationService } from '../notifications/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Store } from '../store/index.ts';
import { reportUnmade } from './errors.ts';
import { monthBefore } from './month.ts';
import { filesOf } from './report-files.ts';
import type { Report, UnmadeReport } from './report-service.ts';
import { reportSettings } from './settings.ts';
import { tablesOf } from './tables.ts';

interface ScheduleDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly clock: Clock;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly notifications: Pick<NotificationService, 'send'>;
  readonly report: (month: string, sites: readonly string[]) => Promise<Report>;
}

/** A report that is sent again and again: of the organization, or of a site that says something else. */
interface Scheduled {
  readonly key: string;
  readonly name: string;
  readonly site: string | null;
  readonly to: readonly string[];
  readonly cron: string;
  readonly zone: string;
}

const lookEvery = 30_000;
/** What goes wrong once or twice, such as a disk that is full for a moment, is nobody's business. */
const toldAfter = 3;

/** Sends reports when their time has come, also when it came while no host was running. */
export class ReportSchedule implements AsyncDisposable {
  readonly #needs: ScheduleDependencies;
  /** Those that are due and failed, by key. */
  readonly #failed = new Map<string, { tries: number; readonly site: string | null; error: JackfieldError }>();
  #timer: Disposable | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(needs: ScheduleDependencies) {
    this.#needs = needs;
  }

  start(): void {
    const look = (): void => {
      this.#looking = this.#looking.then(() => this.#look()).catch(() => undefined);
    };
    this.#timer = every(this.#needs.clock, lookEvery, look);
    look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#needs;
    const now = clock.now();
    const looked = new Map((await store.read({ sql: 'SELECT schedule, looked_at FROM report_schedule' })).map((row) => [String(row['schedule']), Number(row['looked_at'])]));
    const scheduled = this.#scheduled();
    for (const key of this.#failed.keys()) if (!scheduled.some((one) => one.key === key)) this.#failed.delete(key);
    for (const one of scheduled) {
      // One that is new has missed nothing.
      const since = looked.get(one.key) ?? now;
      const due = lastDue(one, since, now);
      if (due === null && looked.has(one.key)) continue;
      // One that fails is due still, and keeps no other back.
      if (due !== null && !(await this.#tried(one, due))) continue;
      await store.write([{ sql: 'INSERT INTO report_schedule (schedule, looked_at) VALUES (?, ?) ON CONFLICT DO UPDATE SET looked_at = excluded.looked_at', values: [one.key, now] }]);
    }
  }

  unmade(): readonly UnmadeReport[] {
    return [...this.#failed.values()].filter(({ tries }) => tries >= toldAfter).map(({ site, error }) => ({ site, error }));
  }

  /** Whether it went out. */
  async #tried(one: Scheduled, due: number): Promise<boolean> {
    const { key, name, site } = one;
    try {
      await this.#send(one, due);
      this.#failed.delete(key);
      return true;
    } catch (cause) {
      const tries = (this.#failed.get(key)?.tries ?? 0) + 1;
      const error = reportUnmade(`${name} of ${site ?? 'the organization'}, due ${new Date(due).toISOString()}, was tried ${tries === 1 ? 'once' : `${tries} times`}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      this.#failed.set(key, { tries, site, error });
      if (tries === toldAfter) this.#needs.events.emit('report.failed', { report: name, site, code: error.code, message: error.message, where: error.where, hint: error.hint });
      return false;
    }
  }

  #scheduled(): readonly Scheduled[] {
    const { current } = this.#needs.configuration;
    const at = (site: string | null): Scheduled[] => {
      const scope = site === null ? { level: 'organization' } as const : { level: 'site', site } as const;
      return Object.entries(notificationSettings(current, scope).reports ?? {}).map(([name, { to, cron, zone = reportSettings(current, scope).zone }]) => ({ key: JSON.stringify([name, site, cron, zone]), name, site, to, cron, zone }));
    };
    const whole = at(null);
    const isOwn = (one: Scheduled): boolean => !whole.some(({ name, to, cron }) => name === one.name && cron === one.cron && to.join() === one.to.join());
    return [...whole, ...[...current.sites.keys()].flatMap((site) => at(site).filter(isOwn))];
  }

  async #send({ name, site, to, zone }: Scheduled, at: number): Promise<void> {
    const { configuration: { current }, notifications, report } = this.#needs;
    const month = monthBefore(at, zone);
    const made = await report(month, site === null ? [...current.sites.keys()] : [site]);
    const [first] = tablesOf(made);
    const text = `${(first?.rows ?? []).map((row) => `${String(row[0])}: ${row[8] === null ? 'nothing was seen' : `${String(row[8])} % available`}`).join('\n')}\n${made.incidents.length} incidents, ${made.changes.length} changes\n`;
    const message = { title: `Report ${month}: ${site === null ? current.organization.title : current.sites.get(site)?.title ?? site}`, text, incidents: [], attachments: filesOf(made) };
    for (const channel of to) await notifications.send({ kind: 'report', route: name, channel, site, message });
  }
}

/** The last time that has come since; null for none. Of several that were missed only the last is made up for. */
function lastDue({ cron, zone }: Scheduled, since: number, now: number): number | null {
  const times = new Cron(cron, { timezone: zone });
  let last: Date | null = null;
  for (let next = times.nextRun(new Date(since)); next !== null && next.getTime() <= now; next = times.nextRun(next)) last = next;
  return last?.getTime() ?? null;
}
