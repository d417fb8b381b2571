import type { Statements } from '../frr/statements.ts';

/** FRRouting, as its vtysh speaks: what it says of itself, and which of its lines are which fields. */
export const frr = {
  vendor: 'FRRouting',
  model: 'FRR',
  os: 'FRRouting',
  /** `FRRouting 8.4.4 (edge-1) on Linux(6.1.0).`, also with `_git` and the like behind the version. */
  version: /^FRRouting (\d\S*)(?: \(([^)]*)\))?/m,
  /** vtysh is there, and none of the daemons answers it. */
  nobodyHome: /failed to connect to any daemons/,
  /** Of one daemon alone. */
  notRunning: /^\S+ is not running/m,
  /** First word of a configuration that is whole, and its last line. */
  configuration: { begins: /^frr version \S/m, end: 'end' },
  /** Daemons that FRRouting starts whatever `/etc/frr/daemons` says. */
  always: ['zebra', 'staticd'],
  /** Lines inside of `interface NAME`. */
  interface: {
    description: { kind: 'text', on: /^description (.+)$/, set: 'description {}', unset: 'no description' },
    shutdown: { kind: 'flag', on: /^shutdown$/, set: 'shutdown', unset: 'no shutdown' },
    addresses: { kind: 'list', on: /^ip(?:v6)? address (.+)$/, set: '{ip} address {}', unset: 'no {ip} address {}' },
  },
  /** Lines of the default VRF, for a prefix. */
  route: {
    nextHops: { kind: 'list', on: /^ip(?:v6)? route (\S+ .+)$/, set: '{ip} route {}', unset: 'no {ip} route {}' },
  },
  /** What drops, in the words of a route. */
  drop: { silently: 'blackhole', 'with-answer': 'reject' },
  /** States of neighbours in which routes are exchanged. */
  adjacent: { bgp: /^Established$/, ospf: /^(Full|2-Way)\b/ },
} as const satisfies { readonly interface: Statements; readonly route: Statements; readonly [fact: string]: unknown };
