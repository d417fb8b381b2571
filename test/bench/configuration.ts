import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';

export interface BenchConfiguration extends AsyncDisposable {
  readonly directory: string;
}

export interface BenchOptions {
  readonly snmpPort?: number;
  readonly sshPort?: number;
  readonly networks: readonly string[];
  /** Enabled ones by id, with their settings. */
  readonly plugins: { readonly [id: string]: object };
  /** How often checks run, by plugin and check; as their manifests say unless told. */
  readonly every?: { readonly [plugin: string]: { readonly [check: string]: string } };
  /** When checks run first: at once unless told. */
  readonly firstWithin?: string;
}

const folders = { bench: resolve(import.meta.dirname, 'plugins'), bundled: resolve(import.meta.dirname, '../../plugins') };

/** A configuration of its own with one site, removed at the end. */
export async function benchConfiguration({ snmpPort = 161, sshPort = 22, networks, plugins, every = {}, firstWithin = '10ms' }: BenchOptions): Promise<BenchConfiguration> {
  const root = await mkdtemp(join(tmpdir(), 'jackfield-bench-'));
  const directory = join(root, 'config');
  await mkdir(join(directory, 'sites'), { recursive: true });
  const write = (file: string, content: object): Promise<void> => writeFile(join(directory, file), stringify(content));
  await Promise.all([
    write('jackfield.yaml', { state: '../state', plugins: [folders.bench, folders.bundled], listen: { address: '127.0.0.1', port: 0 } }),
    write('organization.yaml', {
      organization: 'bench', title: 'Bench', regions: { north: { title: 'North', districts: { yorkshire: { title: 'Yorkshire' } } } },
      plugins: Object.fromEntries(Object.entries(plugins).map(([id, settings]) => [id, { enabled: true, grant: 'write', settings, checks: Object.fromEntries(Object.entries(every[id] ?? {}).map(([check, span]) => [check, { every: span }])) }])),
      settings: { health: { firstWithin, gate: 'off' } },
    }),
    write('sites/leeds.yaml', {
      site: 'leeds', title: 'Leeds', district: 'yorkshire', networks, settings: { transports: { snmp: { port: snmpPort, credentials: 'lab', maxRepetitions: 40 }, ssh: { port: sshPort, credentials: 'files' } } },
    }),
    write('credentials.yaml', {
      lab: { kind: 'snmp-community', community: { plain: 'public' }, writeCommunity: { plain: 'private' } },
      files: { kind: 'ssh', user: 'root', password: { plain: 'bench' } },
    }),
  ]);
  return { directory, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}
