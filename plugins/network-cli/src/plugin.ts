import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { routing } from './checks/routing.ts';
import { switching } from './checks/switching.ts';
import { frr } from './discovery/frr.ts';
import { openVSwitch } from './discovery/open-vswitch.ts';
import { bridge } from './resources/bridge.ts';
import { interfaceResource } from './resources/interface.ts';
import { route } from './resources/route.ts';
import { vlanPort } from './resources/vlan-port.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { frr, 'open-vswitch': openVSwitch },
  checks: { routing, switching },
  resources: { interface: interfaceResource, route, bridge, 'vlan-port': vlanPort },
});
