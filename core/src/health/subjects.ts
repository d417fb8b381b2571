import type { HostSubject } from './health-service.ts';
import type { IncidentSubject } from './incident-book.ts';
import type { ScheduledCheck } from './scheduled-check.ts';

/** The incident of a device that does not answer: it speaks for all its checks. */
export const gateSubject = (device: string): IncidentSubject => ownSubject({ device, about: 'reachability' });

export function ownSubject({ device, about }: HostSubject): IncidentSubject {
  return { device, plugin: 'jackfield', check: about };
}

export function subjectOf({ order }: ScheduledCheck): IncidentSubject {
  return { device: order.device.id, plugin: order.plugin, check: order.check };
}
