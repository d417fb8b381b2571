import { Unsupported, type Discovery, type Identification, type SshReader } from '@jackfield/sdk';
import { frr as driver } from '../drivers/frr.ts';
import { frrInterfaces } from '../frr/interfaces.ts';
import { routingNeighbours } from '../frr/neighbours.ts';
import { ask } from '../frr/vtysh.ts';
import { confidence, identifyingMacs } from '../identity.ts';
import type { Settings } from '../settings.ts';

async function describe(ssh: SshReader): Promise<Identification | null> {
  const [, version, name = null] = driver.version.exec((await ask(ssh, 'frrVersion')) ?? '') ?? [];
  if (version === undefined) return null;
  const macs = identifyingMacs((await frrInterfaces(ssh)).flatMap(({ mac }) => mac ?? []));
  return {
    kind: 'router', name: name === '' ? null : name, vendor: driver.vendor, model: driver.model, os: driver.os, version, serial: null,
    keys: [...macs, ...(name === null || name === '' ? [] : [{ type: 'name' as const, value: name }])],
    confidence,
  };
}

const local = /^(127\.|::1$|fe80:)/;

/** A machine on which FRRouting runs. */
export const frr: Discovery<Settings> = {
  identify: ({ ssh }) => describe(ssh),
  async inspect({ ssh }) {
    const identification = await describe(ssh);
    if (identification === null) throw new Unsupported('FRRouting is not there any more');
    const interfaces = await frrInterfaces(ssh);
    return {
      ...identification,
      interfaces: interfaces.map(({ addresses: _addresses, ...told }) => told),
      neighbours: (await routingNeighbours(ssh)).map(({ interface: localPort, name }) => ({ protocol: 'other', localPort, remoteName: name, remotePort: null, remoteChassis: null })),
      addresses: [...new Set(interfaces.flatMap(({ addresses }) => addresses))].filter((address) => address !== '' && !local.test(address)),
    };
  },
};
