import type { FastifyReply, FastifyRequest } from 'fastify';
import { isEncrypted } from './address-of.ts';

/** What a browser keeps for the host: its login, and a login at an identity provider that is under way. */
export const cookies = { session: 'jackfield', ticket: 'jackfield-oidc' } as const;

type CookieName = (typeof cookies)[keyof typeof cookies];

/** Where the way is encrypted, no other host and no plain connection can set it (`__Host-`, RFC 6265bis). */
const nameOn = (request: FastifyRequest, name: CookieName): string => (isEncrypted(request) ? `__Host-${name}` : name);

export function cookieOf(request: FastifyRequest, name: CookieName): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const beginning = `${nameOn(request, name)}=`;
  return pairs.find((pair) => pair.startsWith(beginning))?.slice(beginning.length) ?? null;
}

/** Has the browser keep a value, or forget it: away from scripts and from other sites' pages. */
export function keepCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string | null): void {
  const text = [`${nameOn(request, name)}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', ...(isEncrypted(request) ? ['Secure'] : []), ...(value === null ? ['Max-Age=0'] : [])].join('; ');
  void reply.header('set-cookie', text);
}
