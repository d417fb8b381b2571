import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { call } from './checks/call.ts';
import { callSuccess } from './checks/call-success.ts';
import { calls } from './checks/calls.ts';
import { core } from './checks/core.ts';
import { endpoints } from './checks/endpoints.ts';
import { queues } from './checks/queues.ts';
import { security } from './checks/security.ts';
import { tollFraud } from './checks/toll-fraud.ts';
import { trunkOptions } from './checks/trunk-options.ts';
import { trunks } from './checks/trunks.ts';
import { voicemail } from './checks/voicemail.ts';
import { pbx } from './discovery/pbx.ts';
import { dialplan } from './resources/dialplan.ts';
import { endpoint } from './resources/endpoint.ts';
import { mailbox } from './resources/mailbox.ts';
import { provisioning } from './resources/provisioning.ts';
import { queue } from './resources/queue.ts';
import { transport } from './resources/transport.ts';
import { trunk } from './resources/trunk.ts';
import type * as schemas from './schemas.ts';
import { events } from './watchers/events.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { pbx },
  checks: { core, endpoints, trunks, 'trunk-options': trunkOptions, call, calls, callSuccess, queues, voicemail, security, tollFraud },
  resources: { endpoint, trunk, transport, queue, mailbox, dialplan, provisioning },
  watchers: { events },
});
