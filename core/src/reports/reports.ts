import type { ChangeService } from '../changes/index.ts';
import type { HostEvents } from '../events/index.ts';
import { checkTimelines, incidentLives, systemClock, type Clock, type HealthService } from '../health/index.ts';
import { covers, type IncidentService } from '../incidents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { NotificationService } from '../notifications/index.ts';
import type { RecoveryService } from '../recovery/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import type { Store } from '../store/index.ts';
import { buildReport, type SiteFacts } from './build-report.ts';
import { monthAhead } from './errors.ts';
import { HostRuns } from './host-runs.ts';
import { monthSpan } from './month.ts';
import { ReportSchedule } from './report-schedule.ts';
import type { Report, ReportService, UnmadeReport } from './report-service.ts';
import { reportSettings } from './settings.ts';

export interface ReportDependencies {
  readonly store: Store;
  readonly events: HostEvents;
  readonly health: Pick<HealthService, 'statuses'>;
  readonly incidents: Pick<IncidentService, 'maintenanceBetween'>;
  readonly changes: Pick<ChangeService, 'list'>;
  readonly recovery: Pick<RecoveryService, 'scores'>;
  readonly inventory: Pick<Inventory, 'devices'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
  readonly notifications: Pick<NotificationService, 'send'>;
  readonly clock?: Clock;
}

export function createReportService(needs: ReportDependencies): ReportService {
  return new Reports(needs);
}

class Reports implements ReportService {
  readonly #needs: ReportDependencies;
  readonly #clock: Clock;
  readonly #runs: HostRuns;
  readonly #schedule: ReportSchedule;

  constructor(needs: ReportDependencies) {
    this.#needs = needs;
    this.#clock = needs.clock ?? systemClock;
    this.#runs = new HostRuns(needs.store, this.#clock);
    this.#schedule = new ReportSchedule({ ...needs, clock: this.#clock, report: (month, sites) => this.of(month, sites) });
  }

  async start(): Promise<void> {
    await this.#runs.begin();
    this.#schedule.start();
  }

  async of(month: string, sites: readonly string[]): Promise<Report> {
    const { current } = this.#needs.configuration;
    const now = this.#clock.now();
    const known = sites.flatMap((id) => current.sites.get(id) ?? []);
    const changes = await this.#needs.changes.list();
    const facts: SiteFacts[] = [];
    for (const site of known) {
      const { zone, target } = reportSettings(current, { level: 'site', site: site.id });
      const whole = monthSpan(month, zone);
      if (whole.from >= now) throw monthAhead(`${month} has not begun at ${site.id}`);
      const span = { from: whole.from, to: Math.min(whole.to, now) };
      const [runs, timelines, lives, maintenance] = await Promise.all([
        this.#runs.between(span), checkTimelines(this.#needs.store, span.from, span.to), incidentLives(this.#needs.store, span.from, span.to), this.#needs.incidents.maintenanceBetween(span.from, span.to),
      ]);
      facts.push({
        site, zone, target, span, runs, timelines, lives, changes, devices: this.#needs.inventory.devices({ site: site.id }), statuses: this.#needs.health.statuses({ site: site.id }), score: this.#needs.recovery.scores(site.id)[0],
        maintenanceOf: (device) => maintenance.filter((one) => covers(one, device, current)).map(({ begunAt, endsAt }) => ({ from: Date.parse(begunAt), to: Date.parse(endsAt) })),
      });
    }
    return buildReport(month, now, facts);
  }

  unmade(): readonly UnmadeReport[] {
    return this.#schedule.unmade();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#schedule[Symbol.asyncDispose]();
    await this.#runs[Symbol.asyncDispose]();
  }
}
