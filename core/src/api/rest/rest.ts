import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { csrfMissing, loginTooOld, networkOf, notLoggedIn, nothingAtAll, origin, roleMissing, tokenNotEnough, tooOften } from '../../access/index.ts';
import type { CommandContext } from '../command.ts';
import { badRequest, changedMeanwhile, noSuchRoute } from '../errors.ts';
import type { EventLog } from '../events/index.ts';
import type { HostServices } from '../host-services.ts';
import { addressOf } from './address-of.ts';
import { allowed } from './allowed.ts';
import { callerOf, type Caller } from './caller.ts';
import { cookieOf, cookies, keepCookie } from './cookies.ts';
import { eventsRule, registerEvents } from './events-route.ts';
import { fileType, openApiText } from './openapi.ts';
import { Pace } from './pace.ts';
import { problemOf } from './problem.ts';
import { Repeats } from './repeats.ts';
import { inputOf, type RequestParts } from './request-input.ts';
import type { Route, TakenFile } from './route.ts';
import type { RouteContext } from './route-context.ts';
import { routes } from './routes/index.ts';
import { takesFreshLogin, takesLogin, type Asked } from './rule.ts';

export interface RestOptions extends Pick<CommandContext, 'daemon'> {
  readonly services: HostServices;
  readonly log: EventLog;
  readonly closing: AbortSignal;
}

type Request = FastifyRequest<{ Params: RequestParts['params']; Querystring: RequestParts['query']; Body: unknown }>;

/** Change files and plans are the largest that comes in. */
const bodyLimit = 8 * 1_024 * 1_024;
const strangersBodyLimit = 16 * 1_024;

/** Ten tries, then one in half a minute: by the name that is tried, and by where it is tried from. */
const loginAllowance = { atOnce: 10, perSecond: 1 / 30 };
const callerAllowance = { atOnce: 300, perSecond: 20 };
const writeAllowance = { atOnce: 60, perSecond: 2 };
const refusalAllowance = { atOnce: 10, perSecond: 1 / 10 };

/** The HTTP API: every route of the table below /api. */
export function registerRest(server: FastifyInstance, options: RestOptions): void {
  const limits = { calls: new Pace(callerAllowance), writes: new Pace(writeAllowance), logins: new Pace(loginAllowance), refusals: new Pace(refusalAllowance), repeats: new Repeats(options.services.store) };
  const callers = new WeakMap<FastifyRequest, Caller>();
  void server.register(async (api) => {
    // A page of another site can send text without asking first; nobody else has to.
    api.removeContentTypeParser('text/plain');
    api.setErrorHandler((error, request, reply) => {
      tellRefusal(error, request, callers.get(request)?.person ?? null, options, limits);
      return refuse(error, request, reply, options);
    });
    api.setNotFoundHandler((request, reply) => refuse(noSuchRoute(`there is no ${request.method} ${request.url.split('?')[0] ?? ''}`), request, reply, options));
    let document: string | undefined;
    api.get('/openapi.json', async (_request, reply) => reply.type('application/json').send((document ??= openApiText())));
    registerEvents(api, { ...options, authenticated: (request, reply) => authenticated({ name: 'events', method: 'get', rule: eventsRule }, request, reply, options, limits) });
    const add = (to: FastifyInstance, route: Route): void => {
      to.route<{ Params: RequestParts['params']; Querystring: RequestParts['query']; Body: unknown }>({
        method: route.method.toUpperCase(), url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'), bodyLimit: route.rule === 'anyone' ? strangersBodyLimit : bodyLimit,
        // Before the body is read: strangers send none of any size.
        onRequest: async (request, reply) => {
          if (route.rule !== 'anyone') callers.set(request, await authenticated(route, request, reply, options, limits));
        },
        handler: (request, reply) => answer(route, callers.get(request) ?? null, request, reply, options, limits),
      });
    };
    for (const route of routes.filter(({ takes }) => takes === undefined)) add(api, route);
    await api.register(async (files) => {
      files.removeAllContentTypeParsers();
      // As it comes: it is read when its sender is known to be allowed to send it, and never whole.
      files.addContentTypeParser(fileType, (_request, payload, done) => done(null, payload));
      for (const route of routes.filter(({ takes }) => takes !== undefined)) add(files, route);
    });
  }, { prefix: '/api' });
}

interface Limits {
  readonly calls: Pace;
  readonly writes: Pace;
  readonly logins: Pace;
  /** How often the log is told of one caller. */
  readonly refusals: Pace;
  readonly repeats: Repeats;
}

