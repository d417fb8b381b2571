import { z } from 'zod';
import { timeSpan } from '../time-span.ts';
import { snmpTableSchema } from './snmp-table.ts';

const text = z.string();
const units: { readonly [unit: string]: number } = { k: 1e3, M: 1e6, G: 1e9, '': 1 };

/** `1G`, `100M` or a number, in bits per second. */
const bits = z
  .union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?[kMG]$/, 'bits per second, such as 1G or 100M')])
  .transform((value) => (typeof value === 'number' ? value : Number.parseFloat(value) * (units[value.at(-1) ?? ''] ?? 1)));

const macAddress = z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'a MAC address such as 00:1b:21:0a:00:00');
const status = z.enum(['up', 'down']);
const oid = z.string().regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits');

const port = z.strictObject({
  name: text.meta({ description: 'ifName; [1-24] in it makes 24 ports.' }),
  descr: text.optional().meta({ description: 'ifDescr, with the same range; else the name.' }),
  alias: text.default(''),
  index: z.int().min(1).optional().meta({ description: 'ifIndex of the first; else they go on from the port before.' }),
  type: z.int().default(6).meta({ description: 'IANAifType; 6 is Ethernet.' }),
  speed: bits.prefault('1G'),
  mtu: z.int().default(1_500),
  admin: status.default('up'),
  oper: status.default('up'),
  traffic: z.strictObject({ in: bits.prefault(0), out: bits.prefault(0) }).prefault({}).meta({ description: 'Bits per second that its counters grow by.' }),
});

const variable = z.union([
  text.transform((value) => ({ type: 'OctetString' as const, value: new Uint8Array(Buffer.from(value)) })),
  z.int().transform((value) => ({ type: 'Integer' as const, value })),
  z.strictObject({ type: z.enum(['ObjectIdentifier', 'IpAddress']), value: text }),
  z.strictObject({ type: z.enum(['Integer', 'Counter32', 'Gauge32', 'TimeTicks']), value: z.int() }),
  z.strictObject({ type: z.literal('OctetString'), value: z.instanceof(Uint8Array) }),
  z.strictObject({ type: z.literal('Counter64'), value: z.union([z.bigint(), z.int()]).transform(BigInt) }),
]);

/**
 * A device with an SNMP agent, described instead of recorded.
 *
 * @experimental
 * @since 0.1.0
 */
export const snmpModelSchema = z.strictObject({
  name: text.meta({ description: 'sysName' }),
  descr: text.meta({ description: 'sysDescr' }),
  objectID: oid.meta({ description: 'sysObjectID' }),
  contact: text.default(''),
  location: text.default(''),
  services: z.int().default(6),
  uptime: timeSpan.prefault('10d').meta({ description: 'Since the restart, when the simulator starts.' }),
  mac: macAddress.default('02:00:5e:00:00:00').meta({ description: 'Of the chassis; its ports count up from it.' }),
  chassis: z
    .strictObject({
      model: text,
      serial: text,
      description: text.optional(),
      maker: text.default(''),
      hardware: text.default(''),
      firmware: text.default(''),
      software: text.default(''),
    })
    .optional(),
  ports: z.array(port).default([]),
  neighbours: z
    .array(z.strictObject({ port: text, name: text, remotePort: text, mac: macAddress, descr: text.default('') }))
    .default([])
    .meta({ description: 'What LLDP saw.' }),
  stations: z
    .array(z.strictObject({ port: text, mac: macAddress, vlan: z.int().min(1).max(4_094).default(1) }))
    .default([])
    .meta({ description: 'Addresses that the bridge has learnt behind its ports.' }),
  arp: z
    .array(z.strictObject({ address: z.ipv4(), mac: macAddress }))
    .default([])
    .meta({ description: 'Its ARP table, at its first port.' }),
  vlans: z
    .array(z.strictObject({
      id: z.int().min(1).max(4_094), name: text.default(''),
      untagged: z.array(text).default([]).meta({ description: 'Ports by name, with the same ranges as the ports themselves; their PVID is this VLAN.' }),
      tagged: z.array(text).default([]),
      forbidden: z.array(text).default([]).meta({ description: 'Ports that may never be in it.' }),
    }))
    .default([])
    .meta({ description: 'Static VLANs of Q-BRIDGE-MIB.' }),
  host: z
    .strictObject({
      load: z.tuple([z.number(), z.number(), z.number()]).default([0.1, 0.1, 0.1]),
      memoryMB: z.strictObject({ total: z.int(), free: z.int() }),
      disks: z.array(z.strictObject({ path: text, sizeMB: z.int(), usedMB: z.int() })).default([]),
    })
    .optional()
    .meta({ description: 'UCD-SNMP-MIB and HOST-RESOURCES-MIB, for a server.' }),
  tables: z.array(snmpTableSchema).default([]).meta({ description: 'Tables whose rows SET makes and takes away.' }),
  variables: z.record(oid, variable).default({}).meta({ description: "Further variables, such as the maker's own." }),
});

/**
 * A simulated agent, defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type SnmpModel = z.infer<typeof snmpModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type SnmpModelInput = z.input<typeof snmpModelSchema>;
