import { z } from 'zod';

const expression = z.string().meta({ format: 'regex' });
const percent = z.number().min(0).max(100);
const count = z.int().min(0);
const minutes = z.int().min(1).max(60);
const expected = z.array(z.string().min(1)).default([]);
// Asterisk's configuration takes ; for a comment, \ for an escape, and => for =.
const noSyntax = String.raw`^(?!>)[^;\\\u0000-\u001f\u007f-\u009f\u2028\u2029]*$`;

export const settings = z
  .strictObject({
    core: z
      .strictObject({
        modules: z.array(z.string().min(1)).default(['res_pjsip.so', 'chan_pjsip.so', 'res_pjsip_outbound_registration.so', 'pbx_config.so', 'res_rtp_asterisk.so']).meta({ title: 'Needed modules', description: 'Critical when one is not loaded. Asking needs the right "system".' }),
        without: expected.meta({ title: 'Modules done without', description: 'Names; what only these offer is not missed when they are not loaded. res_pjsip.so stands for all of PJSIP: a PBX of chan_sip alone. Else endpoints and trunks are unknown then.' }),
        restartedMinutes: count.default(10).meta({ title: 'Restarted, warning', description: 'For so long after a start, where the watcher was told of it; 0: it does not matter.', unit: 'min' }),
      })
      .prefault({}),
    calls: z
      .strictObject({
        most: count.default(0).meta({ title: 'Most calls', description: 'What licence or trunks allow; 0: maxcalls of asterisk.conf, where it is set.', unit: 'calls' }),
        mostChannels: count.default(0).meta({ title: 'Most channels', description: 'What licence or trunks allow; 0: no limit.', unit: 'channels' }),
        warning: percent.default(80).meta({ title: 'In use, warning', unit: '%' }),
        critical: percent.default(95).meta({ title: 'In use, critical', unit: '%' }),
      })
      .prefault({}),
    callSuccess: z
      .strictObject({
        minutes: minutes.default(15).meta({ title: 'Time looked back', unit: 'min' }),
        attempts: z.int().min(1).default(20).meta({ title: 'Calls that say something', description: 'With fewer nothing is judged.', unit: 'calls' }),
        failedWarning: percent.default(20).meta({ title: 'Failed calls, warning', description: 'Calls that reached nobody because of the network; busy and unanswered ones are none.', unit: '%' }),
        failedCritical: percent.default(50).meta({ title: 'Failed calls, critical', unit: '%' }),
      })
      .prefault({}),
    queues: z
      .strictObject({
        expected: expected.meta({ title: 'Expected queues', description: 'Names; critical when one is not there.' }),
        ignore: expression.default('').meta({ title: 'Ignored queues', description: 'Regular expression.' }),
        waitingWarning: z.int().min(1).default(5).meta({ title: 'Callers waiting, warning', unit: 'callers' }),
        waitingCritical: z.int().min(1).default(15).meta({ title: 'Callers waiting, critical', unit: 'callers' }),
        longestWaitWarning: z.int().min(1).default(120).meta({ title: 'Longest wait, warning', unit: 's' }),
        longestWaitCritical: z.int().min(1).default(600).meta({ title: 'Longest wait, critical', unit: 's' }),
        agents: count.default(1).meta({ title: 'Fewest agents', description: 'Logged in and not paused; fewer are a warning, none while somebody waits is critical. 0: it does not matter.', unit: 'agents' }),
        servedWarning: percent.default(80).meta({ title: 'Answered in time, warning', description: 'Of the calls that were completed, where the queue has a service level.', unit: '%' }),
        servedFrom: z.int().min(1).default(20).meta({ title: 'Completed calls that say something', unit: 'calls' }),
      })
      .prefault({}),
    voicemail: z.strictObject({ fullWarning: percent.default(90).meta({ title: 'Mailbox full, warning', description: 'Share of the messages that a folder takes; full is critical.', unit: '%' }) }).prefault({}),
    security: z
      .strictObject({
        minutes: minutes.default(15).meta({ title: 'Time looked back', unit: 'min' }),
        failedLoginsWarning: z.int().min(1).default(20).meta({ title: 'Failed logins, warning', unit: 'logins' }),
        failedLoginsCritical: z.int().min(1).default(200).meta({ title: 'Failed logins, critical', unit: 'logins' }),
        refusedWarning: z.int().min(1).default(10).meta({ title: 'Addresses refused by an access list, warning', unit: 'attempts' }),
        refusedCritical: z.int().min(1).default(500).meta({ title: 'Addresses refused by an access list, critical', unit: 'attempts' }),
      })
      .prefault({}),
    tollFraud: z
      .strictObject({
        ignore: expression.default('').meta({ title: 'Peers that may', description: 'Regular expression over peers such as PJSIP/trunk: trunks carry many calls at once.' }),
        callsOfOneWarning: z.int().min(1).default(5).meta({ title: 'Calls of one account, warning', unit: 'calls' }),
        callsOfOneCritical: z.int().min(1).default(10).meta({ title: 'Calls of one account, critical', unit: 'calls' }),
        dearNumbers: expression.default(String.raw`^(00|\+|011)`).meta({ title: 'Dear numbers', description: 'Regular expression over dialled digits; as set, international ones.' }),
        dearWarning: z.int().min(1).default(5).meta({ title: 'Calls to dear numbers, warning', unit: 'calls' }),
        dearCritical: z.int().min(1).default(15).meta({ title: 'Calls to dear numbers, critical', unit: 'calls' }),
        minutes: z.int().min(1).default(240).meta({ title: 'Long calls, warning', unit: 'min' }),
        growth: z.number().min(1).default(3).meta({ title: 'Sudden growth, warning', description: 'Times the usual number of calls (median of the last two hours).' }),
        growthFrom: z.int().min(1).default(10).meta({ title: 'Sudden growth, from', description: 'With fewer calls growth means nothing.', unit: 'calls' }),
      })
      .prefault({}),
    endpoints: z
      .strictObject({
        expected: expected.meta({ title: 'Expected endpoints', description: 'Names; critical when one cannot be called or is not there. Empty: all endpoints, a warning each.' }),
        ignore: expression.default('').meta({ title: 'Ignored endpoints', description: 'Regular expression.' }),
        roundtripWarning: count.default(500).meta({ title: 'Round trip, warning', description: 'Of the fastest phone of an endpoint; 0: it does not matter.', unit: 'ms' }),
      })
      .prefault({}),
    trunks: z
      .strictObject({
        expected: expected.meta({ title: 'Expected trunks', description: 'Names of registrations; critical when one is not there.' }),
        ignore: expression.default('').meta({ title: 'Ignored trunks', description: 'Regular expression.' }),
        endpoints: expected.meta({ title: 'Trunks by address', description: 'Names of endpoints that are trunks and register nowhere; critical when one does not answer (qualify_frequency).' }),
        peers: z
          .array(
            z.strictObject({
              name: z.string().min(1).max(79).meta({ title: 'Name' }),
              host: z.string().max(253).regex(/^[A-Za-z0-9:](?:[A-Za-z0-9.:-]*[A-Za-z0-9:])?$/, 'a host name or an IP address').meta({ title: 'Host' }),
              port: z.int().min(1).max(65_535).default(5_060).meta({ title: 'Port' }),
              protocol: z.enum(['udp', 'tcp']).default('udp').meta({ title: 'Protocol' }),
            }),
          )
          .max(50)
          .default([])
          .meta({ title: 'Other ends that are asked over SIP', description: 'Of the check trunk-options; each must be in the networks of the site or in transports.sip.peers.' }),
      })
      .prefault({}),
    testCalls: z
      .strictObject({
        targets: z
          .array(z.string().min(1).max(79))
          .max(20)
          .default([])
          .meta({ title: 'Test calls', description: 'Of the check call: names of transports.ami.calls of the site. Phones ring, so that a manager must let it: plugins.asterisk.calls.' }),
        expected: z
          .record(
            z.string().min(1).max(79),
            z.strictObject({
              channel: z.string().min(1).max(79).optional().meta({ title: 'Channel', description: 'The phone or trunk that is to answer, without the number behind it, such as PJSIP/york, IAX2/york or DAHDI/i1.' }),
              application: z.string().min(1).max(79).optional().meta({ title: 'Application', description: 'What the dialplan is to run at the answer; needs the right reporting or call in write=.' }),
              rings: z.boolean().optional().meta({ title: 'Rings', description: 'Whether it has to ring before it is answered.' }),
            }),
          )
          .default({})
          .meta({ title: 'Who is to answer', description: 'By name of the test call, each one of the targets. Unless told, a phone or trunk: what the dialplan answers by itself, as a greeting, is a warning.' }),
        answerWarning: z.number().min(0).default(5).meta({ title: 'Answered late, warning', unit: 's' }),
        answerCritical: z.number().min(0).default(10).meta({ title: 'Answered late, critical', unit: 's' }),
      })
      .prefault({}),
    configuration: z
      .strictObject({
        folder: z.string().regex(/^\/(?:.*[^/])?$/, 'an absolute path').default('/etc/asterisk').meta({ title: 'Folder of pjsip.conf' }),
      })
      .prefault({}),
  })
  .meta({ title: 'Asterisk' });

