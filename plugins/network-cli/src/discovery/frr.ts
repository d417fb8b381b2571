import { Unsupported, type Discovery, type Identification, type Neighbour, type SshReader } from '@jackfield/sdk';
import { frr as driver } from '../drivers/frr.ts';
import { frrInterfaces, type FrrInterface } from '../frr/interfaces.ts';
import { routingNeighbours, type RoutingNeighbour } from '../frr/neighbours.ts';
import { isNeighbouring } from '../frr/network-address.ts';
import { ask } from '../frr/vtysh.ts';
import { confidence, identifyingMacs } from '../identity.ts';
import type { Settings } from '../settings.ts';

interface Look {
  readonly identification: Identification;
  readonly interfaces: readonly FrrInterface[];
}

async function look(ssh: SshReader): Promise<Look | null> {
  const [, version, name = null] = driver.version.exec((await ask(ssh, 'frrVersion')) ?? '') ?? [];
  if (version === undefined) return null;
  const interfaces = await frrInterfaces(ssh);
  const macs = identifyingMacs(interfaces.flatMap(({ mac }) => mac ?? []));
  const identification: Identification = {
    kind: 'router', name: name === '' ? null : name, vendor: driver.vendor, model: driver.model, os: driver.os, version, serial: null,
    keys: [...macs, ...(name === null || name === '' ? [] : [{ type: 'name' as const, value: name }])],
    confidence,
  };
  return { identification, interfaces };
}

/** What stands at the other end of an interface: a BGP neighbour several routers away is no neighbour of that kind. */
function adjoining(neighbours: readonly RoutingNeighbour[], interfaces: readonly FrrInterface[]): Neighbour[] {
  return neighbours.flatMap(({ id, name, interface: told }) => {
    const localPort = told ?? interfaces.find(({ addresses }) => addresses.some((own) => isNeighbouring(id, own)))?.name;
    return localPort === undefined ? [] : [{ protocol: 'other', localPort, remoteName: name, remotePort: null, remoteChassis: null }];
  });
}

const local = /^(127\.|::1$|fe80:)/;

/** A machine on which FRRouting runs. */
export const frr: Discovery<Settings> = {
  identify: async ({ ssh }) => (await look(ssh))?.identification ?? null,
  async inspect({ ssh }) {
    const found = await look(ssh);
    if (found === null) throw new Unsupported('FRRouting is not there any more');
    const { identification, interfaces } = found;
    return {
      ...identification,
      interfaces: interfaces.map(({ addresses: _addresses, ...told }) => told),
      neighbours: adjoining(await routingNeighbours(ssh), interfaces),
      addresses: [...new Set(interfaces.flatMap(({ addresses }) => addresses.map((address) => address.split('/')[0] ?? '')))].filter((address) => address !== '' && !local.test(address)),
    };
  },
};
