import type { FastifyRequest } from 'fastify';
import { both, csrfMissing, networkOf, notLoggedIn, rightsOf, rolesOf, sameText, type People, type Rights, type Session } from '../../access/index.ts';
import type { ConfigurationService } from '../../sites/index.ts';
import { addressOf } from './address-of.ts';
import { cookieOf, cookies } from './cookies.ts';

/** Who asks over HTTP. */
export interface Caller {
  readonly person: string;
  /** Null for a token that was made on the machine of the host. */
  readonly account: string | null;
  readonly rights: Rights;
  /** What the audit says of where it came from. */
  readonly origin: string;
  /** By what its pace is kept. */
  readonly paced: string;
  /** Null for a token. */
  readonly session: Session | null;
  /** Whether all of this is still so; when not, it is looked up anew. */
  readonly holds: () => boolean;
}

export interface CallerNeeds {
  readonly people: People;
  readonly configuration: Pick<ConfigurationService, 'current'>;
}

/** Methods that alter nothing (RFC 9110 §9.2.1). */
const safe = new Set(['GET', 'HEAD']);

/** Who sent a request: by its token, else by its cookie. Throws JF8401 when it has neither, or they are not good any more. */
export async function callerOf(request: FastifyRequest, needs: CallerNeeds): Promise<Caller> {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return bearer === undefined ? bySession(request, needs) : byToken(request, bearer, needs);
}

/** Of what was looked up when `revision` was that of people: until anything is written of them, the tree is another, or the time is over. */
function holding({ people, configuration }: CallerNeeds, revision: number, endsAt: number): () => boolean {
  const { current } = configuration;
  return () => people.revision === revision && configuration.current === current && Date.now() < endsAt;
}

async function byToken(request: FastifyRequest, secret: string, needs: CallerNeeds): Promise<Caller> {
  const { people, configuration: { current } } = needs;
  const { revision } = people;
  const token = await people.tokens.find(secret);
  if (token === null) throw notLoggedIn('the token has expired, was revoked, or never was');
  const own = rightsOf([token.binding], current);
  const rights = token.person === null ? own : both(own, rightsOf(rolesOf(await people.find(token.person), current), current));
  return { person: token.madeBy, account: token.person, rights, origin: `${addressOf(request)}, token ${token.id}`, paced: `${token.madeBy} from ${networkOf(addressOf(request))}, token ${token.id}`, session: null, holds: holding(needs, revision, Date.parse(token.expiresAt)) };
}

async function bySession(request: FastifyRequest, needs: CallerNeeds): Promise<Caller> {
  const { people, configuration: { current } } = needs;
  const { revision } = people;
  const secret = cookieOf(request, cookies.session);
  const session = secret === null ? null : await people.sessions.find(secret);
  if (session === null) throw notLoggedIn(secret === null ? 'the request has neither a cookie nor a token' : 'the session has ended');
  const proof = request.headers['x-jackfield-csrf'];
  if (!safe.has(request.method) && !(typeof proof === 'string' && sameText(proof, session.csrf))) throw csrfMissing('the header X-Jackfield-CSRF is missing, or of another session');
  const rights = rightsOf(rolesOf(await people.find(session.person), current), current);
  return { person: session.person, account: session.person, rights, origin: `${addressOf(request)}, session ${session.id}`, paced: `${session.person} from ${networkOf(addressOf(request))}, session ${session.id}`, session, holds: holding(needs, revision, session.endsAt) };
}
