import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import type { Operation } from './operation.ts';

/** How the stream of events stands: what is shown is live, or may be old. */
export type Connection = 'live' | 'connecting';

const LiveContext = createContext<Connection>('connecting');
export const useLive = (): Connection => use(LiveContext);

const ofDevices: readonly Operation[] = ['devices', 'device', 'sites', 'site', 'status', 'links'];
const ofHealth: readonly Operation[] = ['checks', 'device', 'devices', 'sites', 'site', 'status', 'incidents'];
const ofChanges: readonly Operation[] = ['changes', 'change', 'drift', 'history'];

/** Which answers may be others after an event. */
const touched: { readonly [event: string]: readonly Operation[] } = {
  'device.found': ofDevices, 'device.changed': ofDevices, 'device.unassigned': ofDevices,
  'check.transition': ofHealth, 'incident.opened': ofHealth, 'incident.resolved': ofHealth,
  'change.state': ofChanges, 'change.step': ofChanges,
  'configuration.reloaded': ['organization', 'sites', 'plugins', 'explain'], 'plugin.state': ['plugins', 'status'],
};

/** Many events come at once; one look a second is enough for eyes. */
const lookEveryMs = 1_000;

/** Keeps what is shown up to date by the event stream of the host. */
export function LiveEvents({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    const stale = new Set<Operation>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      for (const name of stale) void queries.invalidateQueries({ queryKey: [name] });
      stale.clear();
    };
    const told = (names: readonly Operation[]): void => {
      for (const name of names) stale.add(name);
      timer ??= setTimeout(look, lookEveryMs);
    };
    const stream = new EventSource('/api/events');
    stream.addEventListener('open', () => setConnection('live'));
    stream.addEventListener('error', () => setConnection('connecting'));
    stream.addEventListener('missed', () => void queries.invalidateQueries());
    for (const [event, names] of Object.entries(touched)) stream.addEventListener(event, () => told(names));
    return () => {
      stream.close();
      clearTimeout(timer);
    };
  }, [queries]);
  return <LiveContext value={connection}>{children}</LiveContext>;
}
