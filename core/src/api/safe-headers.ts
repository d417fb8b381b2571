import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badRequest } from './errors.ts';
import { isEncrypted, problemOf } from './rest/index.ts';

/** Of every answer; a page says in place of the first what it may run. */
export const safe = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  // Answers are of one person: neither a proxy nor the next one at the same browser gets them.
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff',
};

const encryptedForAYear = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

const safeHeaders = (request: FastifyRequest) => (isEncrypted(request) ? { ...safe, ...encryptedForAYear } : safe);

/** Has every answer of the server tell browsers what not to do with it, refusals and what is not found among them. */
export function keepSafe(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => void reply.headers(safeHeaders(request)));
}

/** Of addresses that are none: they come to no route, and to no hook. */
export function refuseAddress(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(badRequest('the address is none'));
  void reply.headers(safeHeaders(request)).code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
