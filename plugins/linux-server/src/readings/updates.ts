import { linesOf, type Gathering, type Section } from '../gathering.ts';

export interface Updates {
  /** Names of packages with a newer version; null when they could not be determined. */
  readonly pending: readonly string[] | null;
  /** Those of them that mend a weakness; null when the distribution does not tell them apart. */
  readonly security: readonly string[] | null;
  /** Seconds since the package lists were fetched; null when there are none. */
  readonly cacheAge: number | null;
  readonly isRebootNeeded: boolean;
}

type Pending = Pick<Updates, 'pending' | 'security'>;

/** `Inst name [old] (new Origin:1/suite, … [arch])`; without an old version it is a new package, not an update. */
function aptUpdates({ status, lines }: Section): Pending {
  if (status !== 0) return { pending: null, security: null };
  const updates = lines.flatMap((line) => {
    const [, name, origin] = /^Inst (\S+) \[[^\]]*\] \((\S+ .*)\)/.exec(line) ?? [];
    return name === undefined || origin === undefined ? [] : [{ name, isSecurity: /-security\b/i.test(origin) }];
  });
  return { pending: updates.map(({ name }) => name), security: updates.filter(({ isSecurity }) => isSecurity).map(({ name }) => name) };
}

/** `name.arch  version  repository` until the obsoleted packages; status 100: some, 0: none, else a failure. */
function dnfUpdates(section: Section | undefined): readonly string[] | null {
  if (section === undefined || (section.status !== 0 && section.status !== 100)) return null;
  const end = section.lines.findIndex((line) => /^Obsoleting/i.test(line));
  const lines = end < 0 ? section.lines : section.lines.slice(0, end);
  return lines.flatMap((line) => /^(\S+)\.[a-z0-9_]+\s+\S+\s+\S+\s*$/.exec(line)?.[1] ?? []);
}

/** A table; the rows of its body have a package or a patch in the column of that heading. */
function zypperUpdates(section: Section | undefined): readonly string[] | null {
  if (section === undefined || section.status !== 0) return null;
  const rows = section.lines.filter((line) => line.includes('|')).map((line) => line.split('|').map((cell) => cell.trim()));
  const at = rows[0]?.indexOf('Name') ?? -1;
  return at < 0 ? [] : rows.slice(1).flatMap((row) => row[at] ?? []);
}

/** `name-version < version` */
function apkUpdates({ status, lines }: Section): readonly string[] | null {
  return status === 0 ? lines.flatMap((line) => /^(\S+)-\d\S*\s+<\s/.exec(line)?.[1] ?? []) : null;
}

function pendingOf({ sections }: Gathering): Pending {
  const [apt, dnf, zypper, apk] = ['apt', 'dnf', 'zypper', 'apk'].map((name) => sections.get(name));
  if (apt !== undefined) return aptUpdates(apt);
  if (dnf !== undefined) return { pending: dnfUpdates(dnf), security: dnfUpdates(sections.get('dnf-security')) };
  if (zypper !== undefined) return { pending: zypperUpdates(zypper), security: zypperUpdates(sections.get('zypper-security')) };
  return { pending: apk === undefined ? null : apkUpdates(apk), security: null };
}

export function readUpdates(gathering: Gathering): Updates {
  const age = linesOf(gathering, 'cache-age')?.[0] ?? '';
  return {
    ...pendingOf(gathering),
    cacheAge: /^\d{1,12}$/.test(age) ? Number(age) : null,
    isRebootNeeded: linesOf(gathering, 'reboot')?.[0] === 'required',
  };
}
