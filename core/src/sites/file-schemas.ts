import { permissionsSchema } from '@jackfield/sdk/manifest';
import semver from 'semver';
import { z } from 'zod';
import { isIP } from 'node:net';
import { identityProviderSchema, publicUrlSchema } from './login-schemas.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and hyphens');
const text = z.string().min(1);
const duration = z.string().regex(/^\d+(ms|s|m|h|d)$/, 'a duration such as 30s, 5m or 1h');
const every = z.union([z.literal('off'), duration]).meta({ description: 'How often it runs, such as 30s, 5m or 1h; "off": never.' });
const days = z.int().min(1).max(3_650);

const settings = z.record(text, z.json()).meta({ description: 'transports, health and other settings of the host; deeper levels of the tree win.' });

const isLoopback = (address: string): boolean => (address.startsWith('127.') && isIP(address) === 4) || address === '::1';

/** `plugins.<id>` at any level. */
export const pluginEntrySchema = z.strictObject({
  enabled: z.boolean().optional(),
  version: z
    .string()
    .refine((range) => semver.validRange(range) !== null, 'a version range such as ^1.2.0')
    .nullable()
    .optional()
    .meta({ description: 'Semver range; null takes the newest installed.' }),
  grant: z.union([z.enum(['read', 'write']), permissionsSchema]).optional().meta({
    description: 'read: all the manifest asks for reading; write: all it asks; or exactly these permissions.',
  }),
  calls: z.boolean().optional().meta({ description: 'true: its checks may have PBXs place the test calls that transports.ami.calls names; phones ring. No grant includes that.' }),
  settings: z.record(text, z.json()).optional(),
  checks: z.record(text, z.strictObject({ every: every.optional() })).optional(),
});

const level = {
  settings: settings.nullish(),
  plugins: z.record(id, pluginEntrySchema.nullable()).nullish().meta({ description: 'Plugins by id, such as snmp-switch.' }),
};

const titled = { title: text.optional(), ...level };
const district = z.strictObject(titled);
const region = z.strictObject({ ...titled, districts: z.record(id, district.nullable()).nullish() });

/** organization.yaml */
export const organizationSchema = z
  .strictObject({
    organization: id,
    ...titled,
    regions: z.record(id, region.nullable()).nullish(),
    policy: z.strictObject(level).nullish().meta({ description: 'Settings and plugins that win over every level, devices included.' }),
  })
  .meta({ title: 'Jackfield organization' });

const device = z.strictObject({
  name: text,
  address: z.string().refine((address) => isIP(address) !== 0, 'an IP address').optional(),
  labels: z.record(text, z.string()).nullish(),
  ...level,
});

/** sites/<site>.yaml */
export const siteSchema = z
  .strictObject({
    site: id,
    ...titled,
    district: id,
    networks: z.array(z.string()).min(1).meta({ description: 'CIDR blocks; no two of the organization overlap.' }),
    devices: z.array(device).nullish(),
  })
  .meta({ title: 'Jackfield site' });

/** jackfield.yaml */
export const daemonSchema = z
  .strictObject({
    state: text.default('state').meta({ description: 'Folder of the database, journal and vault key; relative to this file.' }),
    socket: text.optional().meta({ description: 'Unix socket of the command line; jackfield.sock in the state folder unless told.' }),
    listen: z
      .strictObject({
        address: z.string().refine((address) => isIP(address) !== 0, 'an IP address').default('127.0.0.1').meta({ description: 'Of this machine; 0.0.0.0 stands for all of IPv4, :: for all of both.' }),
        port: z.int().min(0).max(65_535).default(9_410),
        tls: z.strictObject({ certificate: text, key: text }).optional().meta({ description: 'Files in PEM, relative to this file, read at the start and with each reload: the certificate with its chain, and its key.' }),
      })
      .refine(({ address, tls }) => tls !== undefined || isLoopback(address), { path: ['address'], error: 'a loopback address, or "tls" with certificate and key' })
      .prefault({})
      .meta({ description: 'Where the HTTP API, /healthz and /metrics are served: on loopback, or with TLS. /healthz and /metrics answer this machine alone.' }),
    publicUrl: publicUrlSchema.optional(),
    oidc: identityProviderSchema.nullish().meta({ description: 'OpenID provider at which people log in, beside passwords and passkeys. It is taken over by a reload.' }),
    passwords: z.enum(['always', 'until-passkey']).default('always').meta({ description: 'until-passkey: whoever has a passkey logs in with it, and not with a password any more. It is taken over by a reload.' }),
    plugins: z.array(text).default(['plugins']).meta({ description: 'Folders of plugin packages; relative to this file.' }),
    log: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    retention: z
      .strictObject({ samplesDays: days.default(7), rollupsDays: days.default(400), resultsDays: days.default(100) })
      .prefault({}),
    traps: z
      .strictObject({
        address: z.string().refine((address) => isIP(address) !== 0, 'an IP address').default('0.0.0.0').meta({ description: 'Of this machine; 0.0.0.0 stands for all of IPv4, :: for all of both.' }),
        port: z.int().min(1).max(65_535).default(162).meta({ description: 'UDP. Below 1024 it needs a privilege: the capability NET_BIND_SERVICE.' }),
      })
      .nullish()
      .meta({ description: 'Where SNMP traps and informs of the devices are received; without it the daemon receives none. `traps: {}` takes the defaults.' }),
    simulators: text.optional().meta({ description: 'File of simulated devices to start with the daemon; relative to this file.' }),
  })
  .meta({ title: 'Jackfield daemon' });

export type OrganizationFile = z.infer<typeof organizationSchema>;
export type SiteFile = z.infer<typeof siteSchema>;
export type DaemonFile = z.infer<typeof daemonSchema>;
export type LevelFile = Pick<SiteFile, 'settings' | 'plugins'>;
