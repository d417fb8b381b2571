import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { disks } from './checks/disks.ts';
import { load } from './checks/load.ts';
import { memory } from './checks/memory.ts';
import { services } from './checks/services.ts';
import { updates } from './checks/updates.ts';
import { server } from './discovery/server.ts';
import { file } from './resources/file.ts';
import { network } from './resources/network.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { server },
  checks: { load, memory, disks, services, updates },
  resources: { file, network },
});
