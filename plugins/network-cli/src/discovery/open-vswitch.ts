import { NotReady, Unsupported, type Discovery, type Identification, type InterfaceStatus, type NetworkInterface, type SshReader } from '@jackfield/sdk';
import { openVSwitch as driver } from '../drivers/open-vswitch.ts';
import { confidence, identifyingMacs } from '../identity.ts';
import { entryOf, interfacesOf, isAbsent, numberOf, portsOf, textOf, tryDatabase, type Database, type Row } from '../open-vswitch/database.ts';
import type { Settings } from '../settings.ts';

const mac = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/** Ports of all bridges, with the interfaces they are made of. */
function switchedInterfaces(all: Database): readonly Row[] {
  return all.bridges.flatMap((bridge) => portsOf(all, bridge).flatMap((port) => interfacesOf(all, port)));
}

async function look(ssh: SshReader): Promise<{ readonly identification: Identification; readonly all: Database } | null> {
  const installed = await ssh.exec('ovsVersion');
  if (isAbsent(installed) || !driver.installed.test(installed.stdout)) return null;
  const all = await tryDatabase(ssh);
  if (all === null) return null;
  const [, version] = driver.version.exec((await ssh.exec('ovsDaemon')).stdout) ?? [];
  if (version === undefined) throw new NotReady('ovs-vswitchd does not run', { hint: 'Its database answers; start openvswitch-switch.' });
  const name = entryOf(all.system, 'external_ids', 'hostname');
  const hardware = switchedInterfaces(all).filter((row) => textOf(row, 'type') === '').map((row) => textOf(row, 'mac_in_use'));
  const identification: Identification = {
    kind: 'switch', name, vendor: driver.vendor, model: driver.model, os: driver.os, version, serial: null,
    keys: [...identifyingMacs(hardware.filter((address) => mac.test(address))), ...(name === null ? [] : [{ type: 'name' as const, value: name }])],
    confidence,
  };
  return { identification, all };
}

const status = (word: string): InterfaceStatus | null => (word === 'up' || word === 'down' ? word : null);

function described(row: Row): NetworkInterface {
  const address = textOf(row, 'mac_in_use');
  return {
    index: Math.max(0, numberOf(row, 'ofport') ?? 0), name: textOf(row, 'name'), description: null, alias: null, type: textOf(row, 'type') === '' ? 'ethernetCsmacd' : 'propVirtual',
    adminStatus: status(textOf(row, 'admin_state')), operStatus: status(textOf(row, 'link_state')), speed: numberOf(row, 'link_speed'), mtu: numberOf(row, 'mtu'), mac: mac.test(address) ? address : null,
  };
}

/** A machine on which Open vSwitch runs. */
export const openVSwitch: Discovery<Settings> = {
  identify: async ({ ssh }) => (await look(ssh))?.identification ?? null,
  async inspect({ ssh }) {
    const found = await look(ssh);
    if (found === null) throw new Unsupported('Open vSwitch is not there any more');
    return { ...found.identification, interfaces: switchedInterfaces(found.all).map(described), neighbours: [], addresses: [] };
  },
};
