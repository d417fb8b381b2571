import { linesOf, type Gathering } from '../gathering.ts';
import { assignments } from './identity.ts';

export interface Release {
  /** ID and version as in the table, such as `debian 12`. */
  readonly name: string;
  readonly title: string;
  /** What the distribution itself says in os-release; null for most. */
  readonly ownEnd: string | null;
}

/** The last day with security updates that everybody gets; of Debian with LTS. By the makers' own pages on life cycles. */
const ends: Readonly<Record<string, string>> = {
  'debian 10': '2024-06-30', 'debian 11': '2026-08-31', 'debian 12': '2028-06-30', 'debian 13': '2030-06-30',
  'ubuntu 18.04': '2023-05-31', 'ubuntu 20.04': '2025-05-31', 'ubuntu 22.04': '2027-06-01', 'ubuntu 24.04': '2029-05-31',
  'rhel 7': '2024-06-30', 'rhel 8': '2029-05-31', 'rhel 9': '2032-05-31', 'rhel 10': '2035-05-31',
  'centos 7': '2024-06-30', 'centos 8': '2024-05-31', 'centos 9': '2027-05-31',
  'rocky 8': '2029-05-31', 'rocky 9': '2032-05-31', 'rocky 10': '2035-05-31', 'almalinux 8': '2029-03-01', 'almalinux 9': '2032-05-31', 'almalinux 10': '2035-05-31',
  'alpine 3.17': '2024-11-22', 'alpine 3.18': '2025-05-09', 'alpine 3.19': '2025-11-01', 'alpine 3.20': '2026-04-01', 'alpine 3.21': '2026-11-01', 'alpine 3.22': '2027-05-01',
  'opensuse-leap 15.5': '2024-12-31', 'opensuse-leap 15.6': '2026-04-30', 'sles 12.5': '2024-10-31', 'sles 15.5': '2024-12-31', 'sles 15.6': '2025-12-31', 'sles 15.7': '2031-07-31',
};

/** Distributions whose support goes by the first number alone. */
const byMajor = /^(debian|rhel|centos|rocky|almalinux)$/;

export function readRelease(gathering: Gathering): Release {
  const values = assignments(linesOf(gathering, 'os-release') ?? []);
  const [id, version] = [values.get('ID') ?? 'linux', values.get('VERSION_ID') ?? ''];
  const numbers = version.split('.').slice(0, byMajor.test(id) ? 1 : 2).join('.');
  return { name: `${id} ${numbers}`.trim(), title: values.get('PRETTY_NAME') ?? `${values.get('NAME') ?? id} ${version}`.trim(), ownEnd: values.get('SUPPORT_END') ?? null };
}

/** `at`: seconds since 1970 of that day's end. What the settings say counts first, then the distribution's own word. */
export function supportEnd({ name, ownEnd }: Release, told: Readonly<Record<string, string>>): { readonly date: string; readonly at: number } | null {
  const date = (Object.hasOwn(told, name) ? told[name] : undefined) ?? ownEnd ?? (Object.hasOwn(ends, name) ? ends[name] : undefined);
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T23:59:59Z`);
  return date === undefined || Number.isNaN(at) ? null : { date, at: at / 1_000 };
}
