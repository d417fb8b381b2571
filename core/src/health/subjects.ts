import type { HostSubject } from './health-service.ts';
import type { IncidentSubject } from './incident-book.ts';
import type { ScheduledCheck } from './scheduled-check.ts';

/** The incident of a device that does not answer: it speaks for all its checks. */
export const gateSubject = (device: string): IncidentSubject => ownSubject({ device, about: 'reachability' });

const overPrefix = 'reachability over ';

/** The incident of a transport over which nothing is seen of a device: it speaks for all checks that look that way. */
export function blindSubject(device: string, transport: string): IncidentSubject {
  return ownSubject({ device, about: `${overPrefix}${transport}` });
}

/** The transport that such an incident is about; null for other incidents. */
export function blindOver({ plugin, check }: IncidentSubject): string | null {
  return plugin === 'jackfield' && check.startsWith(overPrefix) ? check.slice(overPrefix.length) : null;
}

export function ownSubject({ device, about }: HostSubject): IncidentSubject {
  return { device, plugin: 'jackfield', check: about };
}

export function subjectOf({ order }: ScheduledCheck): IncidentSubject {
  return { device: order.device.id, plugin: order.plugin, check: order.check };
}
