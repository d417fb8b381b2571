import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { queues } from './checks/queues.ts';
import { appliance } from './discovery/appliance.ts';
import { limits } from './resources/limits.ts';

export default definePlugin(manifest, {
  discovery: { appliance },
  checks: { queues },
  resources: { limits },
});
