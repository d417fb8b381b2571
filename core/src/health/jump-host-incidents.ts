import type { Inventory } from '../inventory/index.ts';
import type { IncidentBook, IncidentSubject } from './incident-book.ts';
import { gateSubject, ownSubject } from './subjects.ts';
import type { ClosedHop } from './way.ts';

const about = 'jump host ';

/** The jump host that an incident is about, as `address:port`; null for any other. */
export function hopOf({ check }: IncidentSubject): string | null {
  return check.startsWith(about) ? check.slice(about.length) : null;
}

/** One incident for each jump host that lets nothing through, in place of those of all devices behind it. */
export class JumpHostIncidents {
  readonly #incidents: IncidentBook;
  readonly #inventory: Pick<Inventory, 'find'>;
  readonly #open = new Map<string, IncidentSubject>();

  constructor(incidents: IncidentBook, inventory: Pick<Inventory, 'find'>) {
    this.#incidents = incidents;
    this.#inventory = inventory;
  }

  /** Takes up what an earlier run of the host left open. */
  load(): void {
    for (const subject of this.#incidents.openSubjects()) {
      const hop = hopOf(subject);
      if (hop !== null) this.#open.set(hop, subject);
    }
  }

  has(hop: string): boolean {
    return this.#open.has(hop);
  }

  /** `behind`: how many devices have it on their way. Where it is a device itself, that it does not answer says it all. */
  async report({ hop, summary }: ClosedHop, behind: number): Promise<void> {
    const device = this.#inventory.find(hop.slice(0, hop.lastIndexOf(':')))?.id ?? hop;
    const subject = this.#open.get(hop) ?? ownSubject({ device, about: about + hop });
    this.#open.set(hop, subject);
    if (this.#incidents.has(gateSubject(device))) return this.#incidents.resolve(subject);
    await this.#incidents.report(subject, { state: 'critical', item: null, summary: `${summary}; ${behind === 1 ? '1 device lies' : `${behind} devices lie`} behind it` });
  }

  async resolve(hop: string): Promise<void> {
    const subject = this.#open.get(hop);
    this.#open.delete(hop);
    if (subject !== undefined) await this.#incidents.resolve(subject);
  }
}
