import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayAt, notLoggedIn, personUnknown, tooOften } from '../../access/index.ts';
import { badRequest } from '../errors.ts';
import { eventStream, type EventLog } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { allowed } from './allowed.ts';
import { callerOf } from './caller.ts';
import type { Rule } from './rule.ts';

export const eventsRule: Rule = { role: 'viewer', at: 'seen' };

interface EventsOptions {
  readonly services: HostServices;
  readonly log: EventLog;
  readonly closing: AbortSignal;
}

/** Tabs of a browser and programs of one caller. */
const mostStreams = 20;

/** What happens, as it happens: /api/events. */
export function registerEvents(api: FastifyInstance, { services, log, closing }: EventsOptions): void {
  const open = new Map<string, number>();
  api.get('/events', async (request, reply) => {
    const { person, rights } = await callerOf(request, services);
    await allowed(eventsRule, rights, {}, services);
    const lastId = lastIdOf(request);
    const streams = open.get(person) ?? 0;
    if (streams >= mostStreams) throw tooOften(`${person} has ${streams} streams open`);
    open.set(person, streams + 1);
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
      open.set(person, (open.get(person) ?? 1) - 1);
    });
    const stream = eventStream({ log, lastId, sees: () => seesNow(request, services), cut: () => void reply.raw.destroy(), signal: AbortSignal.any([gone.signal, closing]) });
    // A proxy that gathers what it passes on would keep events back.
    return reply.header('x-accel-buffering', 'no').type('text/event-stream').send(Readable.from(stream));
  });
}

function lastIdOf({ headers: { 'last-event-id': given } }: FastifyRequest): number | null {
  if (given === undefined || given === '') return null;
  if (typeof given !== 'string' || !/^\d{1,16}$/.test(given)) throw badRequest('Last-Event-ID is none', { hint: 'Give `id` of the last event, as it came.' });
  return Number(given);
}

/** What the caller of a stream may see now: a session may have ended, and roles may be others. */
async function seesNow(request: FastifyRequest, services: HostServices): Promise<((sites: readonly string[] | null) => boolean) | null> {
  try {
    const { rights } = await callerOf(request, services);
    return (sites) => (sites === null ? mayAt(rights, 'viewer', null) : sites.some((site) => mayAt(rights, 'viewer', site)));
  } catch (error) {
    if (notLoggedIn.is(error) || personUnknown.is(error)) return null;
    throw error;
  }
}
