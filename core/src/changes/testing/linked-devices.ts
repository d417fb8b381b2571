import type { ManagedDevice } from '../../inventory/index.ts';

export type Link = readonly [left: string, right: string, leftPort?: string, rightPort?: string];

/** Devices named in links, each telling of its neighbours as LLDP would; `labels` by name. */
export function network(links: readonly Link[], labels: { readonly [name: string]: ManagedDevice['labels'] } = {}): ManagedDevice[] {
  const names = [...new Set(links.flatMap(([left, right]) => [left, right]))];
  return names.map((name) => {
    const told = links.flatMap(([left, right, leftPort = `to-${right}`, rightPort = `to-${left}`]) =>
      left === name ? [{ port: leftPort, other: right, remote: rightPort }] : right === name ? [{ port: rightPort, other: left, remote: leftPort }] : []);
    return {
      id: `dev-${name}`, name, site: 'leeds', kind: 'switch', address: '10.0.0.1', addresses: [], vendor: null, model: null, os: null, version: null, serial: null,
      labels: labels[name] ?? {}, plugins: [], keys: [], firstSeen: '', lastSeen: '',
      interfaces: [...told.map(({ port }) => port), 'Gi1/0/5'].map((port, index) => ({ index, name: port, description: `${port} long`, alias: null, type: null, adminStatus: null, operStatus: null, speed: null, mtu: null, mac: null })),
      neighbours: told.map(({ port, other, remote }) => ({ protocol: 'lldp', localPort: port, remoteName: other, remotePort: remote, remoteChassis: null })),
    };
  });
}
