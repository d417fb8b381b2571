/** Open vSwitch, as ovs-vsctl speaks: what it says of itself, and which columns of its database are which fields. */
export const openVSwitch = {
  vendor: 'Open vSwitch',
  model: 'Open vSwitch',
  os: 'Open vSwitch',
  version: /^ovs-vswitchd \(Open vSwitch\) (\d\S*)$/m,
  installed: /^ovs-vsctl \(Open vSwitch\) \d/m,
  /** ovs-vsctl is there, and the database is not. */
  nobodyHome: /database connection failed/,
  /** Columns of a bridge by the field of its state: how they are read, and what stands there when nothing is set. */
  bridge: {
    datapath: { column: 'datapath_type', unset: '' },
    failMode: { column: 'fail_mode', unset: null },
    stp: { column: 'stp_enable', unset: false },
    rstp: { column: 'rstp_enable', unset: false },
    multicastSnooping: { column: 'mcast_snooping_enable', unset: false },
  },
  /** The same of a port. */
  port: {
    mode: { column: 'vlan_mode', unset: null },
    tag: { column: 'tag', unset: null },
    trunks: { column: 'trunks', unset: [] },
  },
  /** Columns of which a removal would lose what nobody can put back. */
  unmanaged: {
    bridge: ['controller', 'mirrors', 'netflow', 'sflow', 'ipfix', 'protocols', 'flow_tables', 'external_ids', 'other_config'],
    port: ['external_ids', 'other_config', 'qos', 'bond_mode'],
    interface: ['options', 'external_ids', 'other_config'],
  },
  /** Types of interfaces that a port is made of again by its name alone. */
  plainTypes: ['', 'system', 'internal'],
} as const;
