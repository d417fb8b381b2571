import type { NetworkInterface, SshReader } from '@jackfield/sdk';
import { fieldsOf, isList, textOf, wholeOf } from '../reading.ts';
import { toldJson } from './vtysh.ts';

/** IANAifType names for what FRRouting calls the hardware. */
const types: { readonly [type: string]: string } = { Ethernet: 'ethernetCsmacd', Loopback: 'softwareLoopback', PPP: 'ppp' };

export interface FrrInterface extends NetworkInterface {
  /** With their prefix lengths. */
  readonly addresses: readonly string[];
}

/** 0 and the largest number stand for "not known". */
const mostMegabits = 10_000_000;

const status = (word: unknown): 'up' | 'down' | null => (word === 'up' || word === 'down' ? word : null);

/** The interfaces that zebra sees. */
export async function frrInterfaces(ssh: SshReader): Promise<readonly FrrInterface[]> {
  const interfaces = Object.entries((await toldJson(ssh, 'frrInterfaces')) ?? {});
  return interfaces.filter(([name]) => /^[!-~]{1,64}$/.test(name)).map(([name, value]): FrrInterface => {
    const { administrativeStatus, operationalStatus, index, mtu, speed, description, type, hardwareAddress, ipAddresses } = fieldsOf(value);
    const [alias, megabits, mac] = [textOf(description, 500), wholeOf(speed, mostMegabits), textOf(hardwareAddress)];
    return {
      index: wholeOf(index) ?? 0, name, description: null, alias: alias === '' ? null : alias,
      type: types[textOf(type) ?? ''] ?? null,
      adminStatus: status(administrativeStatus), operStatus: status(operationalStatus),
      speed: megabits === null || megabits === 0 ? null : megabits * 1_000_000,
      mtu: wholeOf(mtu), mac: mac !== null && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) ? mac : null,
      addresses: isList(ipAddresses) ? ipAddresses.flatMap((each) => textOf(fieldsOf(each)['address'], 64) ?? []) : [],
    };
  });
}
