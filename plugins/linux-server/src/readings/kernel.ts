import type { State } from '@jackfield/sdk';

interface Kind {
  readonly kind: string;
  readonly title: string;
  readonly state: State;
  readonly words: RegExp;
}

/** By the kernel's own words; the first that fits names the trouble. */
export const troubleKinds: readonly Kind[] = [
  { kind: 'memory', title: 'out of memory', state: 'critical', words: /Out of memory|oom-kill/i },
  { kind: 'disk', title: 'disk errors', state: 'critical', words: /I\/O error|EXT4-fs error|XFS |BTRFS|filesystem read-only/i },
  { kind: 'hardware', title: 'hardware errors', state: 'critical', words: /Hardware Error|Machine Check|temperature above/i },
  { kind: 'stuck', title: 'the kernel hangs', state: 'critical', words: /blocked for more than|lockup|Kernel panic|BUG:/i },
  { kind: 'crash', title: 'programs crashed', state: 'warning', words: /segfault|general protection|invalid opcode/i },
  { kind: 'other', title: 'further complaints', state: 'warning', words: /./ },
];

/** Lines by kind, without the time and the machine that the journal or dmesg put in front. */
export function readTroubles(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const text = line.replace(/^\d+(?:\.\d+)? (?:\S+ kernel: )?/, '').trim();
    const kind = troubleKinds.find(({ words }) => words.test(text))?.kind;
    if (kind !== undefined) found.set(kind, [...(found.get(kind) ?? []), text]);
  }
  return found;
}
