import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { anomalies } from './checks/anomalies.ts';
import { capacity } from './checks/capacity.ts';
import { clock } from './checks/clock.ts';
import { copies } from './checks/copies.ts';
import { drill as drillCheck } from './checks/drill.ts';
import { escrow } from './checks/escrow.ts';
import { immutability } from './checks/immutability.ts';
import { locks } from './checks/locks.ts';
import { offsite } from './checks/offsite.ts';
import { outcomes } from './checks/outcomes.ts';
import { retention as retentionCheck } from './checks/retention.ts';
import { verification } from './checks/verification.ts';
import { appliance } from './discovery/appliance.ts';
import { canary } from './resources/canary.ts';
import { deletion } from './resources/deletion.ts';
import { drill } from './resources/drill.ts';
import { job } from './resources/job.ts';
import { prune } from './resources/prune.ts';
import { retention } from './resources/retention.ts';
import { schedule } from './resources/schedule.ts';
import { unlock } from './resources/unlock.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { appliance },
  checks: { copies, locks, verification, outcomes, anomalies, offsite, capacity, clock, escrow, drill: drillCheck, immutability, retention: retentionCheck },
  resources: { schedule, job, retention, drill, canary, deletion, prune, unlock },
});
