import { states } from '@jackfield/sdk';
import { Cron } from 'croner';
import { z } from 'zod';
import { windowSchema } from '../changes/index.ts';
import { durationSchema, everySchema } from '../health/index.ts';
import type { Configuration, Scope } from '../sites/index.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and hyphens');
const credential = z.string().min(1).meta({ description: 'Name of an entry of credentials.yaml.' });
const address = z.email();

function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

export const mailSchema = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(587),
  security: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({ description: 'starttls: refuses to go on without; tls: from the first byte; none: in the clear, and then never with a login.' }),
  from: address,
  credentials: credential.optional(),
  ca: z.string().min(1).optional().meta({ description: 'File in PEM, relative to the configuration: who signed the certificate of the server, where no public authority did.' }),
}).refine(({ security, credentials }) => security !== 'none' || credentials === undefined, { path: ['credentials'], error: 'no login over a connection that others can read' });

export const channelSchema = z.union([
  z.strictObject({ mail: z.array(address).min(1) }),
  z.strictObject({ webhook: z.url({ protocol: /^https?$/ }), credentials: credential, ca: z.string().min(1).optional() }),
  z.strictObject({ notifier: z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'a notifier of a plugin, as "plugin/notifier"'), device: z.string().min(1), to: z.array(z.string().min(1).max(255)).default([]), settings: z.record(z.string(), z.json()).default({}) }),
], { error: 'a channel: {mail: [ADDRESS]} or {webhook: URL, credentials: NAME} or {notifier: PLUGIN/NAME, device: NAME}' });

export type Channel = z.infer<typeof channelSchema>;
export type MailServer = z.infer<typeof mailSchema>;

const incidentStates = z.array(z.enum(states).exclude(['ok'])).min(1);

const quietSchema = windowSchema.extend({
  except: incidentStates.optional().meta({ description: 'States that are told of in these hours too.' }),
});

const routeSchema = z.strictObject({
  to: z.array(name).min(1).meta({ description: 'Names of channels.' }),
  states: incidentStates.default(['critical']).meta({ description: 'Which incidents.' }),
  after: everySchema.default('off').meta({ description: 'Escalation: only incidents that nobody acknowledged for so long; "off": at once.' }),
  quiet: quietSchema.optional().meta({ description: 'Hours in which nothing is sent; what is still open is sent when they end.' }),
  group: durationSchema.prefault('10s').meta({ description: 'How long a first incident waits for others, to be one message with them.' }),
  digest: durationSchema.prefault('1m').meta({ description: 'The shortest time between two messages.' }),
  repeat: everySchema.default('off').meta({ description: 'Say it again so often, until somebody acknowledges it.' }),
  duringChanges: everySchema.prefault('10m').meta({ description: 'For so long the incidents of a device that a change is at work on wait for the end of its wave; "off": told at once.' }),
  resolved: z.boolean().default(true).meta({ description: 'Say when it is over, of what was said before.' }),
});

export type RouteSettings = z.infer<typeof routeSchema>;
export type QuietHours = z.infer<typeof quietSchema>;

/** `settings.notifications` of the cascade. */
export const notificationSettingsSchema = z.strictObject({
  mail: mailSchema.optional(),
  channels: z.record(name, channelSchema).optional().meta({ description: 'Where messages go, by name.' }),
  routes: z.record(name, routeSchema.nullable()).optional().meta({ description: 'Who is told what, by name; null takes one of a level above away.' }),
  reports: z.record(name, z.strictObject({
    to: z.array(name).min(1), cron: z.string().refine(isCron, 'a cron expression such as "0 7 1 * *"').meta({ description: 'When, such as "0 7 1 * *": at seven on the first of a month.' }), zone: z.string().optional(),
  })).optional().meta({ description: 'The report of the month before, of all below this place, sent at these times.' }),
  allow: z.array(z.string().min(1)).optional().meta({ description: 'Hosts, as `host` or `host:port`, to which webhooks may also go over http or on this machine.' }),
});

export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

const known = new WeakMap<object, NotificationSettings>();

/** The settings at a place. No configuration with the wrong shape is ever taken in. */
export function notificationSettings(configuration: Pick<Configuration, 'setting'>, scope: Scope): NotificationSettings {
  const setting = configuration.setting('notifications', scope);
  if (typeof setting !== 'object' || setting === null) return {};
  const found = known.get(setting) ?? notificationSettingsSchema.parse(setting);
  known.set(setting, found);
  return found;
}
