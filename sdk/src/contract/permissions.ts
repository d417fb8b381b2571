import { z } from 'zod';

const oid = z.string().regex(/^\d+(\.\d+)*\.?$/, 'an OID in dotted digits, such as 1.3.6.1.2.1.1');
const phase = z.enum(['read', 'write']);
const name = z.string().regex(/^[a-z][A-Za-z0-9-]*$/, 'a name of letters, digits and hyphens that begins with a small letter');
const pathPattern = z.string().regex(/^\/[^\0]*$/, 'an absolute path; ** stands for any folders, * for any part of one name');

const port = z.string().regex(/^[1-9]\d{0,4}$/, 'a port');
const asciiLines = /^[\x20-\x7e\t\r\n]+$/;
const login = z
  .strictObject({
    lines: z.string().max(512).regex(asciiLines, 'lines of ASCII').regex(/\{password\}/, 'text with {password} in it').meta({
      description: 'What is sent, with `{user}` and `{password}`; inside of double quotes they are escaped by backslashes.', examples: ['USERNAME {user}\nPASSWORD {password}\n'],
    }),
    phase: phase.default('write').meta({ description: 'write: for writing phases only. read: for reading phases too.' }),
  })
  .meta({ description: 'A login by name and password.' });

const probe = z.string().min(1).max(64).regex(asciiLines, 'a short line of ASCII');

const commandPhase = phase.meta({ description: 'read: it changes nothing, and runs in every phase. write: it runs in writing phases only.' });

const snmp = z
  .strictObject({
    read: z.boolean().default(false).meta({ description: 'GET, GETNEXT, GETBULK on the device, and the traps that it sends.' }),
    write: z.array(oid).default([]).meta({ description: 'OID subtrees that SET may touch.', examples: [['1.3.6.1.2.1.1.6']] }),
  })
  .meta({ description: 'The device\'s SNMP agent.' });

const ssh = z
  .strictObject({
    commands: z
      .record(name, z
        .strictObject({
          argv: z.array(z.string().min(1)).min(1).meta({ description: 'One argument each; {name} is filled by the call, whole and quoted. With `cli`: one line each.', examples: [['systemctl', 'show', '{unit}']] }),
          cli: z.boolean().optional().meta({ description: 'For network devices: each of `argv` is a line that the host types at the command line of the device, where {name} stands for plain words. Prompts, echoes and pages are taken out of what it says.' }),
          phase: commandPhase,
        })
        .meta({ description: 'A command of the device.' }))
      .default({})
      .meta({ description: 'Commands that `exec` may run, by the name it uses.' }),
    scripts: z
      .record(name, z
        .strictObject({
          file: z.string().meta({ description: 'Path inside the package. Its text is part of what a manager grants.', examples: ['scripts/gather.sh'] }),
          phase: commandPhase,
        })
        .meta({ description: 'A script of the package.' }))
      .default({})
      .meta({ description: 'Scripts that `script` may send, by the name it uses.' }),
    files: z
      .strictObject({
        read: z.array(pathPattern).default([]).meta({ description: 'Paths that `readFile` may read.', examples: [['/etc/widget/*.conf']] }),
        write: z.array(pathPattern).default([]).meta({ description: 'Paths that `writeFile` and `removeFile` may change.', examples: [['/etc/widget/jackfield.conf']] }),
      })
      .default({ read: [], write: [] })
      .meta({ description: 'Files of the device, by path patterns: `**` stands for any folders, `*` for any part of one name.' }),
  })
  .meta({ description: 'Commands, scripts and files of the device, over SSH.' });

const ami = z
  .strictObject({
    read: z.array(z.string().regex(/^(?!originate$)/i, 'an action that only asks: calls are asked for by "call"')).default([]).meta({ description: 'Actions allowed in every phase.', examples: [['CoreStatus']] }),
    write: z.array(z.string()).default([]).meta({ description: 'Actions allowed in writing phases only.', examples: [['Reload']] }),
    events: z.array(z.string()).default([]).meta({ description: 'Event names a watcher may listen to.', examples: [['ContactStatus']] }),
    call: z.boolean().default(false).meta({ description: 'Checks may have it place the test calls that a place names in `transports.ami.calls`. No grant of reading or writing gives that: a manager gives it apart.' }),
  })
  .meta({ description: 'The manager interface of an Asterisk.' });

const http = z
  .strictObject({
    read: z.array(pathPattern).default([]).meta({ description: 'Path patterns that GET and HEAD may ask.', examples: [['/api/**']] }),
    write: z.array(pathPattern).default([]).meta({ description: 'Path patterns that other methods may change.', examples: [['/api/outlets/*']] }),
  })
  .meta({ description: 'The device\'s web interface or API.' });

/**
 * What a manifest asks for; a manager grants it, or less, at a scope. What is not named is refused.
 *
 * @stable
 * @since 0.1.0
 */
export const permissionsSchema = z.strictObject({
  snmp: snmp.optional(),
  ssh: ssh.optional(),
  ami: ami.optional(),
  sip: z.boolean().optional().meta({ description: 'SIP OPTIONS to the device, and to the peers that a place names.' }),
  icmp: z.boolean().optional().meta({ description: 'Echo requests to the device.' }),
  http: http.optional(),
  tcp: z
    .strictObject({
      ports: z.array(z.int().min(1).max(65_535)).meta({ description: 'Ports of the device that it may connect to.', examples: [[3493]] }),
      sends: phase.default('write').meta({ description: 'read: what it sends only asks, so it may send in reading phases.' }),
      probes: z.record(port, probe).optional().meta({
        description: 'By port: what discovery sends to it at each address of a site, to hold the first line of the answer against `match`. A port without one is listened to: it greets.',
        examples: [{ 3493: 'VER\n' }],
      }),
      logins: z.record(port, login).optional().meta({ description: 'By port: how an exchange with `login` begins. Name and password are those that a place has for the port; the plugin never sees them.' }),
    })
    .optional()
    .meta({ description: 'Bytes to and from ports of the device.' }),
});

/**
 * What a manifest asks for, after validation.
 *
 * @stable
 * @since 0.1.0
 */
export type Permissions = z.infer<typeof permissionsSchema>;