const objectName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,78}$/, 'letters, digits, dots, hyphens and underscores');
const context = objectName;
const exists = z.boolean().default(true);
const codecs = z.array(z.string().regex(/^[a-z0-9]+$/, 'a name such as ulaw or g722')).min(1).optional().meta({ title: 'Codecs', description: 'In order of preference.' });
const password = z
  .string()
  .min(8)
  .max(200)
  .regex(/^(?!>)[!-:<-[\]-~]+$/, 'printable ASCII without blanks, ; and \\, not beginning with >')
  .optional()
  .meta({ title: 'Password', description: 'Left out: as it is.', writeOnly: true });
const qualifySeconds = z.int().min(0).max(86_400).optional().meta({ title: 'Seconds between looks whether it answers', description: '0: nobody asks. Left out: as it is, 60 for a new one.', unit: 's' });
const seconds = z.int().min(0).max(86_400).optional();
// Commas part the fields of a line.
const words = z.string().min(1).max(79).regex(/^(?![> ])[^,;|\\]*(?<! )$/, 'text without , ; | and \\').regex(new RegExp(noSyntax, 'u'), 'no control characters').optional();
const device = z.string().regex(/^[A-Za-z0-9_]+\/[A-Za-z0-9_.@/-]{1,78}$/, 'a device such as PJSIP/2001');
const address = z.string().regex(/^[0-9A-Fa-f.:]+(?:\/\d{1,3})?$/, 'an IP address or network');

