import { hostname } from 'node:os';
import type { Listen } from '../sites/index.ts';

/** The beginning of the addresses where the daemon is asked: `https://127.0.0.1:9410`. Of all addresses of a machine by its name. */
export function hostPlace({ address, port, tls }: Listen): string {
  const host = address === '0.0.0.0' || address === '::' ? hostname() : address;
  return `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
