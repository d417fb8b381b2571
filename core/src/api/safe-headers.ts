import type { FastifyInstance } from 'fastify';
import { isEncrypted } from './rest/index.ts';

/** Of every answer; a page says in place of the first what it may run. */
const safe = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // Answers are of one person: neither a proxy nor the next one at the same browser gets them.
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff',
};

const encryptedForAYear = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

/** Has every answer of the server tell browsers what not to do with it, refusals and what is not found among them. */
export function keepSafe(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => void reply.headers(isEncrypted(request) ? { ...safe, ...encryptedForAYear } : safe));
}