export const endpoint = z
  .strictObject({
    name: objectName.meta({ title: 'Name', description: 'Of the endpoint, its login and its address of record.' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the endpoint away.' }),
    password,
    context: context.optional().meta({ title: 'Context of the dialplan' }),
    codecs,
    callerId: z
      .string()
      .regex(/^"[^"]+" <[^<>"\s]+>$/, 'as "Name" <number>')
      .regex(new RegExp(noSyntax, 'u'), 'no ;, no \\, no control characters')
      .nullable()
      .optional()
      .meta({ title: 'Caller id', description: 'As "Name" <number>; null: none.' }),
    mailbox: z.string().regex(/^[A-Za-z0-9]+@[A-Za-z0-9_.-]+$/, 'as 2001@default').nullable().optional().meta({ title: 'Voicemail box whose new messages the phone shows', description: 'As number@context; null: none.' }),
    nat: z.boolean().optional().meta({ title: 'Behind a router that changes addresses', description: 'Left out: as it is, false for a new endpoint.' }),
    qualifySeconds,
    maxContacts: z.int().min(1).max(100).optional().meta({ title: 'Phones that may register at once', description: 'Left out: as it is, 1 for a new endpoint.' }),
  })
  .meta({ title: 'PJSIP endpoint' });

export const trunk = z
  .strictObject({
    name: objectName.meta({ title: 'Name', description: 'Of the endpoint, its login, its address of record, its addresses and its registration.' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the trunk away.' }),
    server: z
      .strictObject({
        host: z.string().max(253).regex(/^[A-Za-z0-9:](?:[A-Za-z0-9.:-]*[A-Za-z0-9:])?$/, 'a host name or an IP address').meta({ title: 'Host' }),
        port: z.int().min(1).max(65_535).default(5_060).meta({ title: 'Port' }),
        protocol: z.enum(['udp', 'tcp', 'tls']).default('udp').meta({ title: 'Protocol' }),
      })
      .optional()
      .meta({ title: 'The other end' }),
    user: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.+-]{0,78}$/, 'letters, digits, dots, hyphens, plus and underscores').nullable().optional().meta({ title: 'User at the other end', description: 'null: none, the other end knows this PBX by its address.' }),
    password,
    registerSeconds: z.int().min(60).max(86_400).nullable().optional().meta({ title: 'Seconds that a registration is asked for', description: 'null: it does not register. Left out: as it is, no registration for a new trunk.', unit: 's' }),
    context: context.optional().meta({ title: 'Context of the dialplan for calls that come in' }),
    codecs,
    addresses: z.array(address).max(50).optional().meta({ title: 'Addresses and networks whose calls are those of the trunk' }),
    qualifySeconds,
  })
  .meta({ title: 'Trunk' });

