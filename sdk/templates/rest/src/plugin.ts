import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { queues } from './checks/queues.ts';
import { appliance } from './discovery/appliance.ts';
import { limits } from './resources/limits.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { appliance },
  checks: { queues },
  resources: { limits },
});