function keepPace(pace: Pace, caller: string, reply: FastifyReply): void {
  const seconds = pace.take(caller);
  if (seconds === 0) return;
  void reply.header('retry-after', String(seconds));
  throw tooOften(`${caller} asks too often: wait for ${seconds} s`);
}

async function authenticated(route: Pick<Route, 'name' | 'method' | 'rule'>, request: FastifyRequest, reply: FastifyReply, { services }: RestOptions, { calls, writes, logins }: Limits): Promise<Caller> {
  const caller = await callerOf(request, services).catch((error: unknown) => {
    const network = networkOf(addressOf(request));
    // Who guesses tokens is as slow as who guesses passwords, and apart: a program whose token has expired, or a browser whose session has ended, keeps nobody from logging in.
    if (request.headers.authorization === undefined) keepPace(calls, `strangers from ${network}`, reply);
    else keepPace(logins, `tokens from ${network}`, reply);
    throw error;
  });
  keepPace(route.method === 'get' ? calls : writes, caller.paced, reply);
  if (takesLogin(route.rule) && caller.session === null) throw tokenNotEnough(`${route.name} takes a login`);
  if (takesFreshLogin(route.rule) && caller.session?.isFresh === false) throw loginTooOld(`${route.name} takes a login of the last 15 minutes`);
  return caller;
}

async function answer(route: Route, caller: Caller | null, request: Request, reply: FastifyReply, options: RestOptions, { calls, logins, repeats }: Limits): Promise<FastifyReply> {
  const from = addressOf(request);
  const asked = { ...seenVersion(route, request), ...inputOf(route, { params: request.params, query: request.query, body: route.takes === undefined ? bodyOf(request) : {} }) };
  const tried = caller?.person ?? (typeof asked['name'] === 'string' ? asked['name'].slice(0, 64) : null);
  const guessing = route.guessable === true ? [networkOf(from), ...(tried === null ? [] : [`who logs in as ${tried}`])] : [];
  for (const one of guessing) keepPace(logins, one, reply);
  if (caller === null && guessing.length === 0) keepPace(calls, `strangers from ${networkOf(from)}`, reply);
  const services = await allowed(route.rule, caller?.rights ?? nothingAtAll, asked, options.services);
  let signal: AbortSignal | undefined;
  const context: RouteContext = {
    ...contextOf(caller, request, reply, options), services,
    get signal() {
      return (signal ??= signalOf(route, reply, options));
    },
  };
  const as = caller?.origin ?? from;
  // What was read is for who may still come in: a token may have expired, or a session ended, while it was.
  const requireStillIn = async (): Promise<void> => {
    if (caller !== null && route.method === 'get' && !caller.holds()) await callerOf(request, options.services);
  };
  if (route.givesFile === true) {
    const given = givenFile.parse(await origin.run(as, () => route.perform(context, asked)));
    await requireStillIn();
    return sendFile(reply, given);
  }
  const text = async (taken: TakenFile | null): Promise<string> => {
    if (route.edits !== undefined) await requireMatch(route.edits, request, context, asked);
    return origin.run(as, () => route.text(context, asked, taken ?? undefined));
  };
  const told = await textOnce({ route, caller, asked, services, repeats }, request, text);
  await requireStillIn();
  return send(route, request, reply, told);
}

interface Once extends Pick<RestOptions, 'services'>, Pick<Limits, 'repeats'> {
  readonly route: Route;
  readonly caller: Caller | null;
  readonly asked: Asked;
}

/** The answer to a request that may come again. A file that came with it is gone when the answer is out. */
async function textOnce({ route, caller, asked, services, repeats }: Once, request: Request, text: (taken: TakenFile | null) => Promise<string>): Promise<string> {
  // Only now: what is not allowed is not read either.
  await using taken = (await route.takes?.receive(services, sourceOf(request), lengthOf(request))) ?? null;
  const key = request.headers['idempotency-key'];
  if (caller === null || route.method === 'get' || typeof key !== 'string') return await text(taken);
  const repeatable = { person: caller.person, key, request: JSON.stringify([route.name, asked, ...(taken === null ? [] : [taken.sha256])]), shownOnce: route.shownOnce === true };
  return await repeats.once(repeatable, () => text(taken));
}

/** Refuses to alter what is not any more as the caller saw it. */
async function requireMatch(shown: string, { headers: { 'if-match': wanted } }: Request, context: RouteContext, asked: Asked): Promise<void> {
  const route = routes.find(({ name }) => name === shown);
  if (wanted === undefined || route === undefined) return;
  const names = Object.keys(route.input.shape);
  const found = await route.text(context, Object.fromEntries(Object.entries(asked).filter(([name]) => names.includes(name))));
  if (wanted !== '*' && wanted !== etagOf(found)) throw changedMeanwhile('it is not any more as it was shown');
}

