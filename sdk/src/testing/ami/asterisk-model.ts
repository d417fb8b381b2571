import { z } from 'zod';
import { timeSpan } from '../time-span.ts';

const text = z.string();
const classes = z.array(text).default(['all']).meta({ description: 'Classes of manager.conf, such as system, call, reporting.' });
const contactStatus = z.enum(['Reachable', 'Unreachable', 'NonQualified', 'Unknown']);

const channel = z.strictObject({
  channel: text.meta({ description: 'Such as PJSIP/1001-00000002.' }),
  state: text.default('Up'),
  number: text.default('<unknown>'),
  name: text.default('<unknown>'),
  connectedNumber: text.default('<unknown>'),
  connectedName: text.default('<unknown>'),
  context: text.default('internal'),
  extension: text.default(''),
  application: text.default('Dial'),
  data: text.default(''),
  seconds: z.int().default(0),
  bridge: text.default('').meta({ description: 'Channels of one bridge are one call.' }),
  codec: text.default('alaw'),
});

const queue = z.strictObject({
  name: text,
  strategy: text.default('ringall'),
  max: z.int().default(0),
  weight: z.int().default(0),
  serviceLevel: z.int().default(0),
  holdTime: z.int().default(0),
  talkTime: z.int().default(0),
  completed: z.int().default(0),
  abandoned: z.int().default(0),
  members: z.array(z.strictObject({ interface: text.meta({ description: 'Such as PJSIP/1001.' }), name: text.optional(), penalty: z.int().default(0), paused: z.boolean().default(false) })).default([]),
  callers: z.array(z.strictObject({ channel: text, number: text.default('<unknown>'), name: text.default('<unknown>'), waitSeconds: z.int().default(0) })).default([]),
});

/**
 * An Asterisk of one's own choice. Its endpoints stand in pjsip.conf of the machine's files, its queues in queues.conf.
 *
 * @experimental
 * @since 0.1.0
 */
export const asteriskModelSchema = z.strictObject({
  version: text.default('22.10.1'),
  protocol: text.default('11.0.0').meta({ description: 'Of the greeting.' }),
  systemName: text.default(''),
  uptime: timeSpan.prefault('20d').meta({ description: 'When the simulator starts.' }),
  configFolder: text.default('/etc/asterisk'),
  users: z.array(z.strictObject({
    name: text,
    secret: text,
    read: classes,
    write: classes,
    severalSessions: z.boolean().default(true),
    permitted: z.boolean().default(true).meta({ description: 'False: the address of every client is refused.' }),
  })).min(1),
  phones: z.array(z.strictObject({
    aor: text,
    uri: text,
    userAgent: text.default('Deskphone 1.0'),
    status: contactStatus.default('Reachable'),
    roundtripUsec: z.int().default(1_500),
  })).default([]).meta({ description: 'What has registered.' }),
  phonesReturn: timeSpan.prefault('0s').meta({ description: 'How long phones are gone whose login or address of record a reload changed: until they register again. 0s: they stay.' }),
  staticContacts: z.record(text, contactStatus).default({}).meta({ description: 'How contacts of pjsip.conf answer, by their aor.' }),
  registrations: z.record(text, z.enum(['Registered', 'Unregistered', 'Rejected', 'Stopped'])).default({}).meta({ description: 'Of outbound registrations; Registered unless told.' }),
  queues: z.array(queue).default([]).meta({ description: 'Beside those of queues.conf among the files.' }),
  channels: z.array(channel).default([]),
  mailboxes: z
    .array(z.strictObject({ box: text, context: text.default('default'), fresh: z.int().default(0).meta({ description: 'New messages.' }), old: z.int().default(0), most: z.int().default(100) }))
    .default([])
    .meta({ description: 'Of voicemail.' }),
  callees: z
    .record(text, z.strictObject({ outcome: z.enum(['answered', 'noAnswer', 'busy', 'failed']).default('answered'), afterMs: z.int().min(0).default(0),
      application: text.default('Dial').meta({ description: 'What the dialplan runs at the answer; all but Dial and Queue answer by themselves, as Playback and VoiceMail do.' }),
      channel: text.optional().meta({ description: 'What Dial or Queue reaches; PJSIP/EXTENSION unless told.' }),
      rings: z.boolean().default(true).meta({ description: 'Whether it rings before.' }) }))
    .default({})
    .meta({ description: 'What becomes of calls that a manager orders, by extension@context; an extension that is not named is not there.' }),
  maxCalls: z.int().min(0).default(0).meta({ description: 'maxcalls of asterisk.conf; 0 has no limit.' }),
  currentCalls: z.int().default(0),
  processedCalls: z.int().default(0),
});

/**
 * A simulated PBX, its defaults filled in.
 *
 * @experimental
 * @since 0.1.0
 */
export type AsteriskModel = z.infer<typeof asteriskModelSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type AsteriskModelInput = z.input<typeof asteriskModelSchema>;
/**
 * A login of the manager interface.
 *
 * @experimental
 * @since 0.1.0
 */
export type ManagerUser = AsteriskModel['users'][number];
export type ContactStatus = z.infer<typeof contactStatus>;
