import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { readings } from './checks/readings.ts';
import { appliance } from './discovery/appliance.ts';
import { thresholds } from './resources/thresholds.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { appliance },
  checks: { readings },
  resources: { thresholds },
});
