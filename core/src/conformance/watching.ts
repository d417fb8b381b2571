import { setTimeout as delay } from 'node:timers/promises';
import type { TestHost } from '../test-host/index.ts';
import type { Subject } from './subject.ts';

/** A watcher of the plugin and a device that speaks its transport. */
export interface Watching {
  /** Such as `watch traps on access-1`. */
  readonly of: string;
  readonly watcher: string;
  readonly device: string;
}

/** Milliseconds in which a watcher must do what is waited for. */
export const graceMs = 500;
export const lookMs = 5;

/** Where there is something to listen to. */
export function watchings({ plugin, file, isReal }: Subject): readonly Watching[] {
  return Object.entries(plugin.manifest.contributes.watchers).flatMap(([watcher, { transport }]) =>
    Object.entries(file.devices).filter(([, device]) => isReal || device[transport] !== undefined).map(([device]) => ({ of: `watch ${watcher} on ${device}`, watcher, device })));
}

/** Why it ended while it should have listened; null while it listens. */
export function endOf(host: TestHost, { watcher }: Watching): string | null {
  const line = host.logs.find(({ message }) => message.startsWith(`watcher ${watcher} ended: `));
  return line === undefined ? null : line.message.slice(`watcher ${watcher} ended: `.length);
}

/** Waits until it has asked for events; in vain for one that looks by itself. */
export async function untilListening(host: TestHost, watching: Watching): Promise<void> {
  const isListening = (): boolean => host.operations.some(({ op, phase }) => phase === 'watch' && (op === 'snmp.traps' || op === 'ami.events'));
  for (let waitedMs = 0; waitedMs < graceMs && !isListening() && endOf(host, watching) === null; waitedMs += lookMs) await delay(lookMs);
}
