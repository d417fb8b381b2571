import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { HostServices } from '../../core/src/api/index.ts';
import { startHost } from '../../core/src/host/index.ts';

/** What a test's configuration holds, as plain data; written as YAML. */
export interface TestConfiguration {
  readonly networks: readonly string[];
  readonly plugins: object;
  readonly transports: object;
  readonly credentials: object;
  readonly devices?: readonly object[];
  /** Sites beside Leeds: what stands in their files. */
  readonly sites?: readonly { readonly site: string; readonly [key: string]: unknown }[];
  /** Further keys of jackfield.yaml. */
  readonly daemon?: object;
}

/** The whole host on a configuration of its own, closed and removed with the test. */
export interface RealHost extends AsyncDisposable {
  readonly folder: string;
  readonly configuration: string;
  readonly services: HostServices;
  /** Where /metrics is. */
  readonly listen: { readonly address: string; readonly port: number };
  /** Ends the host now; what it knows stays for another one. */
  stop(): Promise<void>;
  /** Writes a change file, plans it and applies the plan. */
  push(title: string, changes: readonly object[]): Promise<Awaited<ReturnType<HostServices['changes']['apply']>>>;
}

/** Writes a configuration of one site into a folder. */
export async function writeTestConfiguration(configuration: string, test: TestConfiguration): Promise<void> {
  await mkdir(join(configuration, 'sites'), { recursive: true });
  const write = (file: string, content: object): Promise<void> => writeFile(join(configuration, file), stringify(content));
  await Promise.all([
    write('jackfield.yaml', { state: '../state', plugins: [resolve(import.meta.dirname, '../../plugins')], listen: { address: '127.0.0.1', port: 0 }, ...test.daemon }),
    write('organization.yaml', {
      organization: 'lab', title: 'Lab', plugins: test.plugins,
      regions: { north: { title: 'North', districts: { yorkshire: { title: 'Yorkshire' } } } },
      // Results within seconds: a test does not wait for a minute.
      settings: { health: { firstWithin: '500ms', retry: '1s' } },
    }),
    write('sites/leeds.yaml', { site: 'leeds', title: 'Leeds', district: 'yorkshire', networks: test.networks, devices: test.devices ?? [], settings: { transports: test.transports } }),
    ...(test.sites ?? []).map((site) => write(`sites/${site.site}.yaml`, site)),
    write('credentials.yaml', test.credentials),
  ]);
}

export async function startRealHost(test: TestConfiguration): Promise<RealHost> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-host-'));
  const configuration = join(folder, 'config');
  await writeTestConfiguration(configuration, test);
  const host = await startHost({ directory: configuration });
  let ending: Promise<void> | null = null;
  const stop = async (): Promise<void> => (ending ??= Promise.resolve(host[Symbol.asyncDispose]()));
  return {
    stop,
    folder, configuration, services: host.services, listen: host.listen,
    async push(title, changes) {
      const plan = await host.services.changes.plan({ text: stringify({ title, changes }), file: 'change.yaml', person: 'ann' });
      return host.services.changes.apply({ plan, person: 'ann' });
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
