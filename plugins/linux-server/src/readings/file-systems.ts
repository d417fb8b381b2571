import type { Section } from '../gathering.ts';

export interface FileSystem {
  readonly mount: string;
  readonly device: string;
  readonly type: string;
  readonly isReadOnly: boolean;
  /** Null when df said nothing of it. */
  readonly space: Usage | null;
  /** Null for file systems without a number of inodes, such as btrfs. */
  readonly inodes: Usage | null;
}

export interface Usage {
  /** Of what an ordinary user can have, as df counts: blocks kept for root are not available. */
  readonly percent: number;
  /** Bytes, or inodes. */
  readonly available: number;
  /** Used and available together. */
  readonly size: number;
}

/** /proc/mounts writes blanks, tabs, line ends and backslashes as \ooo. */
function plain(escaped: string): string {
  return escaped.replaceAll(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)));
}

/** One line of `df -P`: names may hold blanks, so that the numbers say where they end. */
const dfLine = /^(.*?)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(?:\d+%|-)\s+(\/.*)$/;

function usages(section: Section | undefined, unit: number): ReadonlyMap<string, Usage> {
  const found = new Map<string, Usage>();
  for (const line of section?.lines ?? []) {
    const [, , total, used, available, mount] = dfLine.exec(line) ?? [];
    const [all, taken, free] = [Number(total), Number(used), Number(available)];
    const shared = taken + Math.max(free, 0);
    if (mount !== undefined && all > 0 && shared > 0) found.set(mount, { percent: (taken / shared) * 100, available: Math.max(free, 0) * unit, size: shared * unit });
  }
  return found;
}

/** Local file systems; where one lies over another the upper one, which is the one that is used. */
export function readFileSystems(sections: ReadonlyMap<string, Section>): readonly FileSystem[] {
  const space = usages(sections.get('df'), 1_024);
  const inodes = usages(sections.get('inodes'), 1);
  const found = new Map<string, FileSystem>();
  for (const line of sections.get('mounts')?.lines ?? []) {
    const [device = '', point = '', type = '', options = ''] = line.split(' ');
    if (!point.startsWith('/')) continue;
    const mount = plain(point);
    found.set(mount, {
      mount, device: plain(device), type,
      isReadOnly: options.split(',').includes('ro'),
      space: space.get(mount) ?? null,
      inodes: inodes.get(mount) ?? null,
    });
  }
  return [...found.values()];
}