const versionSchema = z.object({ etag: z.string() });
const etagOf = (text: string | Buffer): string => `"${hash('sha256', text, 'base64url')}"`;

function contextOf(caller: Caller | null, request: FastifyRequest, reply: FastifyReply, { daemon }: RestOptions) {
  return {
    daemon, person: caller?.person ?? '', account: caller?.account ?? null, rights: caller?.rights ?? nothingAtAll, session: caller?.session ?? null,
    client: { address: addressOf(request), agent: request.headers['user-agent'] ?? '' }, kept: cookieOf(request, cookies.session), ticket: cookieOf(request, cookies.ticket), progress: () => {}, stop: () => {},
    keep: (session: RouteContext['session']) => keepCookie(request, reply, cookies.session, session?.secret ?? null), keepTicket: (ticket: string | null) => keepCookie(request, reply, cookies.ticket, ticket),
  };
}

/** Ends with the request, and what goes on without it with the daemon. */
function signalOf({ detached }: Route, reply: FastifyReply, { closing }: RestOptions): AbortSignal {
  if (detached) return closing;
  const gone = new AbortController();
  const left = (): void => {
    if (!reply.raw.writableFinished) gone.abort();
  };
  // Made when it is asked for, which may be after they left.
  if (reply.raw.closed) left();
  else reply.raw.once('close', left);
  return AbortSignal.any([gone.signal, closing]);
}

function bodyOf({ body }: Request): RequestParts['body'] {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw badRequest('the body is no JSON object');
  return Object.fromEntries(Object.entries(body));
}

/** The bytes of a file that is sent as the body. */
function sourceOf({ body }: Request): AsyncIterable<Uint8Array> {
  if (!(body instanceof Readable)) throw badRequest(`the body is no file: send it as ${fileType}`);
  return body;
}

const lengthOf = ({ headers: { 'content-length': said } }: Request): number | null => (said === undefined ? null : Number(said));

/** What If-Match says of something that has an etag of its own. */
function seenVersion({ versioned, method }: Route, { headers: { 'if-match': seen } }: Request): Asked {
  return versioned === undefined || method === 'get' || seen === undefined ? {} : { [versioned]: seen.replaceAll('"', '') };
}

function send({ versioned }: Route, request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  const own = versioned === undefined ? null : versionSchema.parse(JSON.parse(text)).etag;
  const bytes = Buffer.from(text);
  const etag = own === null ? etagOf(bytes) : `"${own}"`;
  void reply.header('etag', etag);
  if (request.method === 'GET' && request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type('application/json').send(bytes);
}

const givenFile = z.object({ file: z.string(), name: z.string(), bytes: z.int() });

/** As it is on the disk, piece by piece. */
function sendFile(reply: FastifyReply, { file, name, bytes }: z.output<typeof givenFile>): FastifyReply {
  return reply.type(fileType).headers({ 'content-length': bytes, 'content-disposition': `attachment; filename="${name}"` }).send(createReadStream(file));
}

/** What the log is told of: who tries what is not theirs, or tries too often. That nobody is logged in is no such thing. */
const telling = [csrfMissing, loginTooOld, roleMissing, tokenNotEnough, tooOften];

function tellRefusal(error: unknown, request: FastifyRequest, person: string | null, { services }: RestOptions, { refusals }: Limits): void {
  const isTold = telling.some((kind) => kind.is(error)) || (notLoggedIn.is(error) && request.headers.authorization !== undefined);
  const from = addressOf(request);
  if (!isTold || refusals.take(`${person ?? 'a stranger'} from ${networkOf(from)}`) !== 0) return;
  const { code, detail: message, where, hint } = problemOf(error);
  services.events.emit('request.refused', { route: `${request.method} ${request.routeOptions.url ?? ''}`, person, from, code, message, where, hint });
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, { services }: RestOptions): FastifyReply {
  // What the server itself refuses: a body that is too large, or no JSON.
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500 ? error.statusCode : null;
  const problem = status === null ? problemOf(error) : { ...problemOf(badRequest(error instanceof Error ? error.message : String(error))), status };
  // What is full, and not who asks too often, does not say for how long.
  if (problem.status === 429 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '5');
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (problem.code === 'JF8008') {
    const { code, where, hint } = problem;
    services.events.emit('request.failed', { route: `${request.method} ${request.routeOptions.url ?? ''}`, code, where, hint, message: error instanceof Error ? error.message : String(error), stack: error instanceof Error ? error.stack ?? '' : '' });
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
