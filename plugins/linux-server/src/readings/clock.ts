import { linesOf, type Gathering } from '../gathering.ts';

export interface Clock {
  /** What keeps it. */
  readonly source: string;
  readonly isSynchronized: boolean;
  /** Seconds that the clock is off; null where it is not told. */
  readonly offset: number | null;
}

const secondsOf: { readonly [unit: string]: number } = { us: 1e-6, 'µs': 1e-6, ms: 1e-3, s: 1 };

function finite(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : null;
}

/** The rarest that chrony asks by itself is every 17 minutes (maxpoll 10, chrony.conf(5)): ten of them without an answer. */
const longestSilence = 10_800;

/**
 * `chronyc -c tracking`: reference, name, stratum, time of the last measurement, system offset, …, leap status; stratum 0 or no reference: none. With all its sources
 * gone chrony goes on saying "Normal": the last measurement tells.
 */
function chrony(line: string, now: number): Clock | null {
  const cells = line.split(',');
  if (cells.length < 14) return null;
  const isSilent = now - Number(cells[3]) > longestSilence;
  const isSynchronized = cells[0] !== '00000000' && cells[0] !== '7F7F0101' && cells.at(-1) !== 'Not synchronised' && !isSilent;
  return { source: 'chrony', isSynchronized, offset: isSynchronized ? finite(cells[4]) : null };
}

/** `ntpq -c rv`: leap=00, stratum=3, offset=0.123 (milliseconds); stratum 16 and leap 11: not synchronized. */
function ntp(text: string): Clock | null {
  const [, stratum] = /\bstratum=(\d+)/.exec(text) ?? [];
  if (stratum === undefined) return null;
  const milliseconds = finite(/\boffset=([-+\d.]+)/.exec(text)?.[1]);
  return { source: 'ntpd', isSynchronized: Number(stratum) < 16 && !/\bleap=(11|3)\b/.test(text), offset: milliseconds === null ? null : milliseconds / 1_000 };
}

function timesync(gathering: Gathering): Clock | null {
  const [, synchronized] = /^NTPSynchronized=(yes|no)$/m.exec((linesOf(gathering, 'timedate') ?? []).join('\n')) ?? [];
  if (synchronized === undefined) return null;
  const [, value, unit = ''] = /^\s*Offset: ([-+]?[\d.]+)\s*(us|µs|ms|s)\b/m.exec((linesOf(gathering, 'timesync') ?? []).join('\n')) ?? [];
  const offset = finite(value);
  return { source: 'systemd', isSynchronized: synchronized === 'yes', offset: offset === null ? null : offset * (secondsOf[unit] ?? 1) };
}

/** By what keeps the clock: chrony, else ntpd, else systemd's own; null when none of them tells. */
export function readClock(gathering: Gathering): Clock | null {
  return chrony(linesOf(gathering, 'chrony')?.[0] ?? '', Number.parseInt(linesOf(gathering, 'now')?.[0] ?? '', 10)) ?? ntp((linesOf(gathering, 'ntp') ?? []).join(' ')) ?? timesync(gathering);
}
