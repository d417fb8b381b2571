import { linesOf, type Gathering } from '../gathering.ts';
import { assignments } from './identity.ts';
import { knownEnds, type KnownEnd } from './support-ends.ts';

export interface Release {
  /** ID and version as in the table, such as `debian 12`. */
  readonly name: string;
  readonly title: string;
  /** What the distribution itself says in os-release; null for most. */
  readonly ownEnd: string | null;
}

/** Distributions whose support goes by the first number alone. */
const byMajor = /^(debian|rhel|centos|rocky|almalinux)$/;

export function readRelease(gathering: Gathering): Release {
  const values = assignments(linesOf(gathering, 'os-release') ?? []);
  const [id, version] = [values.get('ID') ?? 'linux', values.get('VERSION_ID') ?? ''];
  const numbers = version.split('.').slice(0, byMajor.test(id) ? 1 : 2).join('.');
  return { name: `${id} ${numbers}`.trim(), title: values.get('PRETTY_NAME') ?? `${values.get('NAME') ?? id} ${version}`.trim(), ownEnd: values.get('SUPPORT_END') ?? null };
}

/** When the support ends, and who says so. */
export interface SupportEnd {
  readonly date: string;
  /** Seconds since 1970 of that day's end. */
  readonly at: number;
  /** The row of this plugin's table that says so; null where the settings or the distribution itself do. */
  readonly known: KnownEnd | null;
}

/** What the settings say counts first, then the distribution's own word, then the table. Null for a release of which none of them knows. */
export function supportEnd({ name, ownEnd }: Release, told: Readonly<Record<string, string>>): SupportEnd | null {
  const said = (Object.hasOwn(told, name) ? told[name] : undefined) ?? ownEnd;
  const row = said === undefined || said === null ? knownEnds().find(({ release }) => release === name) : undefined;
  const date = said ?? row?.ends;
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T23:59:59Z`);
  return date === undefined || Number.isNaN(at) ? null : { date, at: at / 1_000, known: row ?? null };
}
