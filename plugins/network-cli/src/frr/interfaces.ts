import type { NetworkInterface, SshReader } from '@jackfield/sdk';
import { z } from 'zod';
import { toldJson } from './vtysh.ts';

const told = z.record(
  z.string().max(64),
  z.looseObject({
    administrativeStatus: z.string().max(32).optional().catch(undefined),
    operationalStatus: z.string().max(32).optional().catch(undefined),
    index: z.int().min(0).catch(0),
    mtu: z.int().min(0).nullable().catch(null),
    speed: z.int().min(0).max(10_000_000).nullable().catch(null),
    description: z.string().max(500).nullable().catch(null),
    type: z.string().max(64).nullable().catch(null),
    hardwareAddress: z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/).nullable().catch(null),
    ipAddresses: z.array(z.looseObject({ address: z.string().max(64) })).catch([]),
  }),
);

/** IANAifType names for what FRRouting calls the hardware. */
const types: { readonly [type: string]: string } = { Ethernet: 'ethernetCsmacd', Loopback: 'softwareLoopback', PPP: 'ppp' };

export interface FrrInterface extends NetworkInterface {
  /** With their prefix lengths. */
  readonly addresses: readonly string[];
}

const status = (word: string | undefined): 'up' | 'down' | null => (word === 'up' || word === 'down' ? word : null);

/** The interfaces that zebra sees. */
export async function frrInterfaces(ssh: SshReader): Promise<readonly FrrInterface[]> {
  const interfaces = (await toldJson(ssh, 'frrInterfaces', told)) ?? {};
  return Object.entries(interfaces).filter(([name]) => /^[!-~]{1,64}$/.test(name)).map(([name, each]) => ({
    index: each.index, name, description: null, alias: each.description === null || each.description === '' ? null : each.description,
    type: types[each.type ?? ''] ?? null,
    adminStatus: status(each.administrativeStatus), operStatus: status(each.operationalStatus),
    // Megabits; 0 and the largest number stand for "not known".
    speed: each.speed === null || each.speed === 0 ? null : each.speed * 1_000_000,
    mtu: each.mtu, mac: each.hardwareAddress,
    addresses: each.ipAddresses.map(({ address }) => address),
  }));
}
