import { z } from 'zod';
import { command, nothing, type CommandContext } from '../command.ts';
import { cursorUnknown, notFound } from '../errors.ts';
import { readCommand } from '../listing.ts';
import { audited } from './audited.ts';
import type { HostServices } from '../host-services.ts';
import type { ChannelAt, Notification, QuietHours, RouteAt } from '../../notifications/index.ts';

const name = z.string().min(1).max(255);

/** The message that a cursor names: messages are forgotten some day, and those behind it are there all the same. */
function messageAt(cursor: string): Pick<Notification, 'madeAt' | 'id'> {
  const [, madeAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\S+)$/.exec(cursor) ?? [];
  if (madeAt === undefined || id === undefined || Number.isNaN(Date.parse(madeAt))) throw cursorUnknown();
  return { madeAt, id };
}

export const notifications = readCommand({
  input: nothing,
  read: ({ services }, _input, { before, ...page }): Promise<readonly Notification[]> => services.notifications.list({ ...page, ...(before === undefined ? {} : { before: messageAt(before) }) }),
  at: ({ madeAt, id }) => `${madeAt} ${id}`,
});

/** A route as people read it. */
export interface RouteLine extends Pick<RouteAt, 'name' | 'site' | 'to' | 'states' | 'resolved'> {
  readonly afterMs: number | null;
  readonly repeatMs: number | null;
  readonly quiet: (QuietHours & { readonly zone: string }) | null;
}

/** The zone of what names none. */
const hostZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Who is told what, and where messages go, at each site. */
export const notificationRoutes = command(z.strictObject({ site: name.optional() }), async ({ services }: CommandContext, { site }): Promise<{ readonly zone: string; readonly routes: readonly RouteLine[]; readonly channels: readonly ChannelAt[] }> => {
  const sites = sitesMeant(services, site);
  return {
    zone: hostZone,
    routes: sites.flatMap((one) => services.notifications.routes(one)).map(({ name: called, site: at, to, states, resolved, after, repeat, quiet }) => ({
      name: called, site: at, to, states, resolved, quiet: quiet === undefined ? null : { ...quiet, zone: quiet.zone ?? hostZone }, afterMs: after === 'off' ? null : after, repeatMs: repeat === 'off' ? null : repeat,
    })),
    channels: sites.flatMap((one) => services.notifications.channels(one)),
  };
});

export const notificationTest = command(z.strictObject({ channel: name, site: name.optional() }), async (context: CommandContext, { channel, site }): Promise<Notification> => {
  const { services, person } = context;
  if (site !== undefined) sitesMeant(services, site);
  return audited(context, { action: 'notification.test', detail: site === undefined ? channel : `${channel} at ${site}` }, () => services.notifications.test({ channel, site: site ?? null, person }));
});

function sitesMeant({ configuration: { current: { sites } } }: HostServices, site: string | undefined): readonly string[] {
  if (site !== undefined && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  return site === undefined ? [...sites.keys()] : [site];
}
