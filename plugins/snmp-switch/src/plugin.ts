import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { lags } from './checks/lags.ts';
import { load } from './checks/load.ts';
import { poe } from './checks/poe.ts';
import { ports } from './checks/ports.ts';
import { sensors } from './checks/sensors.ts';
import { spanningTree } from './checks/spanning-tree.ts';
import { stack } from './checks/stack.ts';
import { traffic } from './checks/traffic.ts';
import { uptime } from './checks/uptime.ts';
import { agent } from './discovery/agent.ts';
import { quirkedCheck, quirkedDiscovery, quirkedResource } from './quirks/known-quirks.ts';
import { port } from './resources/port.ts';
import { portPower } from './resources/port-power.ts';
import { portSpanningTree } from './resources/port-spanning-tree.ts';
import { portVlans } from './resources/port-vlans.ts';
import { system } from './resources/system.ts';
import { trapTarget } from './resources/trap-target.ts';
import { vlan } from './resources/vlan.ts';
import { traps } from './watchers/traps.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { agent: quirkedDiscovery(agent) },
  checks: {
    lags: quirkedCheck(lags), load: quirkedCheck(load), poe: quirkedCheck(poe), ports: quirkedCheck(ports), sensors: quirkedCheck(sensors),
    spanningTree: quirkedCheck(spanningTree), stack: quirkedCheck(stack), traffic: quirkedCheck(traffic), uptime: quirkedCheck(uptime),
  },
  resources: {
    system: quirkedResource(system), port: quirkedResource(port), vlan: quirkedResource(vlan), portVlans: quirkedResource(portVlans),
    portPower: quirkedResource(portPower), portSpanningTree: quirkedResource(portSpanningTree), trapTarget: quirkedResource(trapTarget),
  },
  watchers: { traps },
});
