import { networkInterfaces } from 'node:os';
import { Refused } from '@jackfield/sdk';
import ipaddr from 'ipaddr.js';
import type { Operation, TransportRequest } from '../../transports/index.ts';

/** Where the host itself listens. */
export interface OwnDoor {
  readonly address: string;
  readonly port: number;
}

const isAny = (address: string): boolean => /^[0:.]+$/.test(address);
const plainOf = (address: string): string => (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address);

/**
 * What a plugin is told that asks a device which is the host's own HTTP server; null for any other. That server answers this machine
 * what it answers nobody else.
 */
export function ownDoorRefusal({ settings: { http, tcp }, address }: TransportRequest['target'], operation: Operation, door: OwnDoor): Refused | null {
  const isHttp = operation.op === 'http.get' || operation.op === 'http.send';
  if (!isHttp && operation.op !== 'tcp.exchange') return null;
  const port = isHttp ? http.port ?? (http.tls ? 443 : 80) : tcp.ports?.[operation.port] ?? operation.port;
  if (port !== door.port) return null;
  const [asked, own] = [plainOf(address), plainOf(door.address)];
  const isThisMachine = (): boolean => /^127\.|^::1$/.test(asked) || Object.values(networkInterfaces()).some((all) => all?.some((one) => plainOf(one.address) === asked) === true);
  // Whoever connects to 0.0.0.0 or :: is connected to this machine.
  if (asked !== own && !isAny(asked) && !(isAny(own) && isThisMachine())) return null;
  return new Refused(`${address} port ${port} is where Jackfield itself listens, and no device`, { hint: 'Leave that address out of the networks and devices of the site, or set `listen` in jackfield.yaml to another port.' });
}
