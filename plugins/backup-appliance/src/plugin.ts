import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { copies } from './checks/copies.ts';
import { locks } from './checks/locks.ts';
import { verification } from './checks/verification.ts';
import { appliance } from './discovery/appliance.ts';
import { schedule } from './resources/schedule.ts';

export default definePlugin(manifest, {
  discovery: { appliance },
  checks: { copies, locks, verification },
  resources: { schedule },
});
