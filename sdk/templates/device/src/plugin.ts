import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { sensors } from './checks/sensors.ts';
import { device } from './discovery/device.ts';
import { place } from './resources/place.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { device },
  checks: { sensors },
  resources: { place },
});
