import { linesOf, type Gathering } from '../gathering.ts';

/** How a run ended: `cut` is without any shutdown, so that power, a reset or a crash ended it. */
export type Ending = 'restart' | 'off' | 'shutdown' | 'panic' | 'cut';

export interface Boots {
  /** Seconds since the start. */
  readonly running: number;
  /** When it started, in seconds since 1970 by the machine's own clock; null when that is not told. */
  readonly startedAt: number | null;
  /** The run before: how it ended, and when it was last heard of; null where nothing is on record. */
  readonly before: { readonly ending: Ending; readonly lastAt: number | null } | null;
}

/** By the words of systemd's targets and of the kernel, the most telling first. */
const endings: readonly (readonly [Ending, RegExp])[] = [
  ['restart', /Reached target .*(reboot|kexec)/i], ['off', /Reached target .*(power.?off|halt)/i], ['shutdown', /Reached target .*(shutdown|final)/i], ['panic', /Kernel panic|BUG: |Oops: /],
];

/** The end of the journal: a time and, of lines that tell something, their text. */
function byJournal(lines: readonly string[]): Boots['before'] {
  const times = lines.flatMap((line) => /^\d{1,12}(?=\.|$|\s)/.exec(line)?.[0] ?? []).map(Number);
  if (times.length === 0) return null;
  const text = lines.join('\n');
  return { ending: endings.find(([, words]) => words.test(text))?.[0] ?? 'cut', lastAt: Math.max(...times) };
}

/** `last -x` (wtmp), newest first: the `reboot` of this start, then the `shutdown` of the run before, or its own `reboot` where it had none. */
function byStarts(lines: readonly string[]): Boots['before'] {
  const [now, before] = lines.flatMap((line) => {
    const [, kind, time = ''] = /^(reboot|shutdown)\s.*?\s(\d{4}-\d\d-\d\dT\S+)/.exec(line) ?? [];
    return kind === undefined ? [] : [{ kind, time }];
  });
  if (now?.kind !== 'reboot' || before === undefined) return null;
  const at = Date.parse(before.time) / 1_000;
  return before.kind === 'shutdown' ? { ending: 'shutdown', lastAt: Number.isNaN(at) ? null : at } : { ending: 'cut', lastAt: null };
}

/** Null when the machine does not tell how long it runs. */
export function readBoots(gathering: Gathering): Boots | null {
  const [running, now] = ['running', 'now'].map((name) => linesOf(gathering, name)?.[0] ?? '').map((text) => (/^\d{1,12}$/.test(text) ? Number(text) : null));
  if (running === null || running === undefined) return null;
  return {
    running, startedAt: now === null || now === undefined ? null : now - running,
    before: byJournal(linesOf(gathering, 'before') ?? []) ?? byStarts(linesOf(gathering, 'starts') ?? []),
  };
}
