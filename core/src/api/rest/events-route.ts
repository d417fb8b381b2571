import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayAt, notLoggedIn, personUnknown, tooOften } from '../../access/index.ts';
import { badRequest } from '../errors.ts';
import { Followers, type EventLog, type HeldSight } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { allowed } from './allowed.ts';
import { callerOf, type Caller } from './caller.ts';
import type { Rule } from './rule.ts';

export const eventsRule: Rule = { role: 'viewer', at: 'seen' };

interface EventsOptions {
  readonly services: HostServices;
  readonly log: EventLog;
  /** Who asks, by the pace that all requests keep. */
  readonly authenticated: (request: FastifyRequest, reply: FastifyReply) => Promise<Pick<Caller, 'person' | 'rights'>>;
}

/** Tabs of a browser and programs of one caller. */
const mostStreams = 20;

/** What happens, as it happens: /api/events. */
export function registerEvents(api: FastifyInstance, { services, log, authenticated }: EventsOptions): void {
  const open = new Map<string, number>();
  const followers = new Followers(log);
  api.addHook('preClose', async () => followers[Symbol.dispose]());
  // A stream has no end, and so no head of its own.
  api.get('/events', { exposeHeadRoute: false }, async (request, reply) => {
    const { person, rights } = await authenticated(request, reply);
    await allowed(eventsRule, rights, {}, services);
    const lastId = lastIdOf(request);
    // Who left meanwhile has closed already: what is counted now would never be over.
    if (reply.raw.destroyed) return void reply.hijack();
    const streams = open.get(person) ?? 0;
    if (streams >= mostStreams) throw tooOften(`${person} has ${streams} streams open`);
    open.set(person, streams + 1);
    const to = reply.hijack().raw;
    to.once('close', () => {
      const left = (open.get(person) ?? 1) - 1;
      if (left === 0) open.delete(person);
      else open.set(person, left);
    });
    // As it is, to the end of the connection: in chunks each follower would be told by three pieces in place of one that all share.
    to.removeHeader('transfer-encoding');
    // A proxy that gathers what it passes on would keep events back.
    to.writeHead(200, { ...Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, value ?? ''])), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', connection: 'close' });
    followers.add({ to, lastId, sight: () => sightNow(request, services) }).catch(() => to.destroy());
  });
}

function lastIdOf({ headers: { 'last-event-id': given } }: FastifyRequest): number | null {
  if (given === undefined || given === '') return null;
  if (typeof given !== 'string' || !/^\d{1,16}$/.test(given)) throw badRequest('Last-Event-ID is none', { hint: 'Give `id` of the last event, as it came.' });
  return Number(given);
}

/** What the caller of a stream may see now: a session may have ended, and roles may be others. */
async function sightNow(request: FastifyRequest, services: HostServices): Promise<HeldSight | null> {
  try {
    const { rights, holds } = await callerOf(request, services);
    if (mayAt(rights, 'viewer', null)) return { key: 'all', sees: () => true, holds };
    const sites = new Set([...services.configuration.current.sites.keys()].filter((site) => mayAt(rights, 'viewer', site)));
    return { key: JSON.stringify([...sites]), sees: (asked) => asked?.some((site) => sites.has(site)) === true, holds };
  } catch (error) {
    if (notLoggedIn.is(error) || personUnknown.is(error)) return null;
    throw error;
  }
}
