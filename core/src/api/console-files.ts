import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setUpPath } from './set-up-link.ts';

/** Where `npm run build` puts the web page; the same from the source and from what is built. */
const directory = join(import.meta.dirname, '../../dist/console');

const notBuilt = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Jackfield</title><p>The console is not built: <code>npm run build</code>. The API answers at <code>/api</code>.</html>';

/** Scripts and styles come from here alone; styles that the page makes itself carry a nonce that no other page has. */
const pagePolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** The web page for people: its files, and itself at every address that is nothing else, as its pages have addresses of their own. */
export function registerConsole(server: FastifyInstance): void {
  const file = join(directory, 'index.html');
  const page = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const send = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const nonce = randomBytes(16).toString('base64');
    return reply.header('content-security-policy', pagePolicy(nonce)).type('text/html; charset=utf-8').send((page ?? notBuilt).replace('{{nonce}}', nonce));
  };
  if (page !== null) {
    // Names of these files change with what is in them: what a browser has is never looked at again.
    void server.register(fastifyStatic, {
      root: join(directory, 'assets'), prefix: '/assets/', preCompressed: true, immutable: true, maxAge: '365d', index: false, wildcard: false, decorateReply: false,
    });
  }
  server.get('/', send);
  server.get(setUpPath, send);
  server.setNotFoundHandler(async (request, reply) => {
    const forPeople = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html') && !request.url.startsWith('/assets/');
    return forPeople ? send(request, reply) : reply.code(404).send({ error: 'there is nothing here; the API is at /api' });
  });
}
