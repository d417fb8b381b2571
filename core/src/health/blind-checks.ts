import { blindFinding } from './finding.ts';
import type { IncidentBook, IncidentSubject } from './incident-book.ts';
import type { Roster } from './roster.ts';
import type { ScheduledCheck } from './scheduled-check.ts';
import { blindOver, blindSubject, subjectOf } from './subjects.ts';

export interface BlindChecksOptions {
  readonly roster: Pick<Roster, 'ofDevice'>;
  readonly incidents: Pick<IncidentBook, 'has' | 'report' | 'resolve'>;
  /** Has a check look before its turn. */
  readonly lookSoon: (check: ScheduledCheck) => void;
}

/** Checks that see nothing because a transport gets no answer of their device: one incident of the transport speaks for all of them. */
export class BlindChecks {
  readonly #options: BlindChecksOptions;

  constructor(options: BlindChecksOptions) {
    this.#options = options;
  }

  /** One was confirmed to be blind; `hadOwn`: it has told by itself before that it cannot see. */
  async joined(check: ScheduledCheck, transport: string, hadOwn: boolean): Promise<void> {
    const { incidents } = this.#options;
    const { id } = check.order.device;
    const told = incidents.report(blindSubject(id, transport), blindFinding(transport, this.#over(id, transport)));
    await Promise.all([told, hadOwn ? incidents.resolve(subjectOf(check)) : null]);
  }

  /** One sees again, or is blind for another reason: the others look soon, and the last of them ends the incident. */
  async left({ order: { device: { id } }, state }: ScheduledCheck, transport: string): Promise<void> {
    const { incidents, lookSoon } = this.#options;
    if (!incidents.has(blindSubject(id, transport))) return;
    const others = this.#over(id, transport);
    for (const other of others) lookSoon(other);
    if (others.length > 0) await incidents.report(blindSubject(id, transport), blindFinding(transport, others));
    else if (!state.flapping) await incidents.resolve(blindSubject(id, transport));
  }

  /** One cause: a device that is not there is not there over any transport. */
  async deviceDown(checks: readonly ScheduledCheck[]): Promise<void> {
    const subjects = new Map(checks.flatMap(({ order, last }) => (last.blind === undefined ? [] : [[last.blind.over, blindSubject(order.device.id, last.blind.over)] as const])));
    await Promise.all([...subjects.values()].map((subject) => this.#options.incidents.resolve(subject)));
  }

  /** Whether an open incident of a transport still has its reason; null for other incidents. One stays while checks flap between seeing and not. */
  stands(subject: IncidentSubject): boolean | null {
    const transport = blindOver(subject);
    if (transport === null) return null;
    return this.#over(subject.device, transport).length > 0 || this.#options.roster.ofDevice(subject.device).some(({ state }) => state.flapping);
  }

  /** Also those that were blind once, and may be confirmed to be soon: who is called hears of all of them. */
  #over(device: string, transport: string): ScheduledCheck[] {
    return this.#options.roster.ofDevice(device).filter(({ last }) => last.blind?.over === transport);
  }
}
