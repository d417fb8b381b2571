import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { destinationRefused } from './errors.ts';

/** Where a webhook goes: the address that was looked at is the one that is connected to. */
export interface Destination {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}

type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** Of clouds, in ranges that are else a site's own. */
const metadata: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd20:ce::254', '168.63.129.16', '192.0.0.192']);
/** Public, or of a site's own networks. Anything else, such as what carries an IPv4 address inside, leads elsewhere than it says. */
const reachable: ReadonlySet<string> = new Set(['unicast', 'private', 'uniqueLocal']);

/** Looks where a URL leads; a coded error when no webhook may go there. */
export async function destinationOf(text: string, allow: readonly string[], resolve: Resolve = (host) => lookup(host, { all: true })): Promise<Destination> {
  const url = URL.parse(text);
  if (url === null) throw destinationRefused(`${text} is no URL`);
  if (url.username !== '' || url.password !== '') throw destinationRefused(`${url.host}: a login stands in the URL`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isListed = allow.some((one) => one === url.host || one === host || one === `${url.hostname}:${portOf(url)}`);
  if (url.protocol !== 'https:' && !(isListed && url.protocol === 'http:')) throw destinationRefused(`${url.host} is not asked over https`);
  const [first, ...others] = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  if (first === undefined) throw destinationRefused(`${host} has no address`);
  // One of several that may not be is none that is chosen by chance.
  if (!isListed) for (const { address } of [first, ...others]) requireReachable(host, address);
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}

const portOf = ({ port, protocol }: URL): string => (port !== '' ? port : protocol === 'https:' ? '443' : '80');

function requireReachable(host: string, address: string): void {
  const parsed = ipaddr.parse(address);
  const plain = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
  const range = plain.range();
  if (reachable.has(range) && !metadata.has(plain.toString())) return;
  throw destinationRefused(`${host} is ${address}, ${metadata.has(plain.toString()) ? 'where clouds keep what machines are' : range}`);
}
