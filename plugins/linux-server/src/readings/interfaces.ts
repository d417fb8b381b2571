import { interfaceStatuses, type InterfaceStatus, type NetworkInterface } from '@jackfield/sdk';
import { linesOf, type Gathering } from '../gathering.ts';

export interface LinuxInterface extends NetworkInterface {
  /** True when there is hardware behind it, or what a virtual machine takes for hardware. */
  readonly isHardware: boolean;
}

// ARPHRD_* of linux/if_arp.h to IANAifType: ethernetCsmacd, ppp, tunnel, softwareLoopback, infiniband.
const types: { readonly [arphrd: string]: string } = { '1': '6', '512': '23', '768': '131', '769': '131', '772': '24', '776': '131', '778': '131', '32': '199' };

/** net/if.h */
const iffUp = 0x1;

function operStatus(state: string): InterfaceStatus | null {
  return interfaceStatuses.find((status) => status.toLowerCase() === state) ?? null;
}

function macOf(address: string): string | null {
  const mac = address.toLowerCase();
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) && mac !== '00:00:00:00:00:00' && mac !== 'ff:ff:ff:ff:ff:ff' ? mac : null;
}

function interfaceOf(line: string): LinuxInterface[] {
  const [index = '', name = '', state = '', flags = '', speed = '', mtu = '', address = '', type = '', alias = '', hardware = ''] = line.split('\t');
  if (!/^\d{1,9}$/.test(index) || name === '') return [];
  // Megabits per second; -1 while the link is down, and some drivers say it without a sign.
  const megabits = Number(speed);
  return [{
    index: Number(index),
    name,
    description: null,
    alias: alias === '' ? null : alias,
    type: types[type] ?? null,
    adminStatus: /^0x[0-9a-f]{1,8}$/i.test(flags) ? ((Number(flags) & iffUp) === 0 ? 'down' : 'up') : null,
    operStatus: operStatus(state),
    speed: speed !== '' && megabits > 0 && megabits < 0xff_ff_ff_ff ? megabits * 1_000_000 : null,
    mtu: /^\d{1,9}$/.test(mtu) ? Number(mtu) : null,
    mac: macOf(address),
    isHardware: hardware === 'hardware',
  }];
}

export function readInterfaces(gathering: Gathering): readonly LinuxInterface[] {
  return (linesOf(gathering, 'interfaces') ?? []).flatMap(interfaceOf);
}

/** Addresses that others can reach: no loopback, no link-local ones. */
export function readAddresses(gathering: Gathering): readonly string[] {
  const found = (linesOf(gathering, 'addresses') ?? []).flatMap((line) => {
    const [, address, scope] = /^\d+: +\S+ +inet6? ([0-9a-fA-F.:]+)(?:\/\d+)? .*?\bscope (\S+)/.exec(line) ?? [];
    return address !== undefined && scope === 'global' ? [address.toLowerCase()] : [];
  });
  return [...new Set(found)];
}

/**
 * MACs that say which machine it is. Bridges, containers and tunnels make theirs up, so that only those of hardware
 * count; where there is none, as in a container, those that a maker or a hypervisor assigned.
 */
export function identifyingMacs(interfaces: readonly LinuxInterface[]): readonly string[] {
  const macs = (chosen: readonly LinuxInterface[]): string[] => [...new Set(chosen.flatMap(({ mac }) => mac ?? []))];
  const hardware = macs(interfaces.filter(({ isHardware }) => isHardware));
  const isLocal = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 0x2) !== 0;
  return hardware.length > 0 ? hardware : macs(interfaces).filter((mac) => !isLocal(mac));
}
