import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { battery } from './checks/battery.ts';
import { input } from './checks/input.ts';
import { load } from './checks/load.ts';
import { power } from './checks/power.ts';
import { upsd } from './discovery/upsd.ts';
import { threshold } from './resources/threshold.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { upsd },
  checks: { power, battery, load, input },
  resources: { threshold },
});
