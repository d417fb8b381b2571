import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { sensors } from './checks/sensors.ts';
import { device } from './discovery/device.ts';
import { place } from './resources/place.ts';

export default definePlugin(manifest, {
  discovery: { device },
  checks: { sensors },
  resources: { place },
});
