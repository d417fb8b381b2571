import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

export const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

/**
 * Where a request comes from. A reverse proxy on this machine says for whom it asks, in the last entry of X-Forwarded-For: that
 * one it wrote itself, those before it whoever asked. From elsewhere the header is a stranger's word.
 */
export function addressOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): string {
  const forwarded = headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded ?? '').split(',').at(-1)?.trim() ?? '';
  return isLoopback(ip) && /^[0-9a-fA-F.:]{3,45}$/.test(last) ? last : ip;
}

/** By what the pace of whoever comes from an address is kept: who has one IPv6 address has all that share its first 64 bits. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

/** Whether the browser's way to the host is encrypted: by the host, or by the reverse proxy on this machine. */
export function isEncrypted({ protocol, ip, headers }: FastifyRequest): boolean {
  return protocol === 'https' || (isLoopback(ip) && headers['x-forwarded-proto'] === 'https');
}
