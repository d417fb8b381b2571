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
  discovery: { agent },
  checks: { lags, load, poe, ports, sensors, spanningTree, stack, traffic, uptime },
  resources: { system, port, vlan, portVlans, portPower, portSpanningTree, trapTarget },
  watchers: { traps },
});
