import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { copies } from './checks/copies.ts';
import { locks } from './checks/locks.ts';
import { verification } from './checks/verification.ts';
import { appliance } from './discovery/appliance.ts';
import { schedule } from './resources/schedule.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { appliance },
  checks: { copies, locks, verification },
  resources: { schedule },
});
