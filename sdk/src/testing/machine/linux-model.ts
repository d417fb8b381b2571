import { z } from 'zod';
import { timeSpan } from '../time-span.ts';

const text = z.string().regex(/^[^\r\n]*$/, 'one line');
const kilobytesOfMB = 1_024;
const megabytes = z.int().min(0).transform((value) => value * kilobytesOfMB);

/**
 * A Linux machine as its own files under /proc and /sys would show it.
 *
 * @experimental
 * @since 0.1.0
 */
export const linuxModelSchema = z.strictObject({
  hostname: text,
  distribution: z
    .strictObject({ id: text, name: text, version: text, codename: text.default('') })
    .prefault({ id: 'debian', name: 'Debian GNU/Linux', version: '13', codename: 'trixie' })
    .meta({ description: 'os-release' }),
  kernel: text.default('6.12.48+deb13-amd64'),
  machine: text.default('x86_64'),
  uptime: timeSpan.prefault('30d').meta({ description: 'When the simulator starts.' }),
  hardware: z.strictObject({ vendor: text, model: text, serial: text }).optional().meta({ description: 'DMI' }),
  interfaces: z
    .array(z.strictObject({ name: text, mac: text, address: text.meta({ description: 'With its prefix, such as 10.0.0.1/24.' }), up: z.boolean().default(true), speedMb: z.int().default(1_000) }))
    .default([]),
  cpus: z.int().min(1).default(4),
  load: z.tuple([z.number(), z.number(), z.number()]).default([0.18, 0.22, 0.2]),
  memoryMB: z.strictObject({ total: megabytes, available: megabytes, swap: megabytes.prefault(0), swapFree: megabytes.prefault(0) }),
  disks: z
    .array(z.strictObject({ device: text, path: text, type: text.default('ext4'), sizeMB: megabytes, usedMB: megabytes, readOnly: z.boolean().default(false) }))
    .default([]),
  failedServices: z.array(z.strictObject({ unit: text, description: text })).default([]),
  updates: z.array(z.strictObject({ package: text, from: text, to: text, security: z.boolean().default(false) })).default([]),
  updatesFetched: timeSpan.prefault('6h').meta({ description: 'How long ago the package lists were fetched.' }),
  sections: z
    .record(z.string().regex(/^[a-z][a-z-]*$/, 'the name of a section'), z.array(text))
    .default({})
    .meta({ description: 'Sections of the gather script in their own words, such as mdstat, zpool, smart, chrony or ss: in place of what is made up, or beside it.' }),
  states: z
    .record(z.string().regex(/^(package|unit|user|sysctl) \S+$/, 'a kind and a name, such as unit nginx.service'), z.array(text))
    .default({})
    .meta({ description: 'What can be configured: lines FIELD=VALUE as the script state of linux-server tells them.' }),
  clockOff: z.int().default(0).meta({ description: 'Seconds by which its clock is ahead.' }),
  rebootFor: z.array(text).default([]).meta({ description: 'Packages that ask for a restart.' }),
});

/**
 * Memory and disks in KiB.
 *
 * @experimental
 * @since 0.1.0
 */
export type LinuxModel = z.infer<typeof linuxModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type LinuxModelInput = z.input<typeof linuxModelSchema>;
