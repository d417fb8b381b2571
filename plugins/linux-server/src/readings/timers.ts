export interface Timer {
  readonly name: string;
  /** `success`, or why systemd gave it up. */
  readonly result: string;
  readonly isEnabled: boolean;
  readonly isActive: boolean;
  /** Neither over nor running what it starts. */
  readonly isWaiting: boolean;
  /** Seconds since 1970; null for never. */
  readonly last: number | null;
  /** Seconds since 1970; null when it does not go by the calendar. */
  readonly next: number | null;
}

/** `Fri 2026-11-27 23:17:56 UTC`, empty or `n/a`. */
function secondsOf(text: string | undefined): number | null {
  const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? UTC$/.exec(text ?? '') ?? [];
  const at = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(at) ? null : at / 1_000;
}

/** `systemctl show` of timers: lines `NAME=VALUE`, an empty line between two. */
export function readTimers(lines: readonly string[]): readonly Timer[] {
  return lines.join('\n').split(/\n\s*\n/).flatMap((block): Timer[] => {
    const values = new Map(block.split('\n').map((line): [string, string] => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)]));
    const name = values.get('Id') ?? '';
    if (!name.endsWith('.timer')) return [];
    return [{
      name, result: values.get('Result') || 'success', isEnabled: values.get('UnitFileState') === 'enabled',
      isActive: values.get('ActiveState') === 'active', isWaiting: values.get('SubState') === 'waiting',
      last: secondsOf(values.get('LastTriggerUSec')), next: secondsOf(values.get('NextElapseUSecRealtime')),
    }];
  });
}
