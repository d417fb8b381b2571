import { transportOf, type Operation } from './operations.ts';
import type { TransportSettings } from './settings.ts';

/** How long a reading operation may take at a place when the plugin does not say; SNMP and ICMP bound each question by themselves. */
export function timeoutOf(operation: Operation, settings: TransportSettings): number {
  const transport = transportOf(operation);
  if (transport === 'http' || transport === 'ssh' || transport === 'ami' || transport === 'tcp' || transport === 'sip') return settings[transport].timeoutMs;
  return Number.POSITIVE_INFINITY;
}
