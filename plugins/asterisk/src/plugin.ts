import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { callSuccess } from './checks/call-success.ts';
import { calls } from './checks/calls.ts';
import { core } from './checks/core.ts';
import { endpoints } from './checks/endpoints.ts';
import { queues } from './checks/queues.ts';
import { security } from './checks/security.ts';
import { tollFraud } from './checks/toll-fraud.ts';
import { trunks } from './checks/trunks.ts';
import { voicemail } from './checks/voicemail.ts';
import { pbx } from './discovery/pbx.ts';
import { endpoint } from './resources/endpoint.ts';
import type * as schemas from './schemas.ts';
import { events } from './watchers/events.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { pbx },
  checks: { core, endpoints, trunks, calls, callSuccess, queues, voicemail, security, tollFraud },
  resources: { endpoint },
  watchers: { events },
});