export const transport = z
  .strictObject({
    name: objectName.meta({ title: 'Name' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the transport away.' }),
    protocol: z.enum(['udp', 'tcp']).optional().meta({ title: 'Protocol', description: 'Left out: as it is, udp for a new transport.' }),
    bind: z.string().regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?$/, 'an address, with a port behind a colon').optional().meta({ title: 'Address and port to listen at' }),
    externalAddress: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'an address or a host name').nullable().optional().meta({ title: 'Address that it shows to the outside', description: 'null: its own.' }),
    localNetworks: z.array(address).max(50).optional().meta({ title: 'Networks that are inside' }),
    reloads: z.boolean().optional().meta({ title: 'Takes changes with a reload', description: 'Which drops the calls that go over it. Left out: as it is, false for a new transport, which takes changes when Asterisk starts.' }),
  })
  .meta({ title: 'PJSIP transport' });

export const queue = z
  .strictObject({
    name: objectName.meta({ title: 'Name' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the queue away.' }),
    strategy: z.enum(['ringall', 'leastrecent', 'fewestcalls', 'random', 'rrmemory', 'rrordered', 'linear', 'wrandom']).optional().meta({ title: 'Who is rung', description: 'Left out: as it is, ringall for a new queue.' }),
    ringSeconds: seconds.meta({ title: 'Seconds that a member is rung', unit: 's' }),
    retrySeconds: seconds.meta({ title: 'Seconds before the next try', unit: 's' }),
    wrapupSeconds: seconds.meta({ title: 'Seconds of rest after a call', unit: 's' }),
    maxCallers: z.int().min(0).max(10_000).optional().meta({ title: 'Callers that may wait', description: '0: any number.' }),
    weight: z.int().min(0).max(1_000).optional().meta({ title: 'Weight', description: 'Whose callers go first when a member is in several queues.' }),
    serviceLevelSeconds: seconds.meta({ title: 'Seconds within which a call is answered in time', unit: 's' }),
    musicClass: objectName.nullable().optional().meta({ title: 'Class of the music on hold', description: 'null: that of the caller.' }),
    joinEmpty: z.boolean().optional().meta({ title: 'Callers may join while no member is there' }),
    leaveWhenEmpty: z.boolean().optional().meta({ title: 'Callers leave when the last member does' }),
    ringInUse: z.boolean().optional().meta({ title: 'Members are rung while they talk' }),
    members: z
      .array(
        z.strictObject({
          interface: device.meta({ title: 'Device' }),
          name: words.meta({ title: 'Name', description: 'Left out: that of the device.' }),
          penalty: z.int().min(0).max(1_000).default(0).meta({ title: 'Penalty', description: 'Who has less is rung first.' }),
          stateInterface: device.optional().meta({ title: 'Device whose state says whether the member is free', description: 'Left out: the one that is rung.' }),
        }),
      )
      .max(200)
      .optional()
      .meta({ title: 'Members', description: 'All that always belong to the queue; who logs in by phone is not among them. Left out: as they are.' }),
  })
  .meta({ title: 'Queue' });

export const mailbox = z
  .strictObject({
    context: context.default('default').meta({ title: 'Context of voicemail.conf' }),
    number: z.string().regex(/^[A-Za-z0-9]{1,40}$/, 'digits or letters').meta({ title: 'Number' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the mailbox away, not its messages.' }),
    pin: z.string().regex(/^-?[0-9]{4,20}$/, 'four to twenty digits; with a hyphen before them it cannot be changed by phone').optional().meta({ title: 'PIN', description: 'Of a new mailbox: people change theirs by phone.', writeOnly: true }),
    resetPin: z.boolean().default(false).meta({ title: 'Reset the PIN', description: 'true gives a mailbox that is there already the PIN above.' }),
    name: words.meta({ title: 'Name' }),
    email: z.string().max(79).regex(/^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$/, 'an e-mail address').nullable().optional().meta({ title: 'E-mail address', description: 'null: none.' }),
    attach: z.boolean().optional().meta({ title: 'Messages go along with the mail', description: 'Left out: as it is, true for a new mailbox.' }),
    deleteAfterMail: z.boolean().optional().meta({ title: 'Messages are deleted once mailed', description: 'Left out: as it is, false for a new mailbox.' }),
    maxMessages: z.int().min(1).max(9_999).optional().meta({ title: 'Messages that it holds', description: 'Left out: as it is, 100 for a new mailbox.' }),
  })
  .meta({ title: 'Voicemail box' });

const pattern = z.string().regex(/^(?:_[0-9A-Za-z*#+.![\]]{1,78}|[0-9A-Za-z*#+]{1,79})$/, 'a number, a name, or a pattern such as _2XXX');

export const dialplan = z
  .strictObject({
    context: context.refine((name) => name !== 'general' && name !== 'globals', 'a context, not general or globals').meta({ title: 'Context' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the context away.' }),
    extensions: z
      .array(
        z.strictObject({
          pattern: pattern.meta({ title: 'Number or pattern' }),
          steps: z.array(z.string().max(500).regex(/^[A-Za-z][A-Za-z0-9_]*\(.*\)$/, 'an application with its arguments, such as Dial(PJSIP/2001,20)').regex(new RegExp(noSyntax, 'u'), 'no ;, no \\, no control characters')).max(100).default([]).meta({ title: 'Steps' }),
          hint: device.nullable().default(null).meta({ title: 'Device that its state is taken from' }),
        }).refine(({ steps, hint }) => steps.length > 0 || hint !== null, 'steps or a hint'),
      )
      .max(500)
      .optional()
      .meta({ title: 'Extensions', description: 'All of the context. Left out: as they are.' }),
    includes: z.array(context).max(50).optional().meta({ title: 'Contexts that are looked in afterwards', description: 'Left out: as they are, none for a new context.' }),
  })
  .meta({ title: 'Context of the dialplan' });

export const provisioning = z
  .strictObject({
    file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,78}\.(?:cfg|conf|xml|txt|ini)$/, 'a file name that ends in .cfg, .conf, .xml, .txt or .ini').meta({ title: 'File', description: 'As the phone asks for it, mostly by its MAC address.' }),
    exists: exists.meta({ title: 'Exists', description: 'false takes the file away.' }),
    content: z.string().max(262_144).optional().meta({ title: 'Content', description: 'Holds the login of the phone, so that no plan shows it. Left out: as it is.', writeOnly: true }),
    secrets: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a name such as password'), z.string().min(1).max(200)).optional().meta({ title: 'Secrets', description: 'What {{name}} stands for in the content, such as the password of the endpoint.', writeOnly: true }),
    mode: z.string().regex(/^[0-7]{3}$/, 'three octal digits').optional().meta({ title: 'Permissions', description: 'Left out: as they are, 640 for a new file.' }),
  })
  .meta({ title: 'Provisioning file of a phone' });
