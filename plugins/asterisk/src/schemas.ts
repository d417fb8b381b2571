import { z } from 'zod';

const expression = z.string().meta({ format: 'regex' });
const expected = z.array(z.string().min(1)).default([]);
// Asterisk's configuration takes ; for a comment, \ for an escape, and => for =.
const noSyntax = String.raw`^(?!>)[^;\\\u0000-\u001f\u007f-\u009f\u2028\u2029]*$`;

export const settings = z
  .strictObject({
    core: z
      .strictObject({
        callsWarning: z.number().min(0).max(100).default(80).meta({ title: 'Calls, warning', description: 'Of the most that asterisk.conf allows (maxcalls), where it has a limit.', unit: '%' }),
      })
      .prefault({}),
    endpoints: z
      .strictObject({
        expected: expected.meta({ title: 'Expected endpoints', description: 'Names; critical when one cannot be called or is not there. Empty: all endpoints, a warning each.' }),
        ignore: expression.default('').meta({ title: 'Ignored endpoints', description: 'Regular expression.' }),
      })
      .prefault({}),
    trunks: z
      .strictObject({
        expected: expected.meta({ title: 'Expected trunks', description: 'Names of registrations; critical when one is not there.' }),
        ignore: expression.default('').meta({ title: 'Ignored trunks', description: 'Regular expression.' }),
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
