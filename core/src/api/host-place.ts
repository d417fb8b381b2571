import type { Listen } from '../sites/index.ts';

/** The beginning of the addresses where the daemon is asked: `https://127.0.0.1:9410`. */
export function hostPlace({ address, port, tls }: Listen): string {
  return `${tls === undefined ? 'http' : 'https'}://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
