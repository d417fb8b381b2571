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
        modules: z.array(z.string().min(1)).default(['res_pjsip.so', 'chan_pjsip.so', 'pbx_config.so', 'res_rtp_asterisk.so']).meta({ title: 'Needed modules', description: 'Critical when one is not loaded. Asking needs the right "system".' }),
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
      })
      .prefault({}),
    configuration: z
      .strictObject({
        folder: z.string().regex(/^\/(?:.*[^/])?$/, 'an absolute path').default('/etc/asterisk').meta({ title: 'Folder of pjsip.conf' }),
      })
      .prefault({}),
  })
  .meta({ title: 'Asterisk' });

export const endpoint = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,78}$/, 'letters, digits, dots, hyphens and underscores').meta({ title: 'Name', description: 'Of the endpoint, its login and its address of record.' }),
    exists: z.boolean().default(true).meta({ title: 'Exists', description: 'false takes the endpoint away.' }),
    password: z
      .string()
      .min(8)
      .max(200)
      .regex(/^(?!>)[!-:<-[\]-~]+$/, 'printable ASCII without blanks, ; and \\, not beginning with >')
      .optional()
      .meta({ title: 'Password', description: 'Left out: as it is.', writeOnly: true }),
    context: z.string().regex(/^[A-Za-z0-9_.-]{1,79}$/, 'letters, digits, dots, hyphens and underscores').optional().meta({ title: 'Context of the dialplan' }),
    codecs: z.array(z.string().regex(/^[a-z0-9]+$/, 'a name such as ulaw or g722')).min(1).optional().meta({ title: 'Codecs', description: 'In order of preference.' }),
    callerId: z
      .string()
      .regex(/^"[^"]+" <[^<>"\s]+>$/, 'as "Name" <number>')
      .regex(new RegExp(noSyntax, 'u'), 'no ;, no \\, no control characters')
      .nullable()
      .optional()
      .meta({ title: 'Caller id', description: 'As "Name" <number>; null: none.' }),
    maxContacts: z.int().min(1).max(100).optional().meta({ title: 'Phones that may register at once', description: 'Left out: as it is, 1 for a new endpoint.' }),
  })
  .meta({ title: 'PJSIP endpoint' });
