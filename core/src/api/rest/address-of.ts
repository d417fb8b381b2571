import type { FastifyRequest } from 'fastify';

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

/** Whether the browser's way to the host is encrypted: by the host, or by the reverse proxy on this machine. */
export function isEncrypted({ protocol, ip, headers }: FastifyRequest): boolean {
  return protocol === 'https' || (isLoopback(ip) && headers['x-forwarded-proto'] === 'https');
}
