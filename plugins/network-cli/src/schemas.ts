import { z } from 'zod';

const expression = z.string().meta({ format: 'regex' });
const interfaceName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,14}$/, 'a name of an interface, such as eth1');
const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const v4 = `(${octet}\\.){3}${octet}`;
// FRRouting writes addresses in one way, and is read back: capitals and zeros that it leaves out are not taken.
const v6 = '[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}';
const withPrefix = new RegExp(`^(${v4}/(3[0-2]|[12]?\\d)|${v6}/(12[0-8]|1[01]\\d|\\d?\\d))$`);
const gateway = new RegExp(`^(${v4}|${v6})$`);
const vlan = z.int().min(1).max(4094);

export const settings = z
  .strictObject({
    routing: z
      .strictObject({
        daemons: z.array(z.string().regex(/^[a-z0-9]+d$/, 'a daemon, such as bgpd')).max(32).default([]).meta({ title: 'Daemons that must run', description: 'Beside those that /etc/frr/daemons switches on.' }),
        ignore: expression.default('').meta({ title: 'Ignored neighbours', description: 'Regular expression of addresses and router ids.' }),
        ospfNeighbours: z.int().min(0).default(0).meta({ title: 'Fewest OSPF neighbours', description: 'Fewer that are adjacent are critical: OSPF forgets those that are gone.', unit: 'neighbours' }),
      })
      .prefault({}),
    switching: z
      .strictObject({
        watch: expression.default('').meta({ title: 'Watched ports', description: 'Regular expression; a port without link whose name fits is critical, any other a warning.' }),
        ignore: expression.default('').meta({ title: 'Ignored ports', description: 'Regular expression.' }),
      })
      .prefault({}),
  })
  .meta({ title: 'FRRouting and Open vSwitch' });

const interfaceSpec = z
  .strictObject({
    interface: interfaceName.meta({ title: 'Interface', description: 'Its name, such as eth1.' }),
    description: z
      .string()
      .regex(/^[!-~]+( [!-~]+)*$/, 'words of ASCII with one blank between them')
      .max(200)
      .nullable()
      .optional()
      .meta({ title: 'Description', description: 'null takes it away. Left out: as it is.' }),
    shutdown: z.boolean().optional().meta({ title: 'Shut down', description: 'Left out: as it is.' }),
    addresses: z
      .array(z.string().regex(withPrefix, 'an address with its prefix length, such as 192.0.2.1/24'))
      .max(64)
      .optional()
      .meta({ title: 'Addresses', description: 'All that FRRouting sets, with prefix lengths. Left out: as they are.' }),
  })
  .meta({ title: 'Interface of FRRouting' });

// A word of the language, which can be exported and not declared.
export { interfaceSpec as interface };

export const route = z
  .strictObject({
    prefix: z.string().regex(withPrefix, 'a prefix, such as 10.8.0.0/16').meta({ title: 'Prefix', description: 'Of the default VRF.' }),
    nextHops: z
      .array(
        z.strictObject({
          gateway: z.string().regex(gateway, 'an address').optional().meta({ title: 'Gateway', description: 'Address of the next router.' }),
          interface: interfaceName.optional().meta({ title: 'Interface', description: 'Through which it goes; alone, or beside a gateway.' }),
          drop: z.enum(['silently', 'with-answer']).optional().meta({ title: 'Drop', description: 'In place of gateway and interface: what goes there is dropped, without or with an ICMP answer.' }),
          distance: z.int().min(1).max(255).default(1).meta({ title: 'Distance', description: 'The least wins.' }),
        }),
      )
      .max(32)
      .meta({ title: 'Next hops', description: 'All of the static routes to the prefix; none takes them away.' }),
  })
  .meta({ title: 'Static routes of FRRouting to a prefix' });

export const bridge = z
  .strictObject({
    bridge: interfaceName.meta({ title: 'Bridge', description: 'Its name, such as br0.' }),
    exists: z.boolean().default(true).meta({ title: 'Exists', description: 'false removes a bridge that has no ports.' }),
    datapath: z.enum(['system', 'netdev']).optional().meta({ title: 'Datapath', description: 'system: in the kernel; netdev: in user space. Left out: as it is, system for a new bridge.' }),
    failMode: z.enum(['standalone', 'secure']).nullable().optional().meta({ title: 'Fail mode', description: 'Without its controller: standalone switches on, secure adds no flows. null: not set. Left out: as it is.' }),
    stp: z.boolean().optional().meta({ title: 'STP', description: 'Left out: as it is, off for a new bridge.' }),
    rstp: z.boolean().optional().meta({ title: 'RSTP', description: 'Left out: as it is, off for a new bridge.' }),
    multicastSnooping: z.boolean().optional().meta({ title: 'Multicast snooping', description: 'Left out: as it is, off for a new bridge.' }),
  })
  .meta({ title: 'Bridge of Open vSwitch' });

export const vlanPort = z
  .strictObject({
    bridge: interfaceName.meta({ title: 'Bridge', description: 'Its name, such as br0.' }),
    port: interfaceName.meta({ title: 'Port', description: 'Its name, such as eth2.' }),
    exists: z.boolean().default(true).meta({ title: 'Exists', description: 'false takes the port out of the bridge.' }),
    type: z.enum(['system', 'internal']).optional().meta({ title: 'Type', description: 'system: a network device that is there; internal: one that Open vSwitch makes. Of new ports; left out: system.' }),
    mode: z
      .enum(['access', 'trunk', 'native-tagged', 'native-untagged', 'dot1q-tunnel'])
      .nullable()
      .optional()
      .meta({ title: 'VLAN mode', description: 'null: by tag and trunks: a tag alone makes an access port, else a trunk. Left out: as it is.' }),
    tag: vlan.nullable().optional().meta({ title: 'VLAN', description: 'Of an access port, or native of a trunk. null: none. Left out: as it is.' }),
    trunks: z.array(vlan).max(4094).optional().meta({ title: 'Tagged VLANs', description: 'Of a trunk; empty: all. Left out: as they are.' }),
  })
  .meta({ title: 'Port of Open vSwitch and its VLANs' });
