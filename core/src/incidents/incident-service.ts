import type { State } from '@jackfield/sdk';
import type { ServiceIdentifier } from 'inversify';
import type { TreeNode } from '../access/index.ts';

/** One line of what happened to an incident, and of what was said of it. */
export interface IncidentNote {
  readonly at: string;
  /** `jackfield` for what the host saw. */
  readonly person: string;
  readonly what: 'opened' | 'comment' | 'acknowledged' | 'lapsed' | 'delegated' | 'task closed' | 'resolved';
  readonly text: string;
}

export const taskStates = ['open', 'closed'] as const;

/** An incident that somebody gave to somebody. */
export interface Task {
  readonly id: string;
  readonly incident: string;
  readonly device: string;
  readonly title: string;
  readonly to: Assignee;
  readonly by: string;
  readonly comment: string;
  readonly madeAt: string;
  readonly dueAt: string | null;
  readonly state: (typeof taskStates)[number];
  readonly closedAt: string | null;
  /** `jackfield` when the check was ok again. */
  readonly closedBy: string | null;
}

export interface Assignee {
  readonly kind: 'person' | 'team';
  readonly name: string;
}

/** Work that somebody said is going on: who would be called is not, and the time is no outage. */
export interface Maintenance {
  readonly id: string;
  readonly of: { readonly node: TreeNode } | { readonly device: string };
  readonly reason: string;
  readonly person: string;
  readonly begunAt: string;
  readonly endsAt: string;
  /** Who ended it before its time; null for nobody. */
  readonly endedBy: string | null;
}

/** Why something is red, in one answer. */
export interface Why {
  readonly incident: string;
  readonly check: {
    readonly plugin: string; readonly check: string; readonly title: string; readonly state: State | 'pending'; readonly summary: string; readonly since: string | null;
    /** Those that are not ok. */
    readonly items: readonly { readonly name: string; readonly state: State; readonly summary: string }[];
  };
  /** From where the host's way begins to the device, itself last. */
  readonly path: readonly { readonly device: string; readonly deviceName: string; readonly site: string; readonly state: State | 'pending'; readonly incident: string | null }[];
  /** The first on the path that has an incident of its own, when it is another device: look there first. */
  readonly cause: string | null;
  /** Checks that do not run for a reason that has its own incident. */
  readonly suppressed: readonly { readonly device: string; readonly deviceName: string; readonly plugin: string; readonly check: string; readonly why: string; readonly by: string | null }[];
  /** Devices that hang on this one, as far as neighbours tell. */
  readonly behind: readonly { readonly device: string; readonly deviceName: string; readonly state: State | 'pending' }[];
  /** The last change that touched the path before the incident opened, or after. */
  readonly lastChange: { readonly id: string; readonly title: string; readonly person: string; readonly state: string; readonly startedAt: string; readonly devices: readonly { readonly device: string; readonly deviceName: string }[] } | null;
  readonly maintenance: readonly Maintenance[];
}

export interface TaskFilter {
  readonly devices?: readonly string[];
}

/** What people do about incidents: say that they look after it, comment, delegate, work behind a maintenance. */
export interface IncidentService extends AsyncDisposable {
  start(): Promise<void>;
  acknowledge(options: { readonly incident: string; readonly person: string; readonly forMs?: number; readonly comment?: string }): Promise<void>;
  note(options: { readonly incident: string; readonly person: string; readonly text: string }): Promise<void>;
  /** Oldest first. */
  notes(incident: string): Promise<readonly IncidentNote[]>;
  why(incident: string): Promise<Why>;
  /** `dueAt`: epoch milliseconds. */
  delegate(options: { readonly incident: string; readonly person: string; readonly to: Assignee; readonly dueAt?: number; readonly comment?: string }): Promise<Task>;
  /** The first due first, those without a date last; closed ones newest first behind. */
  tasks(filter?: TaskFilter): Promise<readonly Task[]>;
  closeTask(task: string, person: string): Promise<Task>;
  beginMaintenance(options: { readonly of: Maintenance['of']; readonly forMs: number; readonly reason: string; readonly person: string }): Promise<Maintenance>;
  endMaintenance(id: string, person: string): Promise<Maintenance>;
  /** In force now; `at` asks of another time. Oldest first. */
  maintenance(at?: number): readonly Maintenance[];
  /** What is in force for a device. */
  maintenanceOf(device: string): readonly Maintenance[];
  /** All that were in force between two times, ended ones too. */
  maintenanceBetween(from: number, to: number): Promise<readonly Maintenance[]>;
}
export const IncidentService: ServiceIdentifier<IncidentService> = Symbol.for('IncidentService');
