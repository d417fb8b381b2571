import { startMachine, type RealMachine } from './machine.ts';

/**
 * A machine that routes by FRRouting and switches by Open vSwitch, in user space. The line to it leads through its own switch: from
 * the far end over `eth1`, a port in VLAN 10, to `mgmt`, a port that Open vSwitch made, of the same VLAN. At the far end is a router
 * too, which speaks BGP with it. `eth2` is free.
 */
const prepare = `
mkdir -p /run/netns /run/frr /run/openvswitch /var/lib/openvswitch
ip netns add far
for n in 1 2; do
  ip link add "eth$n" type veth peer name "far$n" netns far
  ip link set "eth$n" up
  ip -n far link set "far$n" up
  ethtool -K "eth$n" tx off >/dev/null
  ip netns exec far ethtool -K "far$n" tx off >/dev/null
done
ip -n far link set lo up
ip -n far address add 10.99.0.2/24 dev far1

ovsdb-tool create /var/lib/openvswitch/conf.db /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server --remote=punix:/run/openvswitch/db.sock --detach --pidfile --no-chdir --log-file=/dev/null /var/lib/openvswitch/conf.db
ovs-vsctl --no-wait init -- set Open_vSwitch . external_ids:hostname=edge-1
ovs-vswitchd --disable-system --detach --pidfile --no-chdir --log-file=/dev/null
ovs-vsctl --timeout=10 add-br br0 -- set Bridge br0 datapath_type=netdev -- add-port br0 eth1 tag=10 -- add-port br0 mgmt tag=10 -- set Interface mgmt type=internal
ip link set mgmt up
ethtool -K mgmt tx off >/dev/null || true
ip address add 10.99.0.1/24 dev mgmt

chown frr:frr /run/frr
printf 'hostname edge-1\\nservice integrated-vtysh-config\\n' >/etc/frr/vtysh.conf
printf 'zebra=yes\\nbgpd=yes\\nvtysh_enable=yes\\n' >/etc/frr/daemons
cat >/etc/frr/frr.conf <<'CONF'
hostname edge-1
service integrated-vtysh-config
!
ip route 10.9.0.0/16 blackhole
!
interface eth2
 description Spare
exit
!
router bgp 65001
 bgp router-id 10.99.0.1
 no bgp ebgp-requires-policy
 neighbor 10.99.0.2 remote-as 65002
 neighbor 10.99.0.2 timers connect 1
exit
!
CONF
chown frr:frr /etc/frr/frr.conf
for daemon in zebra staticd bgpd; do "/usr/lib/frr/$daemon" -d -A 127.0.0.1 >/dev/null 2>&1; done
vtysh -b

mkdir -p /run/frr/far
chown frr:frr /run/frr/far
printf 'router bgp 65002\\n bgp router-id 10.99.0.2\\n no bgp ebgp-requires-policy\\n neighbor 10.99.0.1 remote-as 65001\\n neighbor 10.99.0.1 timers connect 1\\n address-family ipv4 unicast\\n  no bgp network import-check\\n  network 10.200.0.0/16\\n' >/run/frr/far.conf
chown frr:frr /run/frr/far.conf
ip netns exec far /usr/lib/frr/bgpd -d -N far -Z -A 127.0.0.1 -f /run/frr/far.conf -i /run/frr/far/bgpd.pid >/dev/null 2>&1
`;

export function startNetworkMachine(address: string): Promise<RealMachine> {
  return startMachine(address, { prepare, from: 'far', to: '10.99.0.1' });
}

/**
 * What starts Open vSwitch and FRRouting on a machine that systemd runs: Debian's ovsdb-server, and the two without what asks for a
 * kernel of their own. The one port has no device: what is looked at is what is in the database.
 */
export const networkUnits = {
  'ovs-vswitchd.service': `[Unit]
Requires=ovsdb-server.service
After=ovsdb-server.service

[Service]
Type=forking
PIDFile=/run/openvswitch/ovs-vswitchd.pid
ExecStartPre=/usr/bin/ovs-vsctl --no-wait -- --may-exist add-br br0 -- set Bridge br0 datapath_type=netdev -- --may-exist add-port br0 p1
ExecStart=/usr/sbin/ovs-vswitchd --disable-system --detach --pidfile --no-chdir --log-file=/dev/null
`,
  'frr.service': `[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/install -d -o frr -g frr /run/frr
ExecStart=/usr/lib/frr/zebra -d -A 127.0.0.1
ExecStart=/usr/lib/frr/staticd -d -A 127.0.0.1
ExecStart=/usr/bin/vtysh -b
`,
} as const;
