import { useQueryClient, type Query } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import type { Operation } from './operation.ts';
import { steadyStream } from './steady-stream.ts';

/** How the stream of events stands: what is shown is live, or may be old. */
export type Connection = 'live' | 'connecting';

const LiveContext = createContext<Connection>('connecting');
export const useLive = (): Connection => use(LiveContext);

const ofDevices: readonly Operation[] = ['devices', 'device', 'sites', 'site', 'status', 'links', 'commands', 'behind', 'planBehind'];
const ofHealth: readonly Operation[] = ['checks', 'device', 'devices', 'sites', 'site', 'status', 'incidents', 'incident', 'incidentNotes', 'why', 'tasks', 'behind', 'planBehind'];
const ofPeople: readonly Operation[] = ['incidents', 'incident', 'incidentNotes', 'tasks', 'status'];
const ofChanges: readonly Operation[] = ['changes', 'change', 'plans', 'keptPlan', 'drift', 'history', 'why'];

/** Which answers may be others after an event. */
const touched: { readonly [event: string]: readonly Operation[] } = {
  'hostkey.recorded': ['hostKeys'], 'discovery.done': ['discoveries', 'proposals'], 'device.found': [...ofDevices, 'proposals'], 'device.changed': ofDevices, 'device.unassigned': ofDevices,
  'check.transition': ofHealth, 'incident.opened': ofHealth, 'incident.resolved': ofHealth,
  'incident.acknowledged': ofPeople, 'incident.lapsed': ofPeople, 'incident.noted': ofPeople, 'task.state': ofPeople, 'maintenance.state': ['maintenance', 'why', ...ofHealth],
  'plan.state': ['plans', 'keptPlan'], 'changes.stopped': ['changesStopped', ...ofChanges], 'change.state': ofChanges, 'change.step': ofChanges,
  'package.state': ['waitingPackages', 'plugins', 'pluginMatrix'],
  'configuration.reloaded': ['organization', 'sites', 'plugins', 'commands', 'waitingPackages', 'explain', 'pluginMatrix', 'settingsForm', 'configurationFiles', 'configurationFile', 'credentials', 'notificationRoutes'], 'rollout.state': ['rollouts', 'rollout', 'pluginMatrix'], 'notification.state': ['notifications'], 'plugin.state': ['plugins', 'status', 'pluginMatrix'],
};

/** Many events come at once; one look a second is enough for eyes. */
const lookEveryMs = 1_000;

/** A list of ten pages rests ten times as long between two looks: a large network does not keep its host busy with being looked at. */
function restMs({ state: { data } }: Query): number {
  return typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages) ? data.pages.length * lookEveryMs : 0;
}

interface LiveEventsProps {
  /** The session that listens; another one has a stream of its own, and none has none. */
  readonly session: string | null;
  readonly children: ReactNode;
}

/** Keeps what is shown up to date by the event stream of the host. */
export function LiveEvents({ session, children }: LiveEventsProps) {
  const [connection, setConnection] = useState<Connection>('connecting');
  return <LiveContext value={connection}>{session === null ? null : <Stream key={session} state={setConnection} />}{children}</LiveContext>;
}

function Stream({ state }: { readonly state: (connection: Connection) => void }) {
  const queries = useQueryClient();
  useEffect(() => {
    const stale = new Map<string, Query>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      for (const [hash, query] of stale) {
        // What is on its way may be older than the event: it is asked for again when it is there.
        if (query.state.fetchStatus === 'fetching' || Date.now() - query.state.dataUpdatedAt < restMs(query)) continue;
        stale.delete(hash);
        void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
      }
      if (stale.size > 0) timer = setTimeout(look, lookEveryMs);
    };
    const told = (names: readonly Operation[]): void => {
      for (const name of names) for (const query of queries.getQueryCache().findAll({ queryKey: [name] })) stale.set(query.queryHash, query);
      timer ??= setTimeout(look, lookEveryMs);
    };
    const stream = steadyStream({
      open: () => {
        const source = new EventSource('/api/events');
        source.addEventListener('missed', () => void queries.invalidateQueries());
        for (const [event, names] of Object.entries(touched)) source.addEventListener(event, () => told(names));
        return source;
      },
      state,
      anew: () => void queries.invalidateQueries(),
      // It may be that nobody is logged in any more.
      refused: () => void queries.invalidateQueries({ queryKey: ['session'] }),
    });
    const seen = (): void => (document.hidden ? stream.hide() : stream.show());
    document.addEventListener('visibilitychange', seen);
    seen();
    return () => {
      document.removeEventListener('visibilitychange', seen);
      stream.hide();
      clearTimeout(timer);
    };
  }, [queries, state]);
  return null;
}
