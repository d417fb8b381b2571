import { Tally } from './tally.ts';

/** Minutes that are remembered; no setting looks further back. */
export const keptMinutes = 60;

/** PBXs that are remembered; the one heard longest ago goes first. */
const mostDevices = 2_000;

/** What the event session of one PBX has told lately, and its checks have found. Lost with the process: a watcher begins anew. */
export interface Heard {
  /** Sessions that listen now. */
  listening: number;
  /** When it was fully booted and last reloaded, on this host's clock that only goes forward; null until its session told. */
  booted: { readonly startedAt: number; readonly reloadedAt: number } | null;
  /** Failed logins by the address they came from. */
  readonly failedLogins: Tally;
  /** Addresses that an access list refused. */
  readonly refusedAddresses: Tally;
  /** Attempts to call, by what became of them: `ANSWER PJSIP/1001`. */
  readonly dials: Tally;
  /** Modules that its checks found there and that many PBXs do not have. */
  readonly modules: Set<string>;
}

const devices = new Map<string, Heard>();

/** What is known of a device; begins with nothing. */
export function heardOf(device: string): Heard {
  const known = devices.get(device) ?? { listening: 0, booted: null, failedLogins: new Tally(keptMinutes), refusedAddresses: new Tally(keptMinutes), dials: new Tally(keptMinutes), modules: new Set<string>() };
  devices.delete(device);
  devices.set(device, known);
  const [oldest] = devices.keys();
  if (devices.size > mostDevices && oldest !== undefined) devices.delete(oldest);
  return known;
}
