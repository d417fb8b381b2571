import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { Daemon, root } from '../docs/daemon.ts';

/** Every secret that the files, the device and the plugins of these tests hold. */
export const planted = {
  community: 'planted-community-1', writeCommunity: 'planted-write-2', ssh: 'planted-ssh-3', vault: 'planted-vault-4', printed: 'printed-secret-7', answered: 'answered-secret-8', commented: 'commented-secret-9',
} as const;

const files: { readonly [file: string]: string } = {
  'jackfield.yaml': `state: var
plugins: [PLUGINS]
listen: { address: 127.0.0.1, port: 0 }
simulators: simulators.yaml
log: debug
`,
  'organization.yaml': `organization: northgate
title: Northgate Housing
# password: ${planted.commented}
settings:
  transports: { snmp: { version: 2c, port: 1161, credentials: gauges, timeoutMs: 1000 }, ssh: { credentials: servers } }
  health: { firstWithin: 1s }
plugins:
  gauge: { enabled: true }
  burner: { enabled: true }
regions: { north: { districts: { yorkshire: {} } } }
`,
  'sites/leeds.yaml': `site: leeds
district: yorkshire
networks: [NETWORK.1.0/30]
plugins:
  gauge: { settings: { limit: 3 } }
devices:
  - name: gauge-1
    address: NETWORK.1.1
    plugins:
      gauge:
        settings: {}
`,
  'credentials.yaml': `gauges: { kind: snmp-community, community: { plain: ${planted.community} }, writeCommunity: { plain: ${planted.writeCommunity} } }
servers: { kind: ssh, user: ada, password: { plain: ${planted.ssh} } }
api: { kind: http-token, token: { vault: api-token } }
`,
  'simulators.yaml': `devices:
  - address: NETWORK.1.1
    snmp:
      community: ${planted.community}
      model:
        name: gauge-1
        descr: Gauge
        objectID: 1.3.6.1.4.1.99999.1
        location: 'token=${planted.answered}, reached by ${planted.community}'
        ports: [{ name: '[1-2]' }]
`,
};

/** A daemon on a site with one device, managed by plugins that misbehave when a setting says so. */
export async function guiltySite(network: `127.${number}`): Promise<Daemon> {
  const daemon = await Daemon.inEmptyFolder();
  await mkdir(join(daemon.folder, 'config/sites'), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(daemon.folder, 'config', file), text.replaceAll('NETWORK', network).replace('PLUGINS', join(root, 'test/diagnosis/plugins')));
  }
  return daemon;
}

/** Starts the daemon and waits until its device is known to both plugins. */
export async function up(daemon: Daemon): Promise<void> {
  daemon.start();
  const known = async (): Promise<void> => {
    const { result, output } = await daemon.run(['device', 'gauge-1', '--json']);
    if (!/"gauge"[\s\S]*"level"/.test(result)) throw new Error(`not known yet: ${output}\n${daemon.told}`);
  };
  await vi.waitFor(known, { timeout: 45_000, interval: 500 });
}

/** Replaces a part of a file of the configuration. */
export async function edit(daemon: Daemon, file: string, part: string, by: string): Promise<void> {
  const path = join(daemon.folder, 'config', file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(part)) throw new Error(`${file} has no ${part}`);
  await writeFile(path, text.replace(part, by));
}
