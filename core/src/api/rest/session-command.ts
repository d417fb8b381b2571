import type { z } from 'zod';
import type { AuditChange, AuditEntry, LoginWay } from '../../access/index.ts';
import { issuesText } from '../../errors/index.ts';
import { badRequest } from '../errors.ts';
import type { RouteContext } from './route-context.ts';

/** As `command`, for what only a browser does. */
export function sessionCommand<Schema extends z.ZodObject, Output>(input: Schema, run: (context: RouteContext, input: z.output<Schema>) => Promise<Output>) {
  return {
    input, detached: false,
    async perform(context: RouteContext, raw: unknown): Promise<Output> {
      const parsed = input.safeParse(raw);
      if (!parsed.success) throw badRequest(issuesText(parsed.error));
      return run(context, parsed.data);
    },
  };
}

/** Into the audit, of what somebody did with their own account. */
export function recordOwn({ services }: RouteContext, person: string, action: string, outcome: AuditEntry['outcome'], detail = '', changed: readonly AuditChange[] = []): Promise<void> {
  return services.audit.record({ person, action, plugin: null, pluginVersion: null, device: null, change: null, outcome, detail, changed });
}

/** The person of a session; rules let nobody else come here. */
export function requireSession({ session }: RouteContext): NonNullable<RouteContext['session']> {
  if (session === null) throw badRequest('the request is of no session');
  return session;
}

/** What the audit says of how somebody logged in, and when they showed who they are, where that was not here and now. */
interface LoginFacts {
  readonly by: string;
  readonly provedAt?: number;
}

/** Opens a session in place of the one that the browser had. */
export async function openSession(context: RouteContext, person: string, way: LoginWay, { by, ...proof }: LoginFacts): Promise<{ readonly person: string; readonly csrf: string }> {
  const { services, client, kept } = context;
  const opened = await services.people.sessions.open(person, way, client, { before: kept, ...proof });
  await recordOwn(context, person, 'session.open', 'done', `${by}, session ${opened.id}`, [{ what: `session ${opened.id}`, before: null, after: 'open' }]);
  context.keep(opened);
  return { person, csrf: opened.csrf };
}
