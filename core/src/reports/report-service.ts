import type { ServiceIdentifier } from 'inversify';
import type { JackfieldError } from '../errors/index.ts';
import type { Availability } from './availability.ts';

/** How available something was, in a month. */
export interface AvailabilityLine extends Availability {
  readonly site: string;
  /** Percent of the time that was seen and not worked in; null when there was none. */
  readonly percent: number | null;
  readonly devices: number;
}

/** What happened in a month, at some sites. */
export interface Report {
  readonly month: string;
  readonly madeAt: string;
  /** The month of each site begins and ends in its own zone; a month that goes on ends now. */
  readonly sites: readonly (AvailabilityLine & { readonly title: string; readonly zone: string; readonly from: string; readonly to: string; readonly target: number | null; readonly met: boolean | null })[];
  /** By kind of device. */
  readonly classes: readonly (AvailabilityLine & { readonly kind: string })[];
  readonly devices: readonly (Omit<AvailabilityLine, 'devices'> & { readonly device: string; readonly deviceName: string; readonly kind: string })[];
  readonly incidents: readonly {
    readonly id: string; readonly site: string; readonly deviceName: string; readonly state: string; readonly summary: string; readonly openedAt: string; readonly resolvedAt: string | null;
    readonly acknowledgedMs: number | null; readonly repairedMs: number | null;
  }[];
  /** Means and middles of those that were acknowledged, and resolved. */
  readonly repair: readonly { readonly site: string; readonly incidents: number; readonly meanAcknowledgedMs: number | null; readonly meanRepairedMs: number | null; readonly medianRepairedMs: number | null }[];
  readonly changes: readonly { readonly id: string; readonly title: string; readonly person: string; readonly startedAt: string; readonly state: string; readonly outcome: ChangeOutcome; readonly sites: readonly string[] }[];
  /** As of when the report was made: what shows that what is lost can be got back, restore drills among it. */
  readonly backups: readonly { readonly site: string; readonly deviceName: string; readonly check: string; readonly state: string; readonly share: number; readonly summary: string }[];
  /** As of when the report was made: what fills, with what its check foretells. */
  readonly capacity: readonly { readonly site: string; readonly deviceName: string; readonly item: string; readonly state: string; readonly summary: string }[];
}

export type ChangeOutcome = 'kept' | 'undone' | 'held' | 'under way';

export interface ReportFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A report that is due and could not be made or posted, however often that was tried. */
export interface UnmadeReport {
  /** Null: the organization's. */
  readonly site: string | null;
  readonly error: JackfieldError;
}

/** Reports by the month. */
export interface ReportService extends AsyncDisposable {
  start(): Promise<void>;
  /** Of these sites, as far as it is kept. */
  of(month: string, sites: readonly string[]): Promise<Report>;
  /** What is due and was tried in vain more than a few times. */
  unmade(): readonly UnmadeReport[];
}
export const ReportService: ServiceIdentifier<ReportService> = Symbol.for('ReportService');
