import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { core } from './checks/core.ts';
import { endpoints } from './checks/endpoints.ts';
import { trunks } from './checks/trunks.ts';
import { pbx } from './discovery/pbx.ts';
import { endpoint } from './resources/endpoint.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { pbx },
  checks: { core, endpoints, trunks },
  resources: { endpoint },
});
