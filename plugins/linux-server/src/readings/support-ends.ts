// The bundle stands in dist/, this source two folders deep: both are the same way from the package's folder.
const file = new URL(import.meta.url.endsWith('.ts') ? '../../data/support-ends.tsv' : '../data/support-ends.tsv', import.meta.url);

/** One release: the last day with security updates that everybody gets; of Debian with LTS. */
export interface KnownEnd {
  /** ID and version of os-release, such as `debian 12`. */
  readonly release: string;
  readonly ends: string;
  /** The day as of which the source says so. */
  readonly asOf: string;
  /** The maker's own page; the file also says where it was read. */
  readonly page: string;
}

let loaded: readonly KnownEnd[] | null = null;

/** The table that comes with the plugin; importing node:fs would load all of it at the start, and this is looked at twice a day. */
export function knownEnds(): readonly KnownEnd[] {
  loaded ??= process.getBuiltinModule('node:fs').readFileSync(file, 'utf8').trimEnd().split('\n').slice(1).map((line) => {
    const [release = '', ends = '', asOf = '', page = ''] = line.split('\t');
    return { release, ends, asOf, page };
  });
  return loaded;
}
