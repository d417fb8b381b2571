import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };
import { certificates } from './checks/certificates.ts';
import { clock } from './checks/clock.ts';
import { disks } from './checks/disks.ts';
import { drives } from './checks/drives.ts';
import { kernel } from './checks/kernel.ts';
import { load } from './checks/load.ts';
import { logins } from './checks/logins.ts';
import { memory } from './checks/memory.ts';
import { raid } from './checks/raid.ts';
import { services } from './checks/services.ts';
import { sockets } from './checks/sockets.ts';
import { support } from './checks/support.ts';
import { timers } from './checks/timers.ts';
import { updates } from './checks/updates.ts';
import { uptime } from './checks/uptime.ts';
import { server } from './discovery/server.ts';
import { file } from './resources/file.ts';
import { firewall } from './resources/firewall.ts';
import { hostname } from './resources/hostname.ts';
import { network } from './resources/network.ts';
import { packageResource } from './resources/package.ts';
import { sysctl } from './resources/sysctl.ts';
import { timer } from './resources/timer.ts';
import { unit } from './resources/unit.ts';
import { user } from './resources/user.ts';
import type * as schemas from './schemas.ts';

export default definePlugin<typeof schemas>()(manifest, {
  discovery: { server },
  checks: { load, uptime, memory, disks, services, timers, updates, clock, certificates, drives, raid, sockets, logins, kernel, support },
  resources: { file, network, firewall, package: packageResource, unit, timer, user, sysctl, hostname },
});
